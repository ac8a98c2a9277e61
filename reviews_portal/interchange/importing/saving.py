"""Save the records of an imported review, with errors that say which record they are about."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from learning.utils.history import recorded
from recommendations.triggers.workflow import RULES

REASON = "Imported from another portal"
REFUSED = "The database did not accept it."


def save[Saved: Model](record: Saved, where: str, *, by, is_cleaned: bool = True) -> Saved:
    """Check a new record as a form would, save it, and return it. Its history says that `by` imported it.

    Raises ValidationError that begins with `where`. Redacted words are replaced when it is saved.
    """
    relations = [field.name for field in record._meta.fields if field.remote_field]  # they were just saved
    try:
        record.clean_fields(exclude=relations)
        if is_cleaned:
            record.clean()
        insert(record, by)
    except ValidationError as error:
        raise ValidationError([f"{where}: {message}" for message in error.messages]) from error
    return record


def insert(record: Model, by) -> None:
    """Save a record. Raises ValidationError with the reason if the database refuses it."""
    try:
        with transaction.atomic(), recorded(record, by, REASON):
            record.save(force_insert=True)
    except IntegrityError as error:
        record.validate_unique()
        record.validate_constraints()
        words = str(error).splitlines()[0]
        raise ValidationError(words if words in RULES.values() else REFUSED) from error


def tag(record: Any, relation: str, records: list[Any], *, by) -> None:
    """Relate a record to others."""
    if records:
        with recorded(record, by, REASON):
            getattr(record, relation).add(*records)

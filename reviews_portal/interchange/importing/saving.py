"""Save the records of an imported review, with errors that name the record."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from recommendations.triggers.workflow import RULES
from reviews_portal.editing.actions.publishing.history import write_history

REASON = "Imported from another portal"
REFUSED = "The database did not accept it."


class Saving:
    """Saves new records for one person. At the end, `write_history` records who imported them."""

    def __init__(self, by) -> None:
        self.by = by
        self.saved: dict[type[Model], list[Any]] = defaultdict(list)

    def save[Saved: Model](self, record: Saved, where: str, *, is_cleaned: bool = True) -> Saved:
        """Check a new record as a form would, save it, and return it. Redacted words are replaced when it is saved.

        Without `is_cleaned`, `clean()` is skipped because its rules were checked before. Raises ValidationError that
        begins with `where`.
        """
        relations = [field.name for field in record._meta.fields if field.remote_field]  # they were just saved
        try:
            record.clean_fields(exclude=relations)
            if is_cleaned:
                record.clean()
            insert(record)
        except ValidationError as error:
            raise ValidationError([f"{where}: {message}" for message in error.messages]) from error
        if hasattr(record, "history"):
            self.saved[type(record)].append(record)
        return record

    def write_history(self) -> None:
        """Write one entry in the history of each record, with its tags."""
        for model, records in self.saved.items():
            for record in records:
                record._change_reason = REASON
            write_history(model, records, by=self.by, is_new=True)
            for record in records:
                del record.skip_history_when_saving, record._change_reason


def insert(record: Any) -> None:
    """Save a record. Raises ValidationError with the reason if the database refuses it."""
    record.skip_history_when_saving = True
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        record.validate_unique()
        record.validate_constraints()
        words = str(error).splitlines()[0]
        raise ValidationError(words if words in RULES.values() else REFUSED) from error

"""Convert the columns of a record to the values of an entry."""

from typing import Any

from django.db.models import Model

from learning.text_cleaning import cleaned_value
from learning.utils.dates import PartialDate
from reviews_portal.interchange.schema.base import Entry


def columns_of(record: Model, entry: type[Entry]) -> dict[str, Any]:
    """Return the values of the columns that a record and an entry both have, by name.

    Texts are cleaned as an import cleans them, so that a second export is identical. A blank value is None where that
    is the default of the entry.
    """
    own = {field.name for field in record._meta.concrete_fields if field.remote_field is None}
    found = {}
    for name, field in entry.model_fields.items():
        if name in own:
            value = cleaned_value(getattr(record, name))
            found[name] = None if value == "" and field.default is None else value
    return found


def stated(date: PartialDate | None) -> str | None:
    """Return a date in the form that this format uses."""
    return date.machine if date else None

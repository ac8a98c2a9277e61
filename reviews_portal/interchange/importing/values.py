"""Convert the values of an entry to the columns of a record."""

from typing import Any

from django.db.models import Model

from learning.utils.dates import PartialDateField, columns_of_date
from reviews_portal.interchange.schema.base import Entry, partial_date


def values_for(model: type[Model], entry: Entry) -> dict[str, Any]:
    """Return the values of an entry for the columns that a model also has, by name.

    None becomes blank where a column cannot be null. A date has two columns.
    """
    columns = {field.name: field for field in model._meta.concrete_fields if field.remote_field is None}
    found: dict[str, Any] = {}
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if name in columns:
            found[name] = "" if value is None and not columns[name].null else value
        elif isinstance(getattr(model, name, None), PartialDateField):
            found |= columns_of_date(name, partial_date(value) if value else None)
    return found

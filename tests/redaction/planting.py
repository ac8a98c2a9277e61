"""Puts a passage into every kind of place there is, past all that guards these."""

from typing import Any

from django.db import models

from learning.search.index import rebuild
from recommendations.immutability import unguarded
from reviews_portal.redaction.places import columns, models_with_words


def plant(passage: str) -> dict[str, Any]:
    """Put a passage into each column of words of one row of every model; return these rows' keys by model.

    Fails for a model of which there is no row: then `make_everything` does not know it yet.
    """
    rows, missing = {}, []
    with unguarded():
        for model in models_with_words():
            row = model._base_manager.order_by("-pk").first()
            if row is None:
                missing.append(model._meta.label)
                continue
            rows[model._meta.label] = row.pk
            values = {column.attname: planted(column, row, passage) for column in columns(model)}
            model._base_manager.filter(pk=row.pk).update(**values)
    assert not missing, f"make_everything() in tests/redaction/conftest.py makes none of {missing}."
    rebuild()
    return rows


def planted(column: models.Field, row: models.Model, passage: str):
    """Return a value of a column with the passage in it, and with what was there, as far as there is room."""
    value = getattr(row, column.attname)
    if isinstance(column, models.BinaryField):
        return f"{passage} in a file".encode()
    if isinstance(column, models.JSONField):
        return [*value, f"of {passage}"] if isinstance(value, list) else {"was": value, "of": f"of {passage}"}
    if isinstance(column, models.SlugField):
        return "-".join((value or "x", *passage.lower().split()))[-(column.max_length or 50) :]
    text = f"{value or ''} {passage}"
    return (
        text if column.max_length is None else passage[: column.max_length] if len(text) > column.max_length else text
    )

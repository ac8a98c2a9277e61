"""Put a passage into every kind of place, bypassing all guards, and redact it."""

from typing import Any

from django.db import models
from django.utils.text import slugify

from recommendations.triggers.immutability import unguarded
from reviews_portal.redaction import actions
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import (
    all_cells_with,
    columns,
    fingerprint,
    models_with_words,
    path_to_review,
)
from tests.world import MadeReview

PASSAGE = "Zorbelina Quux"
WHY = "It is the name of a sister."


def plant(passage: str, made: MadeReview) -> dict[str, Any]:
    """Put a passage into each text column of one row of every model; return the keys of these rows by model.

    The row is one that belongs to this review, if there is one.

    Fails for a model without rows: in that case `make_everything` does not make it yet.
    """
    rows, missing = {}, []
    with unguarded():
        for model in models_with_words():
            row = row_of(model, made)
            if row is None:
                missing.append(model._meta.label)
                continue
            rows[model._meta.label] = row.pk
            values = {column.attname: planted(column, row, passage) for column in columns(model)}
            model._base_manager.filter(pk=row.pk).update(**values)
    assert not missing, f"make_everything() in tests/redaction/conftest.py makes none of {missing}."
    return rows


def row_of(model: type[models.Model], made: MadeReview) -> models.Model | None:
    """Return the newest row of a model; if any belong to the review, the newest of those."""
    rows = model._base_manager.order_by("-pk")
    if path := path_to_review(model):
        return rows.filter(**{path: made.review.pk}).first() or rows.first()
    named = {type(one): one.pk for one in (made.agency, made.term)}
    return rows.filter(pk=named[model]).first() if model in named else rows.first()


def planted(column: models.Field, row: models.Model, passage: str):
    """Return a value for a column: the passage and, as far as there is room, what was there before."""
    value = getattr(row, column.attname)
    if isinstance(column, models.BinaryField):
        return f"{passage} in a file".encode()
    if isinstance(column, models.JSONField):
        return [*value, f"of {passage}"] if isinstance(value, list) else {"was": value, "of": f"of {passage}"}
    if isinstance(column, models.SlugField):
        return f"{value or 'x'}-{slugify(passage)}"
    start = "https://example.org/" if column.name in ("address", "law_address", "link", "website") else ""
    text = f"{value or start} {passage}"
    return (
        text if column.max_length is None else passage[: column.max_length] if len(text) > column.max_length else text
    )


def places_of(redaction: Redaction) -> int:
    """Return in how many places the words of a redaction occur."""
    return len(all_cells_with(redaction.passages()))


def seen_of(redaction: Redaction) -> str:
    """Return what the form of a redaction sends about the places that somebody looked at."""
    return fingerprint(all_cells_with(redaction.passages()))


def confirm(redaction: Redaction, by) -> Redaction:
    """Return a redaction that somebody confirmed after looking at its places."""
    return actions.confirm(redaction, by=by, seen=seen_of(redaction))


def held(passage: str) -> int:
    """Return in how many places a passage occurs."""
    return len(all_cells_with(Passages([passage_of(passage)])))

"""What readers of a review see besides its statements: its details, its documents and their files."""

from typing import Any

from django.db.models import Model

from learning.models import DocumentFile, Review
from learning.utils.marks import plain


def details_of(review: Review) -> list[Any]:
    """Return these details in a form that can be compared and written as JSON.

    They change with each field of the review and of its documents that people edit, and with the file of a document:
    another one, or one that readers may open from now on.
    """
    files = DocumentFile.objects.shown().filter(document__review=review).order_by("document")
    return [
        fields_of(review),
        [plain(records.all()) for records in (review.kinds, review.partnerships, review.themes)],
        list(review.agencies_involved.order_by("position", "pk").values_list("agency", "named_as")),
        [fields_of(document) for document in review.documents.order_by("position")],
        [[*one, at is not None] for *one, at in files.values_list("document", "original__digest", "checked_at")],
    ]


def fields_of(record: Model) -> list[Any]:
    """Return the values of the fields of a record that people edit."""
    return [plain(field.value_from_object(record)) for field in record._meta.concrete_fields if field.editable]

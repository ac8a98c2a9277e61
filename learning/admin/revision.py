"""The revision that a page was opened on: a digest of each value that it shows, so that a save can tell what changed.

Its digests are those of `learning.utils.marks`.
"""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.db.models import Model

from learning.utils.marks import Marks, mark, marks_of

SALT = "opened on"

type Rows = dict[str, Marks]  # the marks of each row, by its key
type Revision = dict[str, Any]


def revision_of_form(form: Any, inlines: Iterable[Any]) -> Revision:
    """Return the revision of what an unbound admin form lets people edit: its record, and the rows of its inlines."""
    rows = {
        inline.formset.prefix: {str(row.instance.pk): marks_of(row) for row in inline.formset.initial_forms}
        for inline in inlines
    }
    return {"of": [named(form.instance)], "record": marks_of(form), "rows": rows}


def revision_of_records(records: Iterable[Model], goes_along: Any = ()) -> Revision:
    """Return the revision of all values of these records, and of what would be deleted with them."""
    return {
        "of": [named(record) for record in records],
        "records": {str(record.pk): marks_of_record(record) for record in records},
        "goes along": mark(str(goes_along)),
    }


def marks_of_record(record: Model) -> Marks:
    """Return the marks of all values of a record."""
    fields = (*record._meta.concrete_fields, *record._meta.many_to_many)
    return {field.name: mark(field.value_from_object(record)) for field in fields}


def named(record: Model) -> str:
    """Return the model and key of a record, which identify it whatever its values."""
    return f"{record._meta.concrete_model._meta.label} {record.pk}"  # type: ignore[union-attr]


def signed(revision: Revision) -> str:
    """Return a revision as signed text for a page."""
    return signing.dumps(revision, salt=SALT, compress=True)


def read(text: str | None, of: list[str]) -> Revision:
    """Return the revision that a page carried; empty if its signature is wrong, or if it is of other records."""
    try:
        revision = signing.loads(text or "", salt=SALT)
    except signing.BadSignature:
        return {}
    return revision if revision["of"] == of else {}

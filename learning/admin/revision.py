"""What a page was opened on: a short mark of each value that it shows, so that a later save can tell what changed.

Marks are of the values themselves, not of a count of saves: they also notice what was written past the admin.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.core import signing
from django.db.models import Model, QuerySet
from django.forms import BaseForm

SALT = "opened on"

type Marks = dict[str, str]  # of each field, by its name
type Rows = dict[str, Marks]  # by the key of the row
type Revision = dict[str, Any]


def plain(value: Any) -> Any:
    """Return a value as JSON has it, without what a browser does not send back: ends of lines, parts of seconds."""
    match value:
        case None:
            return ""
        case str():
            return value.replace("\r\n", "\n").strip()
        case datetime():
            return value.astimezone(UTC).replace(microsecond=0).isoformat()
        case date():
            return value.isoformat()
        case Model():
            return value.pk
        case QuerySet() | list() | tuple():
            values = [plain(one) for one in value]
            return sorted(values) if any(isinstance(one, Model) for one in value) else values
        case _:
            return value


def mark(value: Any) -> str:
    """Return a short mark of a value: the same for the same value."""
    return hashlib.sha256(json.dumps(plain(value), default=str).encode()).hexdigest()[:16]


def marks_of(form: BaseForm) -> Marks:
    """Return the marks of the values of a record that an unsent form shows for changing."""
    return {name: mark(form.initial[name]) for name in form.fields if name in form.initial}


def revision_of_form(form: Any, inlines: Iterable[Any]) -> Revision:
    """Return what an unsent form of the admin shows for changing: of its record, and of each row below it."""
    rows = {
        inline.formset.prefix: {str(row.instance.pk): marks_of(row) for row in inline.formset.initial_forms}
        for inline in inlines
    }
    return {"of": [named(form.instance)], "record": marks_of(form), "rows": rows}


def revision_of_records(records: Iterable[Model], goes_along: Any = ()) -> Revision:
    """Return all that is held of some records, and of whatever is shown to go along with them."""
    return {
        "of": [named(record) for record in records],
        "records": {str(record.pk): marks_of_record(record) for record in records},
        "goes along": mark(str(goes_along)),
    }


def marks_of_record(record: Model) -> Marks:
    """Return the marks of all that a record holds."""
    fields = (*record._meta.concrete_fields, *record._meta.many_to_many)
    return {field.name: mark(field.value_from_object(record)) for field in fields}


def named(record: Model) -> str:
    """Return which record it is, whatever it holds."""
    return f"{record._meta.concrete_model._meta.label} {record.pk}"  # type: ignore[union-attr]


def signed(revision: Revision) -> str:
    """Return a revision as a page carries it."""
    return signing.dumps(revision, salt=SALT, compress=True)


def read(text: str | None, of: list[str]) -> Revision:
    """Return the revision of these records that a page carried; empty if nobody signed it, or it is of others."""
    try:
        revision = signing.loads(text or "", salt=SALT)
    except signing.BadSignature:
        return {}
    return revision if revision["of"] == of else {}

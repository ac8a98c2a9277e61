"""Digests of values ("marks"), by which a save can tell what others have changed since a form was opened.

They are made from the values, not from a count of saves: they also detect changes made elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Manager, Model, QuerySet
from django.forms import BaseForm

type Marks = dict[str, str]  # the mark of each field, by its name


def plain(value: Any) -> Any:
    """Return a value as JSON can store it, without what browsers do not send back: line endings and microseconds."""
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
    """Return a short digest of a value."""
    return hashlib.sha256(json.dumps(plain(value), default=str).encode()).hexdigest()[:16]


def marks_of(form: BaseForm) -> Marks:
    """Return the marks of the values that an unbound form lets people edit."""
    return {name: mark(form.initial[name]) for name in form.fields if name in form.initial}


def values_of(record: Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of these fields of a record, by name; of related records a list."""
    found = {name: getattr(record, name) for name in names}
    return {name: list(one.all()) if isinstance(one, Manager) else one for name, one in found.items()}

"""Shortcuts for views."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import Http404


def get_row_or_404[Row: Model](rows: Iterable[Row], key: str | None) -> Row:
    """Return the row with the key that a form sent. Raises Http404 for any other value."""
    for row in rows:
        if str(row.pk) == key:
            return row
    raise Http404

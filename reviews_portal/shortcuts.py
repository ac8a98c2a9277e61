"""Which row of a list a form means."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import Http404


def get_row_or_404[Row: Model](rows: Iterable[Row], key: str | None) -> Row:
    """Return the one of these rows whose key was sent; raises Http404 for anything else that may have been."""
    for row in rows:
        if str(row.pk) == key:
            return row
    raise Http404

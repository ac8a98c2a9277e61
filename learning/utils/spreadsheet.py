"""CSV files for spreadsheets: UTF-8 with a byte order mark, and safe to open."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

BOM = "\ufeff"
FORMULA = frozenset("=+-@\t\r＝＋－＠")  # characters that begin a formula
UNSEEN = " \n\u00a0\ufeff\u200b"  # characters that a spreadsheet may skip before one
SUSPECT = FORMULA | set(UNSEEN)


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return rows as a complete CSV response, with its length, so that a truncated download is noticed."""
    lines = written([safe(str(value)) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(BOM + written([columns]) + lines, content_type="text/csv; charset=utf-8", headers=headers)


def written(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as lines of CSV (RFC 4180), with every cell in quotes."""
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return file.getvalue()


def safe(value: str) -> str:
    """Return a cell that no spreadsheet reads as a formula: with a quote before anything that begins like one.

    Source: OWASP, CSV injection.
    """
    if value[:1] not in SUSPECT:  # most cells
        return value
    return f"'{value}" if value.lstrip(UNSEEN)[:1] in FORMULA else value

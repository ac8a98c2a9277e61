"""A list as CSV: a row for each statement with its citation, streamed, safe to open in a spreadsheet."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from learning.citation import citation
from learning.models import Audience, LearningItem
from learning.search.found import Found
from learning.spreadsheet import BOM, csv_file, safe, written
from recommendations.models import Recommendation

from .statements import attach_parts

COLUMNS = (
    "Reference,Kind,Text,Review,Place,Year,Themes,Speaks to,Audience,Citation,Address".split(",")  # noqa: SIM905
)
AUDIENCES = {audience.value: str(audience.label) for audience in Audience}
BATCH = 500  # rows that are read at once


def as_csv(request: HttpRequest, found: Found) -> StreamingHttpResponse:
    """Return the list as a file, in UTF-8 with a byte order mark, its name saying if anything is restricted."""
    restricted = any(audience != "public" for audience in found.counts("audience"))
    name = f"learning{'-professionals-only' if restricted else ''}.csv"
    return csv_file(name, lines(request, found))


def lines(request: HttpRequest, found: Found) -> Iterator[str]:
    """Yield the file a batch of records at a time, which is all that is in memory."""
    site, today = request.build_absolute_uri("/").rstrip("/"), timezone.localdate()
    yield BOM + written([COLUMNS])
    keys = found.keys(0, len(found))
    for start in range(0, len(keys), BATCH):
        statements = found.fetch(keys[start : start + BATCH])
        attach_parts(statements, with_answers=False)
        yield written([safe(value) for value in row(statement, site, today)] for statement in statements)


def row(statement: LearningItem | Recommendation, site: str, today: date) -> list[str]:
    """Return the cells of one statement, as read at this site today."""
    address, review = site + statement.get_absolute_url(), statement.review
    return [
        statement.reference,
        statement.label,
        words_of(statement),
        review.title,
        statement.line_place,
        str(statement.year or "undated"),
        "; ".join(statement.line_themes),
        "; ".join(statement.line_bodies),
        AUDIENCES[review.audience],
        citation(statement, address, today, settings.PORTAL_NAME),
        address,
    ]


def words_of(statement: LearningItem | Recommendation) -> str:
    """Return the published words of a statement as one text: of a recommendation its stem, parts and tail."""
    if isinstance(statement, LearningItem):
        return statement.text
    parts = [f"({label}) {text}" for label, text in statement.line_parts]
    return "\n".join(text for text in (statement.stem, *parts, statement.tail) if text)

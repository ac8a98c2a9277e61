"""The citation of a statement: its document, its place in it, and its permanent URL."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .models import Statement
from .utils.dates import written_out


def citation(statement: Statement, address: str, on: date, portal_name: str) -> str:
    """Return a citation in plain text, which says so where the document does not state something."""
    source = statement.quoted_from or statement  # a second wording is cited from its own document
    document = source.document
    publisher = document.publisher or statement.review.partnership_as_named or "Publisher not stated"
    label = statement.label_in_sentence
    heading = source.heading or statement.heading
    dated = statement.dated if source is statement else document.published or statement.review.published
    place = f"“{heading}”, {label}" if heading else label
    return (
        f"{publisher} ({dated.year if dated else 'undated'}). {document.title}. {place[0].upper()}{place[1:]}. "
        f"{portal_name}, {statement.reference}. {address} (accessed {written_out(on)})."
    )


def cited(request: HttpRequest, statement: Statement) -> str:
    """Return the citation of a statement with this site's URL and today's date."""
    address = request.build_absolute_uri(statement.get_absolute_url())
    return citation(statement, address, timezone.localdate(), settings.PORTAL_NAME)

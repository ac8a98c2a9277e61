"""How to cite a statement: its document, its place, and its permanent address."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .models import Statement
from .utils.dates import written_out


def citation(statement: Statement, address: str, on: date, portal_name: str) -> str:
    """Return a citation in plain text; what the document does not state is said to be missing."""
    document = statement.document
    publisher = document.publisher or statement.review.partnership_as_named or "Publisher not stated"
    place = f"“{statement.heading}”, {statement.label.lower()}" if statement.heading else statement.label.lower()
    return (
        f"{publisher} ({statement.year or 'undated'}). {document.title}. {place[0].upper()}{place[1:]}. "
        f"{portal_name}, {statement.reference}. {address} (accessed {written_out(on)})."
    )


def cited(request: HttpRequest, statement: Statement) -> str:
    """Return the citation of a statement as read here and today."""
    address = request.build_absolute_uri(statement.get_absolute_url())
    return citation(statement, address, timezone.localdate(), settings.PORTAL_NAME)

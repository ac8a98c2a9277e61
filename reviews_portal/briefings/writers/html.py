"""HTML: a standalone page to read and print, in the portal's style. The template escapes all text."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from reviews_portal.briefings.outline import Outline

from .runs import economical
from .text import printable


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the HTML page of an outline."""
    yield printable(render_to_string("briefings/document.html", {"outline": economical(outline)})).encode()

"""HTML: a page of its own to read and to print, with the portal's style; words go through the template's escaping."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from reviews_portal.briefings.outline import Outline

from .runs import economical
from .text import printable


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the page."""
    yield printable(render_to_string("briefings/document.html", {"outline": economical(outline)})).encode()

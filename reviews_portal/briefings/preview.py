"""The preview of a briefing: what its HTML file shows, as a part of another page."""

import re

from django.utils.safestring import SafeString, mark_safe

from .outline import Outline
from .writers import html

PREFIX = "preview-"  # of ids: the items of the page around it have the same ones
DEEPER = 2  # levels of headings: the document stands under a heading of the second level
MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
# All text and all values of attributes are escaped, so that "<" begins a tag and a quotation mark ends a value.
TAG = re.compile(r"<[a-z/][^>]*>", re.IGNORECASE)
HEADING = re.compile(r"\A(</?h)([1-6])\b")
IDS = re.compile(r'(?<=\s)(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]*)"')
LINK = re.compile(r'(?<=\s)href="(#?)')


def preview(outline: Outline) -> SafeString:
    """Return the content of the HTML file of an outline, for a page that has ids, headings and unsaved text itself.

    It is the file as the writer makes it, so that it can differ from it in nothing that is read. Its links open in a
    new tab, because a reader who followed one would lose what they have typed.
    """
    file = b"".join(html.write(outline)).decode()
    found = MAIN.search(file)
    if found is None:
        raise ValueError("The HTML of a document has no main element.")
    return mark_safe(TAG.sub(fitted_in, found[1]))  # noqa: S308  the writer escapes all text


def fitted_in(found: re.Match[str]) -> str:
    """Return a tag with an id that the page has not, a deeper heading level, and a link that opens in a new tab."""
    tag = HEADING.sub(lambda one: f"{one[1]}{min(6, int(one[2]) + DEEPER)}", found[0])
    tag = IDS.sub(lambda one: f'{one[1]}="{" ".join(PREFIX + name for name in one[2].split())}"', tag)
    return LINK.sub(lambda one: f'href="#{PREFIX}' if one[1] else 'target="_blank" href="', tag)

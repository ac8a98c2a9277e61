"""What the tests of the pages ask of a page."""

import re

from django.contrib.auth.models import AnonymousUser

ANYONE = AnonymousUser()


def text_of(page: str) -> str:
    """Return what a reader reads of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def in_order(texts: list[str], text: str) -> bool:
    """Return whether a text has these texts one after another."""
    squeezed, start = " ".join(text.split()), 0
    for one in texts:
        start = squeezed.find(one, start)
        if start < 0:
            return False
        start += len(one)
    return True

"""What the tests of the pages ask of a page."""

import re

from django.contrib.auth.models import AnonymousUser

ANYONE = AnonymousUser()


def text_of(page: str) -> str:
    """Return what a reader reads of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())

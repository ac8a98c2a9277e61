"""Which review, and what in it, a report is about: readers type a reference or paste the address of a page."""

import re
from urllib.parse import urlsplit

from django.db.models import Q

from .models import Review

REFERENCE = re.compile(r"\bR\d{4,}(?:-\d+)?(?![\w-])", re.IGNORECASE)
ADDRESS = re.compile(r"/reviews/([-\w]+)")


def reference_in(about: str) -> str:
    """Return the first reference of a review or statement in what was typed, such as "R0003-14", or ""."""
    found = REFERENCE.search(about)
    return found[0].upper() if found else ""


def review_reported(about: str) -> Review | None:
    """Return the review that was meant, whatever its status; None if it cannot be told.

    The sender is not told whether it was found.
    """
    if reference := reference_in(about):
        return Review.objects.filter(code=reference.partition("-")[0]).first()
    if found := ADDRESS.search(urlsplit_or_nothing(about)):
        return Review.objects.filter(Q(slug=found[1]) | Q(old_addresses__slug=found[1])).first()
    return None


def urlsplit_or_nothing(address: str) -> str:
    """Return the path of an address, or "" if it is none."""
    try:
        return urlsplit(address.strip()).path
    except ValueError:
        return ""

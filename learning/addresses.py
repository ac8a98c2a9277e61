"""Addresses of records and files, each looked up once: a list shows hundreds."""

from functools import lru_cache

from django.templatetags.static import static
from django.urls import reverse


@lru_cache(maxsize=50_000)
def address_of(page: str, key: str = "") -> str:
    """Return the address of a page by its name, with the slug or reference of what it shows."""
    return reverse(page, args=[key] if key else [])


@lru_cache
def asset_of(file: str) -> str:
    """Return the address of a file of `static/`, with its hash where the files were collected."""
    return static(file)

"""Cached URLs of pages and static files, and validation of links to other sites."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Q
from django.templatetags.static import static
from django.urls import reverse

of_the_web = URLValidator(
    schemes=["http", "https"], message="Enter a full address that begins with https:// or http://."
)
MAIL = "mailto:"


@lru_cache(maxsize=50_000)
def address_of(page: str, *keys: str) -> str:
    """Return the URL of a page by the name of its URL pattern, with the slugs or references in it."""
    return reverse(page, args=keys)


@lru_cache
def asset_of(file: str) -> str:
    """Return the URL of a static file, with its hash if the static files were collected."""
    return static(file)


@lru_cache(maxsize=10_000)
def web_link(address: str) -> str:
    """Return the URL to link for a web or email address, or "" for anything else, which is shown without a link.

    An address that begins with "www.", as documents print it, gets "https://". An email address begins with "mailto:".
    """
    url = f"https://{address}" if address[:4].lower() == "www." else address
    try:
        if url[:7].lower() == MAIL:
            validate_email(url[7:])
        else:
            of_the_web(url)
    except ValidationError:
        return ""
    return url


def is_of_the_web(field: str, *more: str) -> Q:
    """Return the condition that a field begins with http://, https:// or another of these prefixes."""
    condition = Q(**{f"{field}__istartswith": "http://"})
    for beginning in ("https://", *more):
        condition |= Q(**{f"{field}__istartswith": beginning})
    return condition

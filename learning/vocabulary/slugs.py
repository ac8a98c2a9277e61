"""Slugs that the portal gives to new records."""

from typing import Any

from django.utils.text import slugify

from learning.models import OldSlug

LONGEST = 100  # characters, so that a number fits behind it


def free_slug(model: type[Any], name: str) -> str:
    """Return a slug made from a name, which no record of a model has or had."""
    kind = str(model._meta.model_name)
    base = slugify(name)[:LONGEST].strip("-") or kind
    slug, number = base, 1
    while model._base_manager.filter(slug=slug).exists() or OldSlug.objects.filter(kind=kind, slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug

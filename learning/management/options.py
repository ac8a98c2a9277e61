"""Options that commands share: the person who runs one, and the partnership that it is for."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import CommandError

from learning.models import Partnership


def importer(email: str | None) -> Any:
    """Return the active user with this email address. Raises CommandError if there is none, or no address is given."""
    if not email:
        raise CommandError(
            "Enter the email address of the person importing the files (--by EMAIL), or preview with --dry-run."
        )
    by = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    if by is None:
        raise CommandError(f"There is no active account for {email}.")
    return by


def partnership_at(slug: str | None) -> Partnership | None:
    """Return the partnership with this slug; None without one. Raises CommandError if there is none."""
    found = Partnership.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise CommandError(f"There is no partnership “{slug}”. Use its slug, as in its address.")
    return found

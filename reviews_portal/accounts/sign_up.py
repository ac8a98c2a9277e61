"""Who may register: people with an address at an approved domain, and people who were invited."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from .models import ApprovedDomain

# Functions that return whether an address was invited. Other apps add theirs in `ready()`.
INVITATIONS: list[Callable[[str], bool]] = []


def may_sign_up(email: str) -> bool:
    """Return whether an account may be created for this address."""
    return ApprovedDomain.objects.admits(email) or any(is_invited(email) for is_invited in INVITATIONS)


def is_closed(email: str) -> bool:
    """Return whether an administrator closed an account of this mailbox; "name+work@" and "name@" are one mailbox."""
    closed = get_user_model().objects.filter(is_active=False).values_list("email", flat=True)
    return mailbox(email) in map(mailbox, closed)


def mailbox(email: str) -> str:
    """Return an address in lower case, without a "+tag" after the name."""
    name, _, domain = email.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def check_letters(email: str) -> None:
    """Raise ValidationError for an address with other than ASCII letters, which could imitate another address."""
    if not email.isascii():
        raise ValidationError("Enter an email address that uses plain letters, without accents.")


def check_may_sign_up(email: str) -> None:
    """Raise ValidationError, with what to do instead, unless an account may be created for this address.

    A person who guesses a whole address learns from the error whether it was invited in the last 30 days or belongs to
    a closed account; allauth limits the number of attempts. That is the lesser harm. If all addresses were answered
    alike, people who mistyped their address or used a private one would wait for an email that never comes, and
    anybody could make the portal send email to strangers.
    """
    if not may_sign_up(email) or is_closed(email):
        raise ValidationError(
            "You cannot use this email address."
            " Enter your work email address, or ask your safeguarding partnership to invite you."
        )

"""Who may sign up: who has an address at an approved domain, or was invited."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from .models import ApprovedDomain

# Each says whether somebody invited this address. Other apps add theirs when they are ready.
INVITATIONS: list[Callable[[str], bool]] = []


def may_sign_up(email: str) -> bool:
    """Return whether an account may be made for this address."""
    return ApprovedDomain.objects.admits(email) or any(is_invited(email) for is_invited in INVITATIONS)


def is_closed(email: str) -> bool:
    """Return whether an administrator closed an account of this mailbox: "name+work@" is that of "name@"."""
    closed = get_user_model().objects.filter(is_active=False).values_list("email", flat=True)
    return mailbox(email) in map(mailbox, closed)


def mailbox(email: str) -> str:
    """Return an address without what may be added to its name."""
    name, _, domain = email.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def check_letters(email: str) -> None:
    """Raise ValidationError for an address with letters that look like others, and could be taken for another's."""
    if not email.isascii():
        raise ValidationError("Type the address with plain letters, without accents.")


def check_may_sign_up(email: str) -> None:
    """Raise ValidationError, with what to do instead, unless an account may be made for this address.

    Who guesses a whole address learns from the answer whether it was invited in the last 30 days, or belongs to a
    closed account; allauth limits how often one may try. That is the lesser harm: were all answered alike, who
    mistyped their address or took their private one would wait for an e-mail that does not help them or never comes,
    and anybody could have the portal write to strangers.
    """
    if not may_sign_up(email) or is_closed(email):
        raise ValidationError(
            f"Nobody signs up by themselves with an address at {email.rpartition('@')[2]}."
            " Use your work address, or ask your safeguarding partnership to invite you."
        )

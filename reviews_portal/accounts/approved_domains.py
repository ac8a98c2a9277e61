"""Practitioners by email domain: people who registered themselves, for as long as their domain is approved."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.dispatch import Signal
from django.utils import timezone

from reviews_portal.groups import PRACTITIONERS

from .models import ApprovedDomain, User

address_proved = Signal()  # sent with `user`; other apps then give the roles that wait for this address


def confirmed(user: User) -> None:
    """Record that a user has just confirmed their address, and update what it gives them."""
    user.confirmed_at = timezone.now()
    user.save(update_fields=["confirmed_at"])
    settle([user])
    address_proved.send(sender=User, user=user)


def vouched(user: User) -> None:
    """Mark the address of an account as confirmed, because the person who created the account vouches for it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    confirmed(user)


def settle(users: list[User] | None = None) -> None:
    """Add users to the practitioners, or remove them, by the current list of domains: these users, or all.

    Practitioners that an administrator added by hand are not changed.
    """
    if users is None:
        users = list(get_user_model().objects.filter(by_domain=True))
    practitioners = Group.objects.get(name=PRACTITIONERS)
    for user in users:
        if user.by_domain and user.confirmed_at:
            change = user.groups.add if ApprovedDomain.objects.admits(user.email) else user.groups.remove
            change(practitioners)

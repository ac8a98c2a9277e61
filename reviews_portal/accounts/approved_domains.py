"""Who is a practitioner by their e-mail address: those who signed up themselves, while their domain is approved."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.dispatch import Signal
from django.utils import timezone

from reviews_portal.groups import PRACTITIONERS

from .models import ApprovedDomain, User

address_proved = Signal()  # with `user`: other apps give what waits for this address


def confirmed(user: User) -> None:
    """Write down that a person has just proved to read their address, and settle what it gives them."""
    user.confirmed_at = timezone.now()
    user.save(update_fields=["confirmed_at"])
    settle([user])
    address_proved.send(sender=User, user=user)


def vouched(user: User) -> None:
    """Take the address of an account as confirmed, because whoever made the account vouches for it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    confirmed(user)


def settle(users: list[User] | None = None) -> None:
    """Give or take the sight of a practitioner by the present list of domains: for these people, or for everybody.

    Whom an administrator made a practitioner by hand is left alone.
    """
    if users is None:
        users = list(get_user_model().objects.filter(by_domain=True))
    practitioners = Group.objects.get(name=PRACTITIONERS)
    for user in users:
        if user.by_domain and user.confirmed_at:
            change = user.groups.add if ApprovedDomain.objects.admits(user.email) else user.groups.remove
            change(practitioners)

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save


class AccountsConfig(AppConfig):
    name = "reviews_portal.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Connect the signals for confirmed addresses, replaced passwords and changes of the approved domains."""
        from allauth.account.signals import email_confirmed, user_signed_up

        from . import approved_domains, sessions  # noqa: F401
        from .models import ApprovedDomain, User
        from .passwords import keep_earlier

        email_confirmed.connect(address_confirmed)
        user_signed_up.connect(signed_up)
        pre_save.connect(keep_earlier, sender=User)
        for signal in (post_save, post_delete):
            signal.connect(domains_changed, sender=ApprovedDomain)


def address_confirmed(sender, email_address, **kwargs) -> None:
    from .approved_domains import confirmed

    confirmed(email_address.user)


def signed_up(sender, user, **kwargs) -> None:
    """Mark a new user as confirmed if single sign-on has verified their address."""
    if user.emailaddress_set.filter(verified=True).exists():
        from .approved_domains import confirmed

        confirmed(user)


def domains_changed(sender, **kwargs) -> None:
    from .approved_domains import settle

    settle()

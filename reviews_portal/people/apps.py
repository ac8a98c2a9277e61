from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "reviews_portal.people"
    label = "people"
    verbose_name = "invitations"

    def ready(self) -> None:
        """Let those sign up who were invited, and give them their place when their address is confirmed."""
        from reviews_portal.accounts.approved_domains import address_proved
        from reviews_portal.accounts.sign_up import INVITATIONS

        from . import actions

        INVITATIONS.append(actions.is_invited)
        address_proved.connect(actions.take_places)

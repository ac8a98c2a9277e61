from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "reviews_portal.people"
    label = "people"
    verbose_name = "Invitations"

    def ready(self) -> None:
        """Let people with an invitation register, and give them their role when their address is confirmed.

        Raises LookupError or FieldDoesNotExist if a model or column that `own_data` names as text was renamed.
        """
        from learning.utils.model_names import check_names
        from reviews_portal.accounts.approved_domains import address_proved
        from reviews_portal.accounts.sign_up import INVITATIONS

        from . import actions, own_data

        check_names(own_data.OWN_WORDS | own_data.NOT_TOLD)
        INVITATIONS.append(actions.is_invited)
        address_proved.connect(actions.take_places)

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "reviews_portal"

    def ready(self) -> None:
        """Register the checks of what the environment says, and keep the groups filled."""
        from . import checks  # noqa: F401
        from .roles import fill_groups

        post_migrate.connect(fill_groups)

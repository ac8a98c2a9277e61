from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "reviews_portal.admin_site.PortalAdminSite"


class PortalConfig(AppConfig):
    name = "reviews_portal"
    default = True

    def ready(self) -> None:
        """Register the checks of what the environment says, keep the groups filled, notice what readers see change."""
        from . import checks, repeats  # noqa: F401
        from .roles import fill_groups

        post_migrate.connect(fill_groups)
        repeats.watch()

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.core.management import call_command
from django.db.models.signals import post_migrate

# What the apps of others are called in the admin, by their labels.
NAMES = {"auth": "Groups", "django_tasks_database": "Background tasks", "mfa": "Two-step verification"}


def make_cache_table(using: str, **kwargs) -> None:
    """Create the table of the shared cache if it does not exist."""
    call_command("createcachetable", database=using, verbosity=0)


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "reviews_portal.admin_site.PortalAdminSite"


class PortalConfig(AppConfig):
    name = "reviews_portal"
    default = True

    def ready(self) -> None:
        """Register system checks, connect the page cache, and create groups and cache table after each migrate.

        Name the apps of others in the words of the portal.
        """
        from learning.signals import report_received
        from recommendations.reminders import REMINDERS

        from . import checks, page_cache  # noqa: F401
        from .groups import fill_groups
        from .hiding.reminders import remind_of_decisions
        from .hiding.reports import alert

        report_received.connect(alert)
        REMINDERS.append(remind_of_decisions)
        post_migrate.connect(fill_groups)
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("accounts"))  # once
        page_cache.watch()
        for label, name in NAMES.items():
            apps.get_app_config(label).verbose_name = name

from allauth.mfa.apps import MFAConfig
from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.contrib.auth.apps import AuthConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django_tasks_db.apps import TasksAppConfig


def make_cache_table(using: str, **kwargs) -> None:
    """Create the table of the shared cache if it does not exist."""
    call_command("createcachetable", database=using, verbosity=0)


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "reviews_portal.admin_site.PortalAdminSite"


class GroupsConfig(AuthConfig):
    """Django's users and groups; in the admin only its groups are shown."""

    default = False
    verbose_name = "groups"


class TwoStepConfig(MFAConfig):
    default = False
    verbose_name = "two-step verification"


class BackgroundTasksConfig(TasksAppConfig):
    default = False
    verbose_name = "background tasks"


class PortalConfig(AppConfig):
    name = "reviews_portal"
    default = True

    def ready(self) -> None:
        """Register system checks, connect the page cache, and create groups and cache table after each migrate."""
        from . import checks, page_cache  # noqa: F401
        from .groups import fill_groups

        post_migrate.connect(fill_groups)
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("accounts"))  # once
        page_cache.watch()

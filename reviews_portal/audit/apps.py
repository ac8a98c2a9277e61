from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "reviews_portal.audit"
    label = "audit"
    verbose_name = "audit log"

    def ready(self) -> None:
        """Record what others announce by signals, and let the database refuse changes of the log."""
        from . import listeners
        from .triggers import install_triggers

        listeners.connect()
        post_migrate.connect(install_triggers, sender=self)

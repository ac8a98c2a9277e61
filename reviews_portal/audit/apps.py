from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "reviews_portal.audit"
    label = "audit"
    verbose_name = "Audit log"

    def ready(self) -> None:
        """Connect the signals that are recorded, and the triggers that protect the log."""
        from . import listeners
        from .triggers import install_triggers

        listeners.connect()
        post_migrate.connect(install_triggers, sender=self)

from django.apps import AppConfig


class RedactionConfig(AppConfig):
    name = "reviews_portal.redaction"
    label = "redaction"

    def ready(self) -> None:
        """Let what was redacted not come in again with what is saved."""
        from . import guard

        guard.watch()

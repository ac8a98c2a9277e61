from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "reviews_portal.outbox"
    label = "outbox"
    verbose_name = "Emails"

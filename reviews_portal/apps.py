from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "reviews_portal"

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "reviews_portal.briefings"
    label = "briefings"

from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    name = "reviews_portal.interchange"
    label = "interchange"
    verbose_name = "Reviews from other portals"

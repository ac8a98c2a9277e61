from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "reviews_portal.imports"
    label = "imports"
    verbose_name = "Imports"

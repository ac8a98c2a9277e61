from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "reviews_portal.editing"
    label = "editing"
    verbose_name = "Working copies"

    def ready(self) -> None:
        """Clean the texts of rows, as those of the records that they become."""
        from learning import text_cleaning

        from .models import Row

        text_cleaning.watch([Row])

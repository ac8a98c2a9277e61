from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "reviews_portal.publication"
    label = "publication"
    verbose_name = "Decisions to publish"

    def ready(self) -> None:
        """Clean what people type into decisions, and keep reviews that have a confirmed one."""
        from learning import actions, text_cleaning

        from .models import has_confirmed_decision

        text_cleaning.watch(text_cleaning.models_of(self))
        actions.KEEPING.append(has_confirmed_decision)

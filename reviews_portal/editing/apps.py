from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "reviews_portal.editing"
    label = "editing"
    verbose_name = "Working copies"

    def ready(self) -> None:
        """Register hooks that clean the text of rows, and publish a working copy when a decision is confirmed."""
        from learning import text_cleaning
        from learning.vocabulary import agency_links
        from reviews_portal.publication import actions, rules

        from .actions.publishing import publish
        from .models import Row

        text_cleaning.watch([Row])
        agency_links.MORE_LINKS.append(("editing.Row", "agencies", "copy__review"))
        actions.BEFORE_SENDING.append(publish.check_ready)
        actions.BEFORE_PUBLISHING.append(publish.write_before_publication)
        rules.SHOWN.append(publish.state_of)

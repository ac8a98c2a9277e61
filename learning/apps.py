from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save


class LearningConfig(AppConfig):
    name = "learning"

    def ready(self) -> None:
        """Connect the signals of the catalogue, and register its models for search."""
        from . import hidden, published_changes, text_cleaning
        from .models import DocumentFile, GoodPractice, LearningItem, LearningPoint, ReflectiveQuestion
        from .originals import actions as originals
        from .search import engine, index, sources
        from .signals import give_themes_to_review, tag_what_stands

        m2m_changed.connect(give_themes_to_review, sender=LearningItem.themes.through)
        m2m_changed.connect(tag_what_stands)
        post_delete.connect(originals.released, sender=DocumentFile)
        for sender in (LearningItem, LearningPoint, GoodPractice, ReflectiveQuestion):
            post_save.connect(hidden.hide_below, sender=sender)
        sources.register_all()
        published_changes.watch()
        text_cleaning.watch(text_cleaning.models_of(self))
        post_migrate.connect(engine.install, sender=self)
        post_migrate.connect(index.rebuild_if_outdated, sender=self)

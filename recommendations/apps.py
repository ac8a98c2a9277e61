from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_migrate, pre_migrate


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        """Register the app's records for sight and search, connect its signals, and install its triggers."""
        from learning import actions, merging, published_texts, sight, text_cleaning
        from learning.models import source_document
        from learning.published_changes import Words, watch_words
        from learning.signals import give_themes_to_review
        from learning.vocabulary import agency_links

        from . import search
        from .merging import check_recommendations_in_common
        from .models import Recommendation, RecommendationPart
        from .part_rules import check_recommendations_say_something
        from .plans.search import register_actions
        from .published_versions import texts_of_responses
        from .signals import give_agencies_to_recommendation, remove_wordings_of
        from .triggers.immutability import drop_workflow_triggers, install_triggers

        sight.AGENCY_LINKS += [
            ("recommendations.Recommendation", "agencies", "review"),
            ("recommendations.RecommendationPart", "agencies", "recommendation__review"),
            ("recommendations.Response", "agency", "recommendation__review"),
            ("recommendations.Response", "agency__merged_into", "recommendation__review"),
        ]
        agency_links.MORE_LINKS.append(
            ("recommendations.ResponseRequest", "agency", "recommendation__review"),
        )
        published_texts.PUBLISHED_TEXTS.append(texts_of_responses)
        source_document.STAYING += ["quotedactions", "passages", "response_versions"]
        merging.STAYING |= {"recommendations.Response", "recommendations.ResponseRequest"}
        merging.CHECKS.append(check_recommendations_in_common)
        search.register_all()
        register_actions()
        text_cleaning.watch(text_cleaning.models_of(self))
        watch_words(Recommendation, Words(["stem", "tail"], reference="reference"))
        watch_words(
            RecommendationPart,
            Words(["text"], review="recommendation__review", reference="recommendation__reference"),
        )
        actions.NEEDED.append(check_recommendations_say_something)
        m2m_changed.connect(give_themes_to_review, sender=Recommendation.themes.through)
        for relation in (RecommendationPart.agencies, RecommendationPart.agency_kinds):
            m2m_changed.connect(give_agencies_to_recommendation, sender=relation.through)
        post_delete.connect(remove_wordings_of, sender=RecommendationPart)
        pre_migrate.connect(drop_workflow_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)

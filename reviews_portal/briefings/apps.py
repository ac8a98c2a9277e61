from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "reviews_portal.briefings"
    label = "briefings"

    def ready(self) -> None:
        """Connect the signals that delete the versions of a deleted briefing, and clean partnerships' summaries."""
        from django.db.models.signals import post_delete, pre_delete

        from learning import text_cleaning

        from .models import Briefing, PartnershipSummary

        text_cleaning.watch([PartnershipSummary])
        pre_delete.connect(remember_versions, sender=Briefing)
        post_delete.connect(forget_words, sender=Briefing)


def remember_versions(sender, instance, **kwargs) -> None:
    """Store on the instance which versions the briefing has and had, before its relations are deleted."""
    instance.versions = [instance.edition_id, *instance.earlier.values_list("pk", flat=True)]


def forget_words(sender, instance, **kwargs) -> None:
    """Delete the versions of a deleted briefing that no other briefing uses, with the words that its trainer wrote."""
    from .models import Edition

    Edition.objects.filter(pk__in=instance.versions, briefings=None, earlier_of=None).delete()

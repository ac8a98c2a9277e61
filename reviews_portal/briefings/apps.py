from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "reviews_portal.briefings"
    label = "briefings"

    def ready(self) -> None:
        """Notice when a trainer's briefing is removed."""
        from django.db.models.signals import post_delete

        from .models import Briefing

        post_delete.connect(forget_words, sender=Briefing)


def forget_words(sender, instance, **kwargs) -> None:
    """Remove the version of a briefing that was removed, with what its trainer wrote, if no other briefing has it."""
    from .models import Edition

    Edition.objects.filter(pk=instance.edition_id, briefings=None).delete()

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "reviews_portal.briefings"
    label = "briefings"

    def ready(self) -> None:
        """Notice when a trainer's briefing is removed."""
        from django.db.models.signals import post_delete, pre_delete

        from .models import Briefing

        pre_delete.connect(remember_versions, sender=Briefing)
        post_delete.connect(forget_words, sender=Briefing)


def remember_versions(sender, instance, **kwargs) -> None:
    """Note which versions a briefing has and had, as long as that is known."""
    instance.versions = [instance.edition_id, *instance.earlier.values_list("pk", flat=True)]


def forget_words(sender, instance, **kwargs) -> None:
    """Remove the versions of a briefing that was removed, with what its trainer wrote, if no other has or had them."""
    from .models import Edition

    Edition.objects.filter(pk__in=instance.versions, briefings=None, earlier_of=None).delete()

"""A passage of a document that speaks for several agencies, or answers several recommendations: a joint response."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from learning.addresses import address_of
from learning.models import SourceDocument
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule
from learning.utils.fields import LanguageField


class PassageQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "PassageQuerySet":
        """Return the passages of reviews that this user may see which a published version refers to."""
        versions = apps.get_model("recommendations.ResponseVersion").objects
        published = versions.published().filter(passage=OuterRef("pk"))
        return self.filter(Exists(published), review_rule(user, "document__review__"))


class PassageManager(models.Manager.from_queryset(PassageQuerySet)):
    def get_by_natural_key(self, document: str, number: int) -> "Passage":
        return self.get(document__slug=document, number=number)


class Passage(models.Model):
    """Quoted words that are held once, although several versions of responses say them.

    Each version is the response of one agency to one recommendation. A passage never changes, like the versions that
    refer to it: a trigger in the database refuses it.
    """

    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="passages")
    number = models.PositiveSmallIntegerField(help_text="It identifies the passage in its document.")
    place = models.CharField(max_length=60, blank=True, help_text="Where it is in the document, such as “page 12”.")
    text = models.TextField(help_text="Separate paragraphs with an empty line.")
    language = LanguageField(help_text="Leave empty if it is the language of the document.")

    objects = PassageManager()

    pairs: list[Any]  # the current versions that refer to it, in order; set by with_pairs()

    class Meta:
        verbose_name = "joint response"
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="passage_number_once"),
            models.CheckConstraint(name="passage_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"Joint response {self.number} in “{self.document}”"

    def get_absolute_url(self) -> str:
        """Return the address of its page in the workspace. Readers find it on the pages of the recommendations."""
        return address_of("joint_response", str(self.pk))

    def natural_key(self) -> tuple[str, int]:
        return (self.document.slug, self.number)

    natural_key.dependencies = ["learning.sourcedocument"]  # type: ignore[attr-defined]

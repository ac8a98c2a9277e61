"""Abbreviations used in the field, and the documents that use them."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning import sight
from learning.addresses import address_of
from learning.querysets import IndexedQuerySet

from .unique_errors import UniqueErrorsMixin


class GlossaryTermQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "GlossaryTermQuerySet":
        """Return the terms used in a document that this user may read, and the terms that only the portal adds."""
        if sight.sight_of(user).everything:
            return self.all()
        return self.filter(sight.linked_to_visible_review(user, sight.GLOSSARY_LINKS) | Q(is_ours=True))


class GlossaryTermManager(models.Manager.from_queryset(GlossaryTermQuerySet)):
    def get_by_natural_key(self, slug: str) -> "GlossaryTerm":
        return self.get(slug=slug)


class GlossaryTerm(UniqueErrorsMixin):
    """An abbreviation or term. An abbreviation with two meanings has two terms."""

    abbreviation = models.CharField(max_length=40)
    slug = models.SlugField(max_length=60, unique=True)
    expansion = models.CharField(max_length=200, blank=True)
    expansion_is_ours = models.BooleanField(
        default=False, help_text="Select this if no document here spells out the abbreviation."
    )
    explanation = models.TextField(blank=True, help_text="Our own explanation in plain English.")
    is_ours = models.BooleanField(
        "added by us, visible to everyone",
        default=False,
        help_text="Select this for a term that is in no document and that everyone may see.",
    )
    history = HistoricalRecords()

    objects = GlossaryTermManager()

    class Meta:
        ordering = ["abbreviation", "slug"]
        constraints = [
            models.CheckConstraint(
                name="glossary_ours_has_expansion",
                condition=~Q(expansion="", expansion_is_ours=True),
                violation_error_message="Enter the expansion, because it is marked as ours.",
            )
        ]

    def __str__(self) -> str:
        return self.abbreviation

    def get_absolute_url(self) -> str:
        return f"{address_of('glossary')}#{self.slug}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

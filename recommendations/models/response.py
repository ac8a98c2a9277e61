"""Responses of agencies to recommendations. What they say is in their versions."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects

from learning.models import Agency
from learning.models.named_agency import check_link
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule

from .recommendation import Recommendation, with_parents
from .response_step import StepAction
from .response_version import LANGUAGE, WORDS, ResponseVersion, with_pairs


class ResponseQuerySet(IndexedQuerySet):
    def published(self) -> "ResponseQuerySet":
        """Return the responses with a published version."""
        return self.filter(Exists(ResponseVersion.objects.published().filter(response=OuterRef("pk"))))

    def visible_to(self, user) -> "ResponseQuerySet":
        """Return the published responses to recommendations that this user may see."""
        return self.published().filter(review_rule(user, "recommendation__review__"))

    def with_current_text(self) -> "ResponseQuerySet":
        """Add `current_text` and `current_passage`, the words and passage of the newest published version, and
        `current_language`.
        """
        newest = ResponseVersion.objects.published().filter(response=OuterRef("pk")).order_by("-number")
        return self.annotate(
            current_text=Subquery(newest.values(words=WORDS)[:1]),
            current_passage=Subquery(newest.values("passage")[:1]),
            current_language=Subquery(newest.values(its_language=LANGUAGE)[:1]),
        )

    def fetch_current(self) -> "list[Response]":
        """Return the responses with a published version, each with its published versions, newest first.

        Their parts and documents, judgements and number of publications are fetched with them, and what else a joint
        response answers.
        """
        publishing = Q(versions__steps__action=StepAction.PUBLISHED)
        counted = self.annotate(edition_count=Count("versions", filter=publishing, distinct=True))
        found: list[Any] = list(counted.select_related("agency__kind"))
        if found:
            versions = ResponseVersion.objects.published().order_by("-number").with_words()
            published = Prefetch("versions", versions.prefetch_related(with_parents()), to_attr="published_versions")
            judged = apps.get_model("recommendations.Assurance").objects.standing()
            judged = judged.select_related("partnership", "version")
            prefetch_related_objects(found, published, Prefetch("assurances", judged))
        answered = [response for response in found if response.current]
        with_pairs(response.current.passage for response in answered if response.current)
        return answered


class ResponseManager(models.Manager.from_queryset(ResponseQuerySet)):
    def get_by_natural_key(self, reference: str, agency: str) -> "Response":
        return self.get(recommendation__reference=reference, agency__slug=agency)


class Response(models.Model):
    """An agency's response to a recommendation. Its content is in its versions."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="responses")
    named_as = models.CharField(max_length=200, blank=True, help_text="The agency’s name as printed in the document.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its position among the responses.")

    objects = ResponseManager()
    published_versions: "list[ResponseVersion]"  # set by fetch_current()
    edition_count: int  # set by fetch_current(): the number of versions ever published, including withdrawn ones
    current_text: str  # these three are set by with_current_text()
    current_passage: int | None
    current_language: str
    pairs: "list[ResponseVersion]"  # set by its source in search: all versions of its passage
    judgements: list  # one for each partnership; set by the page of its recommendation

    class Meta:
        ordering = ["recommendation", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "agency"], name="response_once_a_body")]

    def __str__(self) -> str:
        return f"{self.agency}: response to {self.recommendation.reference}"

    def natural_key(self) -> tuple[str, str]:
        return (self.recommendation.reference, self.agency.slug)

    natural_key.dependencies = ["recommendations.recommendation", "learning.agency"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Raise ValidationError if the agency may not be named in the review, or the printed name identifies it."""
        if self.recommendation_id and self.agency_id:
            check_link(self.recommendation.review, self.agency, self.named_as)

    @property
    def current(self) -> "ResponseVersion | None":
        """The newest published version. Needs `fetch_current()`."""
        return self.published_versions[0] if self.published_versions else None

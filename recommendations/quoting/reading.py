"""The recorded responses to a review's recommendations, and the agencies without one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from learning.models import Agency, Review
from recommendations.models import Recommendation, ResponseStep, ResponseVersion, StepAction
from recommendations.models.recommendation import with_parents


@dataclass
class Held:
    """A published response, and whether it is a quotation that an editor may correct here."""

    version: ResponseVersion
    is_quotation: bool


@dataclass
class Answered:
    """A recommendation with the responses that are held, and the agencies that it names without one."""

    recommendation: Recommendation
    held: list[Held] = field(default_factory=list)
    missing: list[Agency] = field(default_factory=list)


def answered_in(review: Review) -> list[Answered]:
    """Return the recommendations of a review in document order, each with what is held and what is missing."""
    recommendations = review.recommendations.order_by("document__position", "position").prefetch_related("agencies")
    found = {one.pk: Answered(one) for one in recommendations}
    for version in current_versions(review):
        is_quotation = not (version.is_typed or getattr(version, "was_submitted", False))
        found[version.response.recommendation_id].held.append(Held(version, is_quotation))
    for one in found.values():
        answering = {held.version.response.agency.stands_as for held in one.held}
        named = sorted(one.recommendation.agencies.all(), key=lambda agency: agency.name)
        one.missing = [agency for agency in named if agency.stands_as not in answering]
    return list(found.values())


def current_versions(review: Review) -> Iterable[ResponseVersion]:
    """Return the published versions of a review's responses in order, each with `was_submitted`."""
    submitted = ResponseStep.objects.filter(version=OuterRef("pk"), action=StepAction.SUBMITTED)
    versions = ResponseVersion.objects.current().filter(response__recommendation__review=review)
    return (
        versions.with_words()
        .annotate(was_submitted=Exists(submitted))
        .select_related("response__agency__stands_for", "document", "passage__document")
        .prefetch_related(with_parents())
        .order_by("response__recommendation", "response__position", "response__pk")
    )

"""Export the published responses to the recommendations of a review."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from learning.models import Review
from recommendations.models import Passage, Response, ResponseVersion
from reviews_portal.interchange.schema import responses as schema

from .values import columns_of
from .words import UsedWords

ELSEWHERE = (
    "The response of “{agency}” to {reference} quotes a document of another review. Move the document or the "
    "recommendation back before you export this review."
)


def responses_of(review: Review, words: UsedWords) -> dict[int, list[schema.Response]]:
    """Return the responses to the recommendations of a review that have a published version, by recommendation.

    Raises ValidationError for one that quotes a document of another review.
    """
    versions = ResponseVersion.objects.published().with_words().order_by("number")
    versions = versions.prefetch_related("parts", "steps")
    found: dict[int, list[schema.Response]] = {}
    responses = Response.objects.filter(recommendation__review=review, versions__in=versions).distinct()
    responses = responses.select_related("recommendation", "agency__kind", "agency__merged_into__kind")
    for response in responses.prefetch_related(Prefetch("versions", versions)).order_by("position", "pk"):
        held: Any = response.versions.all()
        for version in held:
            if version.source and version.source.review_id != review.pk:
                raise ValidationError(
                    ELSEWHERE.format(agency=response.agency, reference=response.recommendation.reference)
                )
        entry = schema.Response(
            **columns_of(response, schema.Response),
            agency=words.slug(response.agency),
            versions=[version_entry(one, is_generic=response.agency.stands_for_id is not None) for one in held],
        )
        found.setdefault(response.recommendation_id, []).append(entry)
    return found


def version_entry(version: ResponseVersion, *, is_generic: bool) -> schema.Version:
    """Return the entry of a version. Roles are left out if they could name the agency behind a generic name."""
    values = columns_of(version, schema.Version)
    if passage := version.passage:
        values["passage"] = schema.PassageKey(document=passage.document.slug, number=passage.number)
    elif source := version.source:
        values["document"] = source.slug
    steps = [
        schema.Step(**columns_of(step, schema.Step) | ({"acted_as": ""} if is_generic else {}))
        for step in sorted(version.steps.all(), key=lambda step: (step.at, step.pk))
    ]
    return schema.Version(**values, parts=sorted(part.position for part in version.parts.all()), steps=steps)


def passages_of(review: Review, responses: Iterable[list[schema.Response]]) -> list[schema.Passage]:
    """Return the passages that these responses refer to, in the order of the documents."""
    used = {
        (version.passage.document, version.passage.number)
        for some in responses
        for response in some
        for version in response.versions
        if version.passage
    }
    passages = Passage.objects.filter(document__review=review).select_related("document")
    return [
        schema.Passage(**columns_of(one, schema.Passage), document=one.document.slug)
        for one in passages.order_by("document__position", "number")
        if (one.document.slug, one.number) in used
    ]

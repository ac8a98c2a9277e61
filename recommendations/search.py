"""The search sources of this app: recommendations, and the published responses to them."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.text import Truncator

from learning.models import Agency, Partnership, Review, SourceDocument, Status, Theme
from learning.search.catalogue_entries import linked, partnerships_of, published, statement_entry, statement_tags
from learning.search.entry import LAST_RANK, Entry, fields, place, review_tags
from learning.search.index import affect, register
from learning.search.registry import Shown, Source

from .line_parts import attach_parts, attach_response_counts
from .models import Recommendation, RecommendationPart, Response, ResponseStep, ResponseVersion
from .models.recommendation import PART_ORDER

KIND, RESPONSE = "recommendation", "response"
EXCERPT = 60  # words of a response in a list


def register_all() -> None:
    """Register the sources of this app for search."""
    register(
        Source(
            KIND,
            Recommendation,
            recommendation_entries,
            lambda keys, user: Recommendation.objects.visible_to(user).filter(pk__in=keys).with_line(),
            {KIND: "Recommendation"},
            order=20,
            attach=attach_parts,
            attach_on_page=attach_response_counts,
            affected_by={
                Review: "review",
                SourceDocument: "document",
                RecommendationPart: "parts",
                Response: "responses",
                ResponseVersion: "responses__versions",
                ResponseStep: "responses__versions__steps",
            },
            reindex_on_delete={Theme: "themes", Agency: "agencies", Partnership: "review__partnerships"},
        )
    )
    affect(
        "agency",
        {
            Recommendation: "recommendations",
            Response: "responses",
            ResponseVersion: "responses__versions",
            ResponseStep: "responses__versions__steps",
        },
    )
    register(
        Source(
            RESPONSE,
            Response,
            response_entries,
            lambda keys, user: (
                Response.objects.visible_to(user)
                .filter(pk__in=keys)
                .with_current_text()
                .select_related("agency", "recommendation__review", "recommendation__document")
            ),
            {RESPONSE: "Response"},
            order=30,
            shown=show_response,
            affected_by={
                ResponseVersion: "versions",
                ResponseStep: "versions__steps",
                Recommendation: "recommendation",
                Review: "recommendation__review",
                SourceDocument: "versions__document",
            },
            reindex_on_delete={Partnership: "recommendation__review__partnerships"},
        )
    )


def show_response(response: Response) -> Shown:
    """Return how lists show a response: with the beginning of its current version."""
    recommendation = response.recommendation
    return Shown(
        "Response",
        f"{response.agency} on recommendation {recommendation.number}",
        recommendation.get_absolute_url(),
        Truncator(response.current_text).words(EXCERPT),
        f"{recommendation.review.title} · {recommendation.reference}",
        is_quoted=True,
        review=recommendation.review,
        look="response",
    )


def recommendation_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each recommendation of a published review, with its parts and whether it has a response."""
    recommendations = list(published(Recommendation._base_manager, keys))
    partnerships = partnerships_of(one.review_id for one in recommendations)
    tags = statement_tags(Recommendation, keys)
    parts: dict[int, list[str]] = defaultdict(list)
    rows = RecommendationPart._base_manager.filter(recommendation__in=keys).order_by(*PART_ORDER)
    for recommendation, text in rows.values_list("recommendation_id", "text"):
        parts[recommendation].append(text)
    answered = set(
        Response.objects.published()
        .filter(recommendation__in=keys)
        .order_by()
        .values_list("recommendation_id", flat=True)
    )
    for one in recommendations:
        body = fields(one.stem, *parts[one.pk], one.tail, one.subheading)
        responses = "responses:held" if one.pk in answered else "responses:none"
        yield statement_entry(one, KIND, body, [*tags[one.pk], responses], partnerships)


def response_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each response with a published version, made from its current version."""
    versions = (
        ResponseVersion.objects.current()
        .filter(response__in=keys, response__recommendation__review__status=Status.PUBLISHED)
        .select_related("document", "response__agency", "response__recommendation__review")
    )
    current = list(versions)
    partnerships = partnerships_of(one.response.recommendation.review_id for one in current)
    through = Recommendation.themes.through
    themes = linked(through, "recommendation_id", "theme_id", {one.response.recommendation_id for one in current})
    for version in current:
        response = version.response
        review = response.recommendation.review
        dates = [version.document.published_on if version.document else None, review.published_on]
        yield Entry(
            record=response.pk,
            tags=(
                f"kind:{RESPONSE}",
                f"agency:{response.agency_id}",
                *(f"theme:{theme}" for theme in themes[response.recommendation_id]),
                *review_tags(review, dates, partnerships[review.pk]),
            ),
            place=place(LAST_RANK - 4, dates[0] or dates[1], review.code, 7, response.recommendation.number),
            body=fields(version.text, response.named_as),
        )

"""The search sources of this app: recommendations, and the published responses to them."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet
from django.utils.text import Truncator, get_text_list

from learning.models import Agency, Partnership, Review, ReviewKind, SourceDocument, Status, Theme
from learning.search.catalogue_entries import linked, published, related_to, statement_entry, statement_tags
from learning.search.entry import LAST_RANK, Entry, fields, place, review_tags
from learning.search.index import affect, follow, register
from learning.search.registry import Shown, Source
from learning.search.sources import OF_THE_REVIEW

from .grouped_responses import OneResponse, without_copies
from .line_parts import RESPONSE, attach_parts, attach_response_counts
from .models import Recommendation, RecommendationPart, Response, ResponseStep, ResponseVersion
from .models.recommendation import PART_ORDER
from .models.response import paragraphs_of

KIND = "recommendation"
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
            reindex_on_delete={Theme: "themes", Agency: "agencies", **OF_THE_REVIEW},
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
                .prefetch_related(Prefetch("recommendation__responses", answering(), to_attr="all_responses"))
            ),
            {RESPONSE: "Response"},
            order=30,
            shown=show_response,
            # A change of one response also changes which of the others repeat it.
            affected_by={
                Response: "recommendation__responses",
                ResponseVersion: "recommendation__responses__versions",
                ResponseStep: "recommendation__responses__versions__steps",
                Recommendation: "recommendation",
                Review: "recommendation__review",
                SourceDocument: "versions__document",
            },
            reindex_on_delete={
                Partnership: "recommendation__review__partnerships",
                ReviewKind: "recommendation__review__kinds",
            },
        )
    )
    follow(Response)


def answering() -> QuerySet:
    """Return the published responses with their agency and the text of their current version, in order."""
    return Response.objects.published().with_current_text().select_related("agency").order_by("position", "pk")


def show_response(response: Response) -> Shown:
    """Return how lists show a response: the agencies that give it, and the beginning of its text."""
    recommendation = response.recommendation
    given = [(one, paragraphs_of(one.current_text)) for one in recommendation.all_responses]
    # Where the index is a moment older than the records, it may no longer stand for one.
    alone = OneResponse(response, [response], [paragraphs_of(response.current_text)])
    shown = next((one for one in without_copies(given) if one.owner == response), alone)
    agencies = get_text_list(list(dict.fromkeys(giver.agency.name for giver in shown.givers)), "and")
    return Shown(
        "Response",
        f"{agencies} on {recommendation.label_in_sentence}",
        recommendation.get_absolute_url(),
        Truncator(shown.as_one_quotation).words(EXCERPT),
        f"{recommendation.review.title} · {recommendation.reference}",
        is_quoted=True,
        review=recommendation.review,
        look="response",
    )


def recommendation_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each recommendation of a published review, with its parts and whether it has a response."""
    recommendations = list(published(Recommendation._base_manager, keys))
    related = related_to(one.review_id for one in recommendations)
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
        body = fields(one.stem, *parts[one.pk], one.tail, one.subheading, one.label)
        responses = "responses:held" if one.pk in answered else "responses:none"
        yield statement_entry(one, KIND, body, [*tags[one.pk], responses, f"scope:{one.scope}"], related)


def response_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each response to a published review, made from the current versions.

    A response that several agencies give has one entry, that of its owner. `response-of:` is on the entry that stands
    for the response of an agency, `agency:` on every entry with words of that agency.
    """
    recommendations = Response._base_manager.filter(pk__in=keys).values("recommendation")
    versions = (
        ResponseVersion.objects.current()
        .filter(
            response__recommendation__in=recommendations, response__recommendation__review__status=Status.PUBLISHED
        )
        .select_related(
            "document",
            "response__agency",
            "response__recommendation__review",
            "response__recommendation__document",
        )
        .order_by("response__position", "response_id")
    )
    current: dict[int, list[ResponseVersion]] = defaultdict(list)
    for version in versions:
        current[version.response.recommendation_id].append(version)
    related = related_to(some[0].response.recommendation.review_id for some in current.values())
    themes = linked(Recommendation.themes.through, "recommendation_id", "theme_id", set(current))
    wanted = set(keys)
    for recommendation, some in current.items():
        shared = without_copies((version, version.paragraphs) for version in some)
        first = {giver.pk: one for one in reversed(shared) for giver in one.givers}
        stands_for = first | {one.owner.pk: one for one in shared}
        for one in shared:
            if one.owner.response_id not in wanted:
                continue
            given_here = [giver for giver in one.givers if stands_for[giver.pk] is one]
            answered, document = one.owner.response.recommendation, one.owner.document
            review = answered.review
            dates = [document.published_on if document else None, review.published_on]
            yield Entry(
                record=one.owner.response_id,
                tags=(
                    f"kind:{RESPONSE}",
                    *(f"agency:{giver.response.agency.stands_as}" for giver in one.givers),
                    *(f"response-of:{giver.response.agency.stands_as}" for giver in given_here),
                    *(f"theme:{theme}" for theme in themes[recommendation]),
                    *review_tags(review, dates, related[review.pk]),
                ),
                place=place(
                    LAST_RANK - 4,
                    dates[0] or dates[1],
                    review.code,
                    answered.document.position,
                    answered.position,
                    is_response=True,
                ),
                body=fields(
                    "\n\n".join([*one.paragraphs, *one.others]),
                    *dict.fromkeys(giver.response.named_as for giver in one.givers),
                ),
            )

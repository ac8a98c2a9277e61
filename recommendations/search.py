"""The search sources of this app: recommendations, and the published responses to them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from django.db.models import Prefetch, Q, QuerySet
from django.utils.text import Truncator, get_text_list

from learning.hidden import in_shown_review
from learning.languages import language_of
from learning.models import Agency, Partnership, Review, ReviewKind, SourceDocument, SourceWording, Status, Theme
from learning.search.catalogue_entries import linked, published, related_to, statement_entry, statement_tags
from learning.search.entry import LAST_RANK, Entry, fields, place, review_tags
from learning.search.languages import beside, detached, of_documents, worded
from learning.search.registry import Shown, Source
from learning.search.signals import affect, follow, register
from learning.search.sources import OF_THE_REVIEW

from .grouped_responses import OneResponse, names_of, pieces, pieces_of, without_copies
from .line_parts import RESPONSE, attach_parts, attach_response_counts
from .models import Passage, Recommendation, RecommendationPart, Response, ResponseStep, ResponseVersion
from .models.response_version import paragraphs_of, with_pairs

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
                SourceDocument: partial(of_documents, Recommendation),
                SourceWording: partial(worded, Recommendation),
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
            attach=attach_pairs,
            affected_by={
                Response: affected("pk"),
                ResponseVersion: affected("versions"),
                ResponseStep: affected("versions__steps"),
                Passage: "versions__passage",
                Recommendation: affected("recommendation"),
                Review: "recommendation__review",
                SourceDocument: of_document,
            },
            reindex_on_delete={
                Partnership: "recommendation__review__partnerships",
                ReviewKind: "recommendation__review__kinds",
            },
        )
    )
    follow(Response)


def affected(lookup: str) -> Callable[[list[int]], set[int]]:
    """Return a function from keys of changed records to keys of the responses whose entries may change.

    They are the responses to the same recommendations, because one of them may repeat another, and those that refer to
    the same passages. `lookup` leads from a response to the records.
    """

    def concerned(keys: list[int]) -> set[int]:
        changed = Response._base_manager.filter(**{f"{lookup}__in": keys})
        passages = Passage._base_manager.filter(versions__response__in=changed)
        found = Response._base_manager.filter(
            Q(recommendation__in=changed.values("recommendation")) | Q(versions__passage__in=passages)
        )
        return set(found.values_list("pk", flat=True))

    return concerned


def of_document(keys: list[int]) -> set[int]:
    """Return the keys of the responses that quote these documents."""
    quoting = Q(versions__document__in=keys) | Q(versions__passage__document__in=keys)
    return set(Response._base_manager.filter(quoting).values_list("pk", flat=True))


def answering() -> QuerySet:
    """Return the published responses with their agency and the text of their current version, in order."""
    return Response.objects.published().with_current_text().select_related("agency").order_by("position", "pk")


def show_response(response: Response) -> Shown:
    """Return how lists show a response: the agencies that give it, and the beginning of its text."""
    recommendation = response.recommendation
    review = recommendation.review
    agencies, answered, text = said_jointly(response) or said_to_one(response)
    return Shown(
        "Response",
        f"{agencies} on {answered}",
        recommendation.get_absolute_url(),
        Truncator(text).words(EXCERPT),
        f"{review.title} · {recommendation.reference}",
        is_quoted=True,
        review=review,
        look="response",
        language=response.current_language,
    )


def attach_pairs(responses: list[Response]) -> None:
    """Set `pairs` of the responses that are joint: the versions that refer to the same passage."""
    passages = {key: Passage(pk=key) for one in responses if (key := one.current_passage)}
    with_pairs(passages.values())
    for response in responses:
        response.pairs = passages[response.current_passage].pairs if response.current_passage else []


def said_jointly(response: Response) -> tuple[str, str, str] | None:
    """Return who gives a joint response, what it answers, and its text; None if the response is not one."""
    if not response.pairs:
        return None
    answered = dict.fromkeys(pair.response.recommendation.label_in_sentence for pair in response.pairs)
    names = names_of(pair.response.agency for pair in response.pairs)
    return names, get_text_list(list(answered), "and"), response.current_text


def said_to_one(response: Response) -> tuple[str, str, str]:
    """Return who gives a response to one recommendation, what it answers, and its text."""
    recommendation = response.recommendation
    given = [(one, pieces(one.current_text, one.current_passage)) for one in recommendation.all_responses]
    # Where the index is a moment older than the records, it may no longer stand for one.
    alone = OneResponse(response, [response], [paragraphs_of(response.current_text)])
    shown = next((one for one in without_copies(given) if one.owner == response), alone)
    return names_of(giver.agency for giver in shown.givers), recommendation.label_in_sentence, shown.as_one_quotation


def recommendation_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each recommendation of a published review, with its parts and whether it has a response."""
    recommendations = list(published(Recommendation._base_manager, keys))
    related = related_to(one.review_id for one in recommendations)
    tags = statement_tags(Recommendation, keys)
    attach_parts(recommendations)
    also = beside(recommendations)
    answered = set(
        Response.objects.published()
        .filter(recommendation__in=keys)
        .order_by()
        .values_list("recommendation_id", flat=True)
    )
    for one in recommendations:
        parts = [part.text for part in one.line_parts]
        body = fields(one.stem, *parts, one.tail, one.subheading, one.label, *also[one].words)
        responses = "responses:held" if one.pk in answered else "responses:none"
        own = [*tags[one.pk], responses, f"scope:{one.scope}"]
        yield statement_entry(one, KIND, body, [*own, *also[one].tags], related)


def response_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each response to a published review, made from the current versions.

    A response that several agencies give has one entry, that of its owner. `response-of:` is on the entry that stands
    for the response of an agency, `agency:` on every entry with words of that agency.
    """
    recommendations = Response._base_manager.filter(pk__in=keys).values("recommendation")
    to_them = Q(response__recommendation__in=recommendations)
    passages = Passage._base_manager.filter(versions__response__in=keys)
    versions = (
        ResponseVersion.objects.current()
        .in_review_of_passage()
        .filter(to_them | Q(passage__in=passages), in_shown_review("response__recommendation__review__"))
        .filter(response__recommendation__review__status=Status.PUBLISHED)
        .select_related(
            "document",
            "passage__document",
            "response__agency",
            "response__recommendation__review",
            "response__recommendation__document",
        )
        .order_by("response__position", "response_id")
    )
    current: dict[int, list[ResponseVersion]] = defaultdict(list)
    joint: dict[int, list[ResponseVersion]] = defaultdict(list)
    for version in versions:
        if version.passage_id:
            joint[version.passage_id].append(version)
        else:
            current[version.response.recommendation_id].append(version)
    everything = [version for some in (*current.values(), *joint.values()) for version in some]
    related = related_to({version.response.recommendation.review_id for version in everything})
    answered = {version.response.recommendation_id for version in everything}
    themes = linked(Recommendation.themes.through, "recommendation_id", "theme_id", answered)
    wanted = set(keys)
    for some in current.values():
        shared = without_copies((version, pieces_of(version)) for version in some)
        first = {giver.pk: one for one in reversed(shared) for giver in one.givers}
        stands_for = first | {one.owner.pk: one for one in shared}
        for one in shared:
            if one.owner.response_id in wanted:
                given_here = [giver for giver in one.givers if stands_for[giver.pk] is one]
                yield response_entry(one, given_here, themes, related)
    for some in joint.values():
        some.sort(key=in_document)
        if some[0].response_id in wanted:
            yield response_entry(OneResponse(some[0], some, [some[0].paragraphs]), some, themes, related)


def in_document(version: ResponseVersion) -> tuple[int, ...]:
    """Return the place of a version among those that refer to the same passage; PAIR_ORDER is the same in a query."""
    response, recommendation = version.response, version.response.recommendation
    return recommendation.document.position, recommendation.position, response.position, response.pk


def response_entry(
    one: OneResponse, given_here: list[ResponseVersion], themes: dict[int, list[int]], related: dict
) -> Entry:
    """Return the entry of a response, which stands for the responses of the agencies of `given_here`."""
    answered, document = one.owner.response.recommendation, one.owner.source
    review = answered.review
    dates = [document.published_on if document else None, review.published_on]
    recommendations = dict.fromkeys(giver.response.recommendation_id for giver in one.givers)
    return Entry(
        record=one.owner.response_id,
        tags=tuple(
            dict.fromkeys(
                (
                    f"kind:{RESPONSE}",
                    *(f"agency:{giver.response.agency.stands_as}" for giver in one.givers),
                    *(f"response-of:{giver.response.agency.stands_as}" for giver in given_here),
                    *(f"theme:{theme}" for key in recommendations for theme in themes[key]),
                    *review_tags(review, dates, related[review.pk]),
                )
            )
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
            *detached(" ".join([*one.paragraphs, *one.others]), language_of(one.owner)),
        ),
    )

"""Reviews: the list, and one review whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from learning.filters import ReviewFilter
from learning.models import (
    LearningItem,
    Outcome,
    Resource,
    Review,
    ReviewSection,
    SourceDocument,
    SourceWording,
    Status,
)
from learning.paging import page_of
from learning.search.facets import facets_for
from learning.search.lines import give_lines_of
from learning.withdrawal import gone_or_missing
from recommendations.answers import answers
from recommendations.models import Recommendation, Response

from .statements import attach_lines

SORTS = {"newest": "Newest first", "title": "By title"}
IN_BRIEF = 4
NEIGHBOUR = ("code", "slug", "title", "status", "audience")  # what a link to another review shows of it


def review_list(request: HttpRequest) -> HttpResponse:
    """Every review that the reader may see."""
    filters = ReviewFilter(request.GET, Review.objects.visible_to(request.user), request=request)
    sort = "title" if request.GET.get("sort") == "title" else "newest"
    reviews = filters.qs.newest_first() if sort == "newest" else filters.qs.with_year().order_by("title", "code")
    page = page_of(request, reviews.prefetch_related("partnerships", "documents"))
    return render(request, "pages/review_list.html", {"filters": filters, "page": page, "sort": sort, "sorts": SORTS})


@dataclass
class Block:
    """Records under one heading of a document, in its order."""

    heading: str
    subheading: str
    records: list = field(default_factory=list)

    @property
    def runs(self) -> list[tuple[bool, list]]:
        """The records, the bullets of one list together."""
        groups = groupby(self.records, key=lambda record: getattr(record, "is_bullet", False))
        return [(is_bullet, list(group)) for is_bullet, group in groups]


@dataclass
class Chapter:
    """A heading of a document with all that stands under it."""

    heading: str
    anchor: str
    blocks: list[Block]


@dataclass
class Part:
    """One document of a review, chapter by chapter."""

    document: SourceDocument
    chapters: list[Chapter]


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """One review: what happened, what was learnt, what must change; then the whole, in the source's order."""
    visible = Review.objects.visible_to(request.user)
    found = visible.filter(slug=slug).prefetch_related("partnerships").first()
    if found is None:
        if moved := visible.filter(old_addresses__slug=slug).first():
            return redirect(moved, permanent=True)
        return gone_or_missing(request, Q(slug=slug) | Q(old_addresses__slug=slug))

    documents = list(found.documents.all())
    items = list(LearningItem.objects.filter(review=found, document__in=documents))
    recommended = Recommendation.objects.filter(review=found, document__in=documents)
    recommendations = list(recommended.prefetch_related("parts"))
    held = {document.pk: document for document in documents}
    for statement in (*items, *recommendations):
        statement.review, statement.document = found, held[statement.document_id]
    if found.status == Status.PUBLISHED:
        give_lines_of([*items, *recommendations], facets_for(request))
    else:
        attach_lines([*items, *recommendations])
    give_answers(recommendations)
    wordings = SourceWording.objects.filter(review=found).exclude(text="").select_related("document")
    sections = list(ReviewSection.objects.filter(review=found))
    resources = list(Resource.objects.filter(review=found))
    give_sub_points(items)
    records = [*sections, *(item for item in items if item.parent_id is None), *recommendations, *resources]
    context = {
        "review": found,
        "happened": [section for section in sections if section.is_key],
        "learnt": [item for item in items if item.is_key][:IN_BRIEF],
        "must_change": [item for item in recommendations if item.is_key][:IN_BRIEF],
        "item_count": len(items),
        "recommendations": recommendations,
        "has_responses": any(recommendation.answers for recommendation in recommendations),
        "parts": [Part(document, list(chapters(document, records))) for document in documents],
        "wordings": wordings if len(documents) > 1 else [],
        "outcome": Outcome(found.outcome).label,
        "themes": found.themes.all(),
        "agencies_involved": found.agencies_involved.select_related("agency"),
        "previous": visible.filter(code__lt=found.code).order_by("-code").only(*NEIGHBOUR).first(),
        "next": visible.filter(code__gt=found.code).order_by("code").only(*NEIGHBOUR).first(),
    }
    return render(request, "pages/review.html", context)


def give_answers(recommendations: list[Recommendation]) -> None:
    """Give each recommendation its `answers`, paragraph by paragraph, and its `response_count`."""
    responses = Response.objects.filter(recommendation__in=recommendations).order_by("position")
    by_recommendation: dict[int, list[Response]] = {}
    for response in responses.fetch_current():
        by_recommendation.setdefault(response.recommendation_id, []).append(response)
    for recommendation in recommendations:
        given = by_recommendation.get(recommendation.pk, [])
        recommendation.answers, recommendation.response_count = answers(given), len(given)


def give_sub_points(items: list[LearningItem]) -> None:
    """Give each item its `under`: the points that stand under it."""
    under: dict[int | None, list[LearningItem]] = {}
    for item in items:
        under.setdefault(item.parent_id, []).append(item)
    for item in items:
        item.under = under.get(item.pk, [])


def chapters(document: SourceDocument, records: Iterable) -> Iterator[Chapter]:
    """Yield the chapters of one document: its records in order, under its own headings."""
    own = sorted((record for record in records if record.document_id == document.pk), key=lambda r: r.position)
    for number, (heading, under) in enumerate(groupby(own, key=lambda record: record.heading)):
        anchor = slugify(f"{document.position} {heading}")[:60] or f"part-{document.position}-{number}"
        blocks = [
            Block(heading, subheading, list(group))
            for subheading, group in groupby(under, key=lambda record: record.subheading)
        ]
        yield Chapter(heading, f"{anchor}-{number}", blocks)

"""The list of reviews, and the page of a review."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.help_lines import help_lines_of
from learning.languages import PAGE, asked_language, own_name
from learning.models import DocumentFile, ItemKind, LearningItem, Outcome, Review, ReviewStage, SourceDocument
from learning.review_filters import ReviewFilter
from learning.search.index_sets import index_sets_for
from learning.sight import edits, sight_key
from learning.summary import what_happened, what_must_change, what_was_learnt
from learning.template_functions import holds_old
from learning.utils.bounded import weight_of
from learning.utils.paging import page_of
from learning.withdrawal import gone_or_missing
from recommendations.models import Recommendation
from reviews_portal.publication.reading import ShownDecision, shown_decision
from reviews_portal.selectors.chapters import Block
from reviews_portal.selectors.review_detail import ReviewDetail, review_detail

SORTS = {"newest": "newest first", "title": "title"}
NEIGHBOUR = ("code", "slug", "title", "status", "audience")  # fields for a link to another review


class ReviewsWithThemes(ReviewFilter):
    """Filters reviews by a theme of the review, or of any of its items or recommendations."""

    def with_theme(self, queryset, name, values):
        if not values:
            return queryset
        carried = Q(themes__slug__in=values)
        for model in (LearningItem, Recommendation):
            carried |= Q(pk__in=model.objects.shown().filter(themes__slug__in=values).values("review"))
        return queryset.filter(carried).distinct()


def review_list(request: HttpRequest) -> HttpResponse:
    """Show every review that the reader may see, with filters."""
    filters = ReviewsWithThemes(request.GET, Review.objects.visible_to(request.user), request=request)
    sort = "title" if request.GET.get("sort") == "title" else "newest"
    reviews = filters.qs.newest_first() if sort == "newest" else filters.qs.with_year().order_by("title", "code")
    page = page_of(request, reviews.prefetch_related("partnerships", "kinds"))
    return render(request, "pages/review_list.html", {"filters": filters, "page": page, "sort": sort, "sorts": SORTS})


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a review: its summary, then all of it in the order of its documents."""
    visible = Review.objects.visible_to(request.user)
    key = visible.filter(slug=slug).values_list("pk", flat=True).first()
    if key is None:
        if moved := visible.filter(old_addresses__slug=slug).first():
            return redirect(moved, permanent=True)
        return gone_or_missing(request, Q(slug=slug) | Q(old_addresses__slug=slug))

    context = context_of(key, request, asked_language(request.GET))
    stages = ReviewStage.objects.visible_to(request.user).filter(review=key).order_by("-reached_on", "-pk")
    own = {"may_edit": edits(request.user, context["review"]), "stages": list(stages)}
    return render(request, "pages/review.html", context | own)


def context_of(key: int, request: HttpRequest, asked: str) -> dict[str, Any]:
    """Return what the page of a review shows, by its primary key, in the language `asked` for as far as it has it."""
    detail = review_detail(key, request, asked)
    review = detail.review
    beside = index_sets_for(request).shown.keep(
        (sight_key(request.user), "beside review", key), partial(read_beside, detail, request.user), weight_of
    )
    happened = what_happened(detail.sections)
    originals = originals_of(detail, beside.files)
    return {
        "review": review,
        "happened_runs": Block("", "", happened.records).runs,
        "learnt": what_was_learnt(detail.items),
        "must_change": what_must_change(detail.recommendations),
        "happened": happened,
        "item_count": len(detail.items),
        "point_count": sum(one.kind != ItemKind.QUESTION for one in detail.items),
        "has_text": any(part.chapters for part in detail.parts),
        "recommendations": detail.recommendations,
        "has_responses": any(recommendation.answers for recommendation in detail.recommendations),
        "parts": detail.parts,
        "originals": originals,
        "can_open_original": any(one.can_open for one in originals),
        "hidden_kinds": {one.kind for one in detail.hidden},
        "plans": detail.plans,
        "wordings": detail.wordings,
        "language": detail.language,
        "languages": [LanguageChoice(one, detail.language) for one in detail.languages if detail.language],
        "help_lines": help_lines_of(review),
        "publication": beside.publication,
        "outcome": Outcome(review.outcome).label,
        "themes": detail.themes,
        "agencies_involved": detail.agencies_involved,
        "pen_portrait": detail.pen_portrait,
        "unstated": unstated(detail),
        "previous": beside.previous,
        "next": beside.next,
        "is_old": holds_old([*detail.items, *detail.recommendations]),
    }


@dataclass(frozen=True)
class Beside:
    """What the page of a review shows beside the review itself."""

    files: list[Any]  # of its documents, with those that are hidden, each with `is_hidden`
    publication: ShownDecision | None
    previous: Review | None
    next: Review | None


def read_beside(detail: ReviewDetail, user) -> Beside:
    """Read what the page of a review shows beside it. It is kept like the review, and depends on no language."""
    review = detail.review
    documents = {part.document.pk: part.document for part in detail.parts}
    files = list(DocumentFile.objects.permitted_to(user).with_hidden().listed().filter(document__in=documents))
    for held in files:
        held.document = documents[held.document_id]
    others = Review.objects.visible_to(user).only(*NEIGHBOUR)
    return Beside(
        files=files,
        publication=shown_decision(review),
        previous=others.filter(code__lt=review.code).order_by("-code").first(),
        next=others.filter(code__gt=review.code).order_by("code").first(),
    )


@dataclass(frozen=True)
class LanguageChoice:
    """A language in which a review can be read."""

    code: str
    shown: str  # the language that the page shows

    @property
    def name(self) -> str:
        """Its name in itself."""
        return own_name(self.code)

    @property
    def is_shown(self) -> bool:
        return self.code == self.shown

    @property
    def query(self) -> str:
        """The query string of the page in this language."""
        return "" if self.code == PAGE else f"?language={self.code}"


@dataclass(frozen=True)
class Original:
    """A document of a review, and its file if the reader may open it, or whether that is hidden."""

    document: SourceDocument
    held: DocumentFile | None
    is_hidden: bool = False

    @property
    def can_open(self) -> bool:
        """Whether the reader can open it here or elsewhere. While its file is hidden, nothing links to a copy."""
        return bool(self.held or self.document.link) and not self.is_hidden


def originals_of(detail: ReviewDetail, files: Iterable[Any]) -> list[Original]:
    """Return the documents of a review, each with its file if the reader may open it."""
    every = list(files)
    shown: dict[int, DocumentFile] = {held.document_id: held for held in every if not held.is_hidden}
    hidden = {held.document_id for held in every if held.is_hidden}
    documents = [part.document for part in detail.parts]
    return [Original(one, shown.get(one.pk), one.pk in hidden) for one in documents]


def unstated(detail: ReviewDetail) -> list[str]:
    """Return the names of the facts that no document of a review states."""
    review = detail.review
    facts = {
        "who it is about": review.children or detail.pen_portrait,
        "harm": review.harm,
        "outcome": review.outcome,
        review.owner_called: review.place,
        "date commissioned": review.commissioned,
        "date of incident": review.incident,
        "date published": review.published,
        "reviewer": review.reviewer,
        "agencies involved": detail.agencies_involved,
    }
    return [name for name, value in facts.items() if not value]

"""The page "What's new": records that were added, reworded, corrected or withdrawn, by day."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import ChangeKind, Correction, PublishedChange, Review
from learning.utils.paging import page_of

CORRECTED = "corrected"


@dataclass
class ReviewChange:
    """A change of one review on one day; `review` is None if the reader may not know which."""

    kind: str
    review: Review | None
    references: list[tuple[str, str]] = field(default_factory=list)  # of reworded statements, with the reason or ""
    has_other_text: bool = False  # whether text without a reference was reworded


def whats_new(request: HttpRequest) -> HttpResponse:
    """Show the changes that the reader may see, newest day first."""
    page = page_of(request, changes_seen(request.user))
    keys = {review for _, _, review, *_ in page}
    seen = Review.objects.visible_to(request.user).filter(pk__in=keys).with_year()
    reviews = {review.pk: review for review in seen.prefetch_related("partnerships", "kinds")}
    days = [(day, list(grouped_changes(rows, reviews))) for day, rows in groupby(page, key=lambda row: row[0])]
    return render(request, "pages/whats_new.html", {"days": days, "page": page, "reviews": list(reviews.values())})


def changes_seen(user) -> QuerySet:
    """Return the day, kind, review, reference and reason of each change that the user may see, newest first."""
    visible = PublishedChange.objects.visible_to(user).order_by()
    changes = visible.values_list("on", "kind", "review", "reference", "reason")
    added_later = PublishedChange.objects.filter(
        review=OuterRef("review"), kind=ChangeKind.ADDED, on__gt=OuterRef("on")
    )
    corrections = (
        Correction.objects.visible_to(user)
        .exclude(Exists(added_later))
        .order_by()
        .annotate(what=Value(CORRECTED, CharField()), reference=Value("", CharField()), reason=Value("", CharField()))
        .values_list("on", "what", "review", "reference", "reason")
    )
    return changes.union(corrections).order_by("-on", "kind", "review", "reference", "reason")


def grouped_changes(rows, reviews: dict[int, Review]):
    """Yield the changes of one day; all rewordings of one review are one change."""
    for (kind, key), group in groupby(rows, key=lambda row: (row[1], row[2])):
        references = [(reference, reason) for *_, reference, reason in group]
        if kind == ChangeKind.WITHDRAWN or key in reviews:
            review = reviews.get(key) if kind != ChangeKind.WITHDRAWN else None
            named = [one for one in references if one[0]]
            yield ReviewChange(kind, review, named, len(named) < len(references))

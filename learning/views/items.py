"""The page of one learning item."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.citation import cited
from learning.help_lines import help_lines_of
from learning.models import LearningItem, Statement, nest
from learning.published_changes import corrections_of
from learning.search.registry import SOURCES
from learning.sight import edits
from learning.withdrawal import old_reference
from learning.wordings import attach_wordings, in_first_language, in_other_than_page


def item(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one item in its context, with its permanent URL and citation."""
    visible = LearningItem.objects.visible_to(request.user)
    found = visible.with_credits().select_related("parent__parent").filter(reference=reference).first()
    if found is None:
        if other := statement_elsewhere(reference, request.user):
            return redirect(other)
        return old_reference(request, reference)
    is_under = Q(parent=found) | Q(parent__parent=found)
    in_review = visible.with_credits().filter(review=found.review_id)  # or SQLite reads the items of all reviews
    points = list(in_review.filter(is_under).order_by("position"))
    attach_wordings([found, *points])
    found.above = found.ancestors()[::-1]
    shown = in_first_language(found)
    context = {
        "item": shown,
        "themes": found.themes.all(),
        "sub_points": nest(points),
        "other_languages": in_other_than_page(found),
        "later_notes": found.later_notes.all(),
        "corrections": corrections_of(reference, request.user),
        "citation": cited(request, shown),
        "help_lines": help_lines_of(found.review),
        "may_edit": edits(request.user, found.review),
    }
    return render(request, "learning/item.html", context)


def statement_elsewhere(reference: str, user) -> Statement | None:
    """Return the statement of another app with this reference, if the user may see it: apps share the numbering."""
    for source in SOURCES.values():
        if issubclass(source.model, Statement) and source.model is not LearningItem:
            records = source.model.objects.visible_to(user)  # type: ignore[attr-defined]
            if found := records.filter(reference=reference).first():
                return found
    return None

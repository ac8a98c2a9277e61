"""Agencies and kinds of agency: what speaks to you."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from learning.models import Agency, AgencyKind, ItemKind, LearningItem, Theme
from learning.paging import page_of
from learning.text import printable
from learning.vocabulary import vocabulary_for
from recommendations.models import ResponseVersion

from .closest import Closest
from .statements import attach_lines, attach_parts

BEST = {"good_practice": 3, "learning": 4, "questions": 3}  # what one sheet of A4 holds, both sides


def agency_list(request: HttpRequest) -> HttpResponse:
    """The agencies that reviews name, by kind."""
    visible = Agency.objects.visible_to(request.user).with_restriction()
    agencies = visible.select_related("kind").order_by("kind__order", "kind__name", "name", "pk")
    return render(request, "pages/agency_list.html", {"page": page_of(request, agencies, per_page=100)})


def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """One agency: what names it, what speaks to its kind, and what it answered."""
    visible = Agency.objects.visible_to(request.user).with_restriction().select_related("kind", "succeeded_by")
    found = get_object_or_404(visible.prefetch_related("partnerships"), slug=slug)
    page = page_of(request, Closest(request, found))
    attach_parts(page)
    answered = (
        ResponseVersion.objects.visible_to(request.user)
        .current()
        .filter(response__agency=found)
        .select_related("response__recommendation__review")
        .order_by("response__recommendation__review__code", "response__recommendation__number")
    )
    context = {
        "agency": found,
        "page": page,
        "answered": answered,
    }
    return render(request, "pages/agency.html", context)


def choose_work(request: HttpRequest) -> HttpResponse:
    """Lead from the "I work in" form to the page of that kind of agency, with the theme chosen."""
    kinds = dict(vocabulary_for(request).agency_kinds)
    kind = request.GET.get("kind", "")
    if kind not in kinds:
        return render(
            request,
            "pages/work_in_choose.html",
            {"unknown": printable(kind, 60), "vocabulary": vocabulary_for(request)},
        )
    theme = request.GET.get("theme", "")
    known = theme in dict(vocabulary_for(request).themes)
    response = redirect("work_in", kind)
    if known:
        response["Location"] += f"?theme={theme}"
    return response


def work_in(request: HttpRequest, kind: str) -> HttpResponse:
    """One sheet to print for people in one kind of agency: the best of good practice, learning and questions.

    First what names their work, then what speaks to everyone; what a curator marked as key
    before the rest, and the newest before the older.
    """
    found = get_object_or_404(AgencyKind, slug=kind)
    vocabulary = vocabulary_for(request)
    theme_slug = request.GET.get("theme", "")
    theme = Theme.objects.filter(slug=theme_slug.replace("\x00", "")).first() if theme_slug else None
    items = LearningItem.objects.visible_to(request.user)
    if theme:
        items = items.filter(themes=theme)
    best = best_for(found, items)
    context = {
        "kind": found,
        "theme": theme,
        "unknown_theme": "" if theme else printable(theme_slug, 60),
        "vocabulary": vocabulary,
        "best": best,
        "total": sum(len(group) for group in best.values()),
    }
    return render(request, "pages/work_in.html", context)


def best_for(kind: AgencyKind, items) -> dict[str, list[LearningItem]]:
    """Return the good practice, learning and questions for one kind of agency, each shown whole."""
    groups = {
        "good_practice": items.filter(kind=ItemKind.GOOD_PRACTICE),
        "learning": items.filter(
            kind__in=[ItemKind.LEARNING_POINT, ItemKind.FINDING, ItemKind.AREA_TO_STRENGTHEN], parent=None
        ),
        "questions": items.filter(kind=ItemKind.QUESTION),
    }
    best = {}
    for name, group in groups.items():
        closest = group.closest_to(kind).with_line()
        best[name] = list(closest[: BEST[name]])
    attach_lines([item for group in best.values() for item in group])
    return best

"""Agencies and kinds of agency: what speaks to you."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.models import Agency, AgencyKind, Theme
from learning.models.old_slug import at_slug
from learning.utils.paging import page_of
from learning.utils.text import printable
from learning.vocabulary import vocabulary_for
from recommendations.models import ResponseVersion

from .relevance import Closest
from .role import for_role
from .statements import attach_parts

MOST_ANSWERS = 50  # shown on the page of an agency; the export has all


def agency_list(request: HttpRequest) -> HttpResponse:
    """The agencies that reviews name, by kind."""
    visible = Agency.objects.visible_to(request.user).with_restriction()
    agencies = visible.select_related("kind").order_by("kind__order", "kind__name", "name", "pk")
    return render(request, "pages/agency_list.html", {"page": page_of(request, agencies, per_page=100)})


def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """One agency: what names it, what speaks to its kind, and what it answered."""
    visible = Agency.objects.visible_to(request.user).with_restriction().select_related("kind", "succeeded_by")
    found = at_slug(visible.prefetch_related("partnerships"), slug)
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
        "answered": answered[:MOST_ANSWERS],
        "number_answered": answered.count(),
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
            {
                "unknown": printable(kind, 60),
                "chosen_theme": printable(request.GET.get("theme", ""), 60),
                "vocabulary": vocabulary_for(request),
            },
        )
    theme = request.GET.get("theme", "")
    known = theme in dict(vocabulary_for(request).themes)
    response = redirect("work_in", kind)
    if known:
        response["Location"] += f"?theme={theme}"
    return response


def work_in(request: HttpRequest, kind: str) -> HttpResponse:
    """The page of one role: first the items that name it, last those for all agencies."""
    found = at_slug(AgencyKind.objects.all(), kind)
    theme_slug = request.GET.get("theme", "")
    theme = theme_of(request)
    relevant = for_role(request, found, theme)
    attach_parts(relevant.statements)
    context = {
        "kind": found,
        "theme": theme,
        "unknown_theme": "" if theme else printable(theme_slug, 60),
        "vocabulary": vocabulary_for(request),
        "relevant": relevant,
    }
    return render(request, "pages/work_in.html", context)


def theme_of(request: HttpRequest) -> Theme | None:
    """Return the theme in `?theme=`, or None if it is missing or unknown."""
    slug = request.GET.get("theme", "")
    return Theme.objects.filter(slug=slug).first() if slug else None

"""Pages of agencies and roles: the learning relevant to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.models import Agency, AgencyKind
from learning.models.old_slug import at_slug
from learning.search.filter_choices import vocabulary_for
from learning.search.filters import agencies_seen
from learning.search.index_sets import index_sets_for
from learning.utils.paging import page_of
from learning.utils.text import printable
from reviews_portal.selectors.agency import Closest, ResponsesOf, mark_restricted
from reviews_portal.selectors.role import for_role, theme_of

MOST_ANSWERS = 10  # responses on one page, because the longest have several thousand words


def agency_list(request: HttpRequest) -> HttpResponse:
    """Show the agencies that reviews name, by kind."""
    sets = index_sets_for(request)
    agencies = Agency.objects.filter(pk__in=agencies_seen(sets, request.user)).select_related("kind")
    page = page_of(request, agencies.order_by("kind__order", "kind__name", "name", "pk"), per_page=100)
    mark_restricted(page, sets)
    return render(request, "pages/agency_list.html", {"page": page})


def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the statements relevant to an agency, and the first of its responses."""
    found = agency_at(request, slug)
    closest = Closest(request, found)
    page = page_of(request, closest)
    answered = ResponsesOf(request, found)
    context = {
        "agency": found,
        "page": page,
        "numbers": closest.numbers,
        "partnerships": [one for one in found.partnerships.all() if one.name != found.name],
        "answered": answered[:MOST_ANSWERS],
        "number_answered": len(answered),
    }
    return render(request, "pages/agency.html", context)


def agency_responses(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every published response of an agency, review by review."""
    found = agency_at(request, slug)
    page = page_of(request, ResponsesOf(request, found), per_page=MOST_ANSWERS)
    return render(request, "pages/agency_responses.html", {"agency": found, "page": page})


def agency_at(request: HttpRequest, slug: str) -> Agency:
    """Return the agency with this slug. Raises Http404 if the user may not see it, Moved if its slug has changed."""
    visible = Agency.objects.visible_to(request.user).select_related("kind", "succeeded_by")
    found: Agency = at_slug(visible.prefetch_related("partnerships"), slug)
    return found


def choose_work(request: HttpRequest) -> HttpResponse:
    """Redirect from the form "Where I work" to the page of that role, with the selected theme."""
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
    """Show the statements relevant to a role: first those that name it, last those for all agencies."""
    found = at_slug(AgencyKind.objects.all(), kind)
    theme_slug = request.GET.get("theme", "")
    theme = theme_of(request)
    relevant = for_role(request, found, theme)
    context = {
        "kind": found,
        "theme": theme,
        "unknown_theme": "" if theme else printable(theme_slug, 60),
        "vocabulary": vocabulary_for(request),
        "relevant": relevant,
    }
    return render(request, "pages/work_in.html", context)

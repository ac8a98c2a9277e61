"""Add items to the current briefing, from any page or export, and remove them again."""

from copy import copy
from dataclasses import replace
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.languages import PAGE, asked_language
from learning.models import LearningItem
from learning.models.old_slug import Moved
from reviews_portal.briefings.forms import LONGEST_TITLE
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.listings import TooMany
from reviews_portal.briefings.outline import Outline
from reviews_portal.briefings.plans import MOST, Statement, statements_of, with_sub_points
from reviews_portal.briefings.reader_view import may_know
from reviews_portal.briefings.selections import LISTS, RECORDS
from reviews_portal.briefings.session_briefing import hold, hold_typed, plan_for

from .exports import problem

ASKED = ("item", "from", "layout")  # the parameters that name the items to add


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add items to the briefing, after asking if one of them is not public.

    `?item=` names the items; `?from=` is the address of an export, all of whose items are added.
    """
    try:
        references, title, subject, layout = asked_for(request)
    except TooMany as error:
        return problem(request, "This list is too long", str(error))
    seen = statements_of(references, request.user)
    references = [one for one in references if one in seen]
    if not references:
        raise Http404
    plan = plan_for(request)
    known = set(plan.references)
    new = [seen[one] for one in references if one not in known]
    restricted = [one for one in new if one.review.mark]
    asked_about = {one.reference for one in restricted}
    public = [one for one in references if one not in asked_about]
    back = back_to(request)
    context = {"back": back, "most": MOST}
    if request.method == "POST":
        if "all" not in request.POST:  # public items only, unless all were asked for
            references = public
        if not plan.entries:
            # The name of a restricted review or agency must not get into a public copy without anybody choosing it.
            is_told = may_know(AnonymousUser(), subject)
            named = plan.title or (title[:LONGEST_TITLE] if is_told else "")
            language = language_in(request.POST.get("from", ""))
            plan = replace(plan, title=named, layout=layout or plan.layout, language=language)
        after = plan.with_added(references)
        hold(request, after)
        context |= {
            "plan": after,
            "added": len(after.entries) - len(plan.entries),
            "asked": len(references),
            "no_room": len(set(references) - set(after.references)),
        }
        return render(request, "briefings/added.html", context)
    items = [seen[one] for one in references]
    context |= {
        "plan": plan,
        "items": items,
        "new": len(new),
        "known": len(items) - len(new),
        "points": points_under_the_first(items),
        "restricted": restricted,
        "public": len(new) - len(restricted),
        "sent": [(name, value) for name in ASKED for value in request.GET.getlist(name)],
    }
    return render(request, "briefings/add.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Remove an item and the points under it from the briefing, after asking: `?item=` names it."""
    asked = (request.POST if request.method == "POST" else request.GET).getlist("item")
    seen = statements_of(with_sub_points(asked, request.user), request.user)
    if not seen:
        raise Http404
    plan = plan_for(request)
    entries = [one for one in plan.entries if one.reference in seen]
    context = {"back": back_to(request), "plan": plan, "entries": entries}
    if request.method == "POST":
        after = plan.without(seen)
        hold_typed(request, after)  # a note in another window is not lost without a word: its form comes too late
        return render(request, "briefings/removed.html", context | {"plan": after})
    items = [seen[one.reference] for one in entries]
    context |= {
        "items": items,
        "points": points_under_the_first(items),
        "written": any(one.heading or one.note for one in entries),
        "sent": asked,
    }
    return render(request, "briefings/remove.html", context)


def points_under_the_first(items: list[Statement]) -> int:
    """Return how many of these items are points under the first of them, if all the others are; otherwise 0."""
    first, *others = items or (None,)
    above = {first.pk} if isinstance(first, LearningItem) else set()
    for one in others:  # each follows the point that it stands under
        if not isinstance(one, LearningItem) or one.parent_id not in above:
            return 0
        above.add(one.pk)
    return len(others)


def asked_for(request: HttpRequest) -> tuple[list[str], str, str, str]:
    """Return the references to add, and for a new briefing its title, what that title names, and its layout."""
    sent = request.POST if request.method == "POST" else request.GET
    layout = sent.get("layout", "")
    layout = layout if layout in LAYOUTS else ""
    if sent.get("from"):
        outline = selected(request, sent["from"])
        references = [one.reference for one in outline.items() if one.reference and one.look != "response"]
        return list(dict.fromkeys(references)), outline.title, outline.subject, layout
    return with_sub_points(sent.getlist("item"), request.user), "", "", layout


def selected(request: HttpRequest, address: str) -> Outline:
    """Return the selection at the address of an export without its format, such as "theme/neglect?kind=finding"."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise Http404 from error
    what, _, key = parts.path.partition("/")
    asked = copy(request)
    asked.GET = QueryDict(parts.query)
    if what not in (RECORDS if key else LISTS):
        raise Http404
    try:
        return RECORDS[what](asked, key) if key else LISTS[what](asked)
    except Moved as moved:
        return RECORDS[what](asked, moved.new)


def language_in(address: str) -> str:
    """Return the language that the address of a selection names, or "" for that of the portal."""
    _, _, query = address.partition("?")
    language = asked_language(QueryDict(query))
    return "" if language == PAGE else language


def back_to(request: HttpRequest) -> str:
    """Return the address of the portal page that the user came from, or "" if there was none."""
    came = request.POST.get("back") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return ""
    parts = urlsplit(came)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_own = url_has_allowed_host_and_scheme(address, None) and not address.startswith("/briefings/")
    return address if is_own else ""

"""The builder: a trainer collects items across pages, arranges them, and takes the briefing with them.

What is collected stays in the browser's session, so that nobody needs an account for it; nothing personal is kept.
"""

from copy import copy
from dataclasses import replace
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.models.old_slug import Moved
from reviews_portal.briefings.exporting import checked_own
from reviews_portal.briefings.fitting import left_out_to_fit
from reviews_portal.briefings.forms import (
    LONGEST_REFERENCE,
    LONGEST_TITLE,
    EntryForms,
    PlanForm,
    worth_keeping,
    written,
)
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.listings import TooMany
from reviews_portal.briefings.outline import Outline
from reviews_portal.briefings.plans import MOST, MOST_WORDS, Plan, data_of, statements_of, with_sub_points
from reviews_portal.briefings.reader_view import may_know
from reviews_portal.briefings.selections import LISTS, RECORDS
from reviews_portal.briefings.session_briefing import (
    BEFORE,
    HELD,
    LONGEST_WINDOW,
    REVISION,
    bring_back,
    hold,
    hold_typed,
    is_of_before,
    made,
    plan_for,
    replace_held,
)
from reviews_portal.briefings.writers import FORMATS, pdf

from .exports import file, keep_outline, problem, unknown
from .saved import explain_too_many_saved, save_held

TOO_LONG = (
    f"A briefing can hold {MOST_WORDS:,} characters of your own words. Shorten your notes, or make two briefings."
)
ASKED = ("item", "from", "layout")  # what names the items that are to be added


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@explain_too_many_saved
def builder(request: HttpRequest) -> HttpResponse:
    """Show the briefing that is being made, and change it: what was typed is kept with each button."""
    plan = plan_for(request)
    if request.method != "POST":
        return show(request, plan)
    do, _, reference = request.POST.get("do", "").partition(":")
    if do == "back" and "layout" not in request.POST:  # nothing is being made that it could replace
        bring_back(request)
        return redirect("builder")
    form, entries = PlanForm(request.POST), EntryForms(request.POST)
    if not (form.is_valid() and entries.is_valid()):
        return show(request, plan, form, entries)
    is_over = HELD not in request.session  # the session ended while this was typed: it is all there is
    if not is_over and is_of_before(request):
        return show(request, plan, form, entries, is_late=True)
    if "late" in request.POST:
        replace_held(request, Plan())
        plan, is_over = Plan(), True
    plan = written(plan, form, entries, others=worth_keeping(entries, request.user) if is_over else ())
    if plan.length > MOST_WORDS:
        form.add_error(None, TOO_LONG)
        return show(request, plan, form, entries)
    match do:
        case "up" | "down":
            plan = plan.moved(reference, -1 if do == "up" else 1)
        case "order":
            plan = plan.ordered(request.POST.get("order", "").split())
        case "remove":
            plan = plan.without([reference])
        case "fit":
            plan = plan.without(request.POST.getlist("fit"))
        case "empty" | "back":
            hold(request, plan)
            if do == "empty":
                replace_held(request, Plan())
            else:
                bring_back(request)
            return redirect("builder")
    hold_typed(request, plan, request.POST.get("window", ""))
    if do in ("sign-in", "keep") and not request.user.is_authenticated:
        return redirect_to_login(reverse("builder"))
    if do == "take" and reference in FORMATS:
        return redirect("take_briefing", reference)
    if do == "version" and (outline := made(request, plan)).items():
        return keep_outline(request, outline)
    if do == "keep" and plan.entries:
        return redirect(save_held(request))
    anchor = f"#{reference}" if do in ("up", "down") else ""
    return redirect(reverse("builder") + anchor)


def show(
    request: HttpRequest, plan: Plan, form: PlanForm | None = None, entries=None, *, is_late: bool = False
) -> HttpResponse:
    """Show the builder; forms with errors, or that came too late (`is_late`), are shown as they were typed."""
    bound = entries is not None
    entries = entries or EntryForms(initial=data_of(plan)["entries"])
    listed = [one["reference"].value() or "" for one in entries]
    if any(len(reference) > LONGEST_REFERENCE for reference in listed):  # a page repeats each several times
        raise SuspiciousOperation("The references in this form are none that a page has.")
    found = statements_of({*plan.references, *listed}, request.user)
    own = [found[one] for one in plan.references if one in found]
    outline = made(request, plan)
    references = {item.reference for item in outline.items()}
    shown = [one for one in own if one.reference in references]
    layout = LAYOUTS[outline.layout]
    context = {
        "plan": plan,
        "form": form or PlanForm(initial=data_of(plan)),
        "entries": entries,
        "rows": [(one, found.get(reference)) for one, reference in zip(entries, listed, strict=True)],
        "outline": outline,
        "shown": len(shown),
        "reviews": len({one.review_id for one in shown}),
        "formats": FORMATS.values(),
        "layout": layout,
        "pages": pdf.pages(outline) if outline.items() else 0,
        "fit": left_out_to_fit(outline, layout) if outline.items() else [],
        "not_shown": [one for one in own if one not in shown],
        "revision": request.session.get(REVISION, ""),
        "window": request.POST.get("window") or get_random_string(LONGEST_WINDOW),
        "may_come_back": BEFORE in request.session,
        "is_late": is_late,
        "was_late": is_late or "late" in request.POST,
    }
    has_errors = bound and (bool(context["form"].errors) or any(entries.errors) or entries.non_form_errors())
    return render(request, "briefings/builder.html", context, status=422 if has_errors else 409 if is_late else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, format: str) -> HttpResponse:
    """Return the briefing that is being made as a file; with `?public`, a copy of what is for everyone."""
    if format not in FORMATS:
        return unknown(request)
    outline = made(request, plan_for(request), public_only="public" in request.GET)
    if not outline.items():
        return problem(request, "There is nothing in your briefing", "Add an item to it first, from any page.")
    return file(request, checked_own(request, outline), FORMATS[format], "my-briefing")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add items to the briefing, after asking where one of them is not for everyone.

    `?item=` names them; `?from=` is the address of an export, of which all items are added.
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
    new = [seen[one] for one in references if one not in plan.references]
    restricted = [one for one in new if one.review.mark]
    asked_about = {one.reference for one in restricted}
    public = [one for one in references if one not in asked_about]
    back = back_to(request)
    context = {"back": back, "most": MOST}
    if request.method == "POST":
        if "all" not in request.POST:  # public items only, unless more was asked for
            references = public
        if not plan.entries:
            # The name of a restricted review or agency must not come into a public copy by itself.
            is_told = may_know(AnonymousUser(), subject)
            named = plan.title or (title[:LONGEST_TITLE] if is_told else "")
            plan = replace(plan, title=named, layout=layout or plan.layout)
        after = plan.with_added(references)
        hold(request, after)
        known = set(after.references)
        context |= {
            "plan": after,
            "added": len(after.entries) - len(plan.entries),
            "asked": len(references),
            "no_room": len([one for one in references if one not in known]),
        }
        return render(request, "briefings/added.html", context)
    context |= {
        "plan": plan,
        "items": [seen[one] for one in references],
        "restricted": restricted,
        "public": len(public),
        "sent": [(name, value) for name in ASKED for value in request.GET.getlist(name)],
    }
    return render(request, "briefings/add.html", context)


def asked_for(request: HttpRequest) -> tuple[list[str], str, str, str]:
    """Return the references of what is to be added; the title of a new briefing, what that names, and its layout."""
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


def back_to(request: HttpRequest) -> str:
    """Return the page of the portal that somebody came from, empty if it was none."""
    came = request.POST.get("back") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return ""
    parts = urlsplit(came)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_own = url_has_allowed_host_and_scheme(address, None) and not address.startswith("/briefings/")
    return address if is_own else ""

"""The builder: a trainer arranges the items of a briefing and downloads it. Each button has its own URL and view.

The collected items stay in the browser's session, so that nobody needs an account; nothing personal is kept.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.utils import form_pages
from learning.wordings import languages_of
from reviews_portal.briefings.exporting import USUAL, checked_own
from reviews_portal.briefings.fitting import left_out_to_fit
from reviews_portal.briefings.forms import LONGEST_REFERENCE, EntryForms, PlanForm, worth_keeping, written
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.plans import MOST_WORDS, Plan, data_of, statements_of
from reviews_portal.briefings.preview import preview
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
    f"A briefing can have up to {MOST_WORDS:,} characters of your own words. Shorten your notes, or make two"
    " briefings."
)


# --- The page --------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def builder(request: HttpRequest) -> HttpResponseBase:
    """Show the current briefing. A POST, from a page loaded before the buttons had their own URLs, saves it."""
    return save(request) if request.method == "POST" else show(request, plan_for(request))


def show(
    request: HttpRequest, plan: Plan, form: PlanForm | None = None, entries=None, *, is_late: bool = False
) -> HttpResponse:
    """Show the builder. Forms that have errors, or arrived too late (`is_late`), are shown as they were typed."""
    bound = entries is not None
    entries = entries or EntryForms(initial=data_of(plan)["entries"])
    listed = [one["reference"].value() or "" for one in entries]
    if any(len(reference) > LONGEST_REFERENCE for reference in listed):  # a page repeats each several times
        raise SuspiciousOperation("A reference in this form is longer than any real one.")
    found = statements_of({*plan.references, *listed}, request.user)
    own = [found[one] for one in plan.references if one in found]
    outline = made(request, plan, found=found)
    references = {item.reference for item in outline.items()}
    shown = [one for one in own if one.reference in references]
    layout = LAYOUTS[outline.layout]
    context = {
        "plan": plan,
        "form": form or PlanForm(initial=data_of(plan), languages=languages_of(own)),
        "entries": entries,
        "rows": [(one, found.get(reference)) for one, reference in zip(entries, listed, strict=True)],
        "outline": outline,
        "shown": len(shown),
        "reviews": len({one.review_id for one in shown}),
        "formats": FORMATS.values(),
        "layout": layout,
        "usual": USUAL,
        "pages": pdf.pages(outline) if outline.items() else 0,
        "fit": left_out_to_fit(outline, layout) if outline.items() else [],
        "not_shown": [one for one in own if one not in shown],
        "revision": request.session.get(REVISION, ""),
        "preview": preview(outline) if outline.items() else "",
        "window": request.POST.get("window") or get_random_string(LONGEST_WINDOW),
        "may_come_back": BEFORE in request.session,
        "is_late": is_late,
        "was_late": is_late or "late" in request.POST,
    }
    has_errors = bound and (bool(context["form"].errors) or any(entries.errors) or entries.non_form_errors())
    return render(
        request, "briefings/builder/page.html", context, status=422 if has_errors else 409 if is_late else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, format: str) -> HttpResponse:
    """Return the current briefing as a file; with `?public`, a copy that contains only items for everyone."""
    if format not in FORMATS:
        return unknown(request)
    outline = made(request, plan_for(request), public_only="public" in request.GET)
    if not outline.items():
        return problem(
            request, "Your briefing is empty", "Add an item from any list or page of learning, then download it."
        )
    return file(request, checked_own(request, outline), FORMATS[format], "my-briefing")


# --- The buttons -----------------------------------------------------------------------------------------------------


def builder_page(**kwargs) -> str:
    """Return the address of the builder."""
    return reverse("builder")


redirect_unless_post = form_pages.redirect_unless_post(builder_page)


def saves_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Save what was typed, then call the view with the updated briefing. If saving fails, show why instead."""

    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs) -> HttpResponse:
        plan, form, entries = plan_for(request), PlanForm(request.POST), EntryForms(request.POST)
        if not (form.is_valid() and entries.is_valid()):
            return show(request, plan, form, entries)
        is_over = HELD not in request.session  # the session ended while this was typed: the form is all that is left
        if not is_over and is_of_before(request):
            return show(request, plan, form, entries, is_late=True)
        if "late" in request.POST:
            replace_held(request, Plan())
            plan, is_over = Plan(), True
        plan = written(plan, form, entries, others=worth_keeping(entries, request.user) if is_over else ())
        if plan.length > MOST_WORDS:
            form.add_error(None, TOO_LONG)
            return show(request, plan, form, entries)
        hold_typed(request, plan, request.POST.get("window", ""))
        return view(request, plan, **kwargs)

    return never_cache(wrapper)


@redirect_unless_post
@saves_typed
def save(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Save what was typed."""
    return redirect("builder")


@redirect_unless_post
@saves_typed
def update_preview(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Save what was typed, and redirect to the preview of it."""
    return redirect(reverse("builder") + "#preview")


@redirect_unless_post
@saves_typed
def move_up(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Move an item up by one place, and redirect to it."""
    return moved(request, plan, -1)


@redirect_unless_post
@saves_typed
def move_down(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Move an item down by one place, and redirect to it."""
    return moved(request, plan, 1)


def moved(request: HttpRequest, plan: Plan, by: int) -> HttpResponse:
    """Move the item that the button names by this number of places, and redirect to it."""
    reference = request.POST.get("item", "")
    hold(request, plan.moved(reference, by))
    anchor = f"#{reference}" if reference in plan.references else ""
    return redirect(reverse("builder") + anchor)


@redirect_unless_post
@saves_typed
def order(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Put the items into the order in which they were dragged."""
    hold(request, plan.ordered(request.POST.get("order", "").split()))
    return redirect("builder")


@redirect_unless_post
@saves_typed
def remove(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Remove the item that the button names."""
    hold(request, plan.without([request.POST.get("item", "")]))
    return redirect("builder")


@redirect_unless_post
@saves_typed
def make_it_fit(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Remove the items that keep the briefing from fitting on the pages of its layout."""
    hold(request, plan.without(request.POST.getlist("fit")))
    return redirect("builder")


@redirect_unless_post
@saves_typed
def empty(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Start a new briefing; the current one can be restored."""
    replace_held(request, Plan())
    return redirect("builder")


@redirect_unless_post
@saves_typed
def save_and_restore(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Restore the previous briefing; the current one can then be restored in its turn."""
    bring_back(request)
    return redirect("builder")


@redirect_unless_post
@never_cache
def restore(request: HttpRequest) -> HttpResponse:
    """Restore the previous briefing when the current one is empty, so that there is nothing to save."""
    bring_back(request)
    return redirect("builder")


@redirect_unless_post
@saves_typed
def download(request: HttpRequest, plan: Plan, format: str) -> HttpResponse:
    """Redirect to the briefing as a file."""
    return redirect("take_briefing", format) if format in FORMATS else unknown(request)


@redirect_unless_post
@saves_typed
def keep_version(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Keep the briefing as a version, if there is anything in it."""
    outline = made(request, plan)
    return keep_outline(request, outline) if outline.items() else redirect("builder")


@redirect_unless_post
@explain_too_many_saved
@saves_typed
def save_for_later(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Save the briefing in the user's account; anonymous users sign in first."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("builder"))
    return redirect(save_held(request) if plan.entries else "builder")


@redirect_unless_post
@saves_typed
def sign_in(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Redirect to the sign-in page, which leads back to the builder."""
    return redirect("builder") if request.user.is_authenticated else redirect_to_login(reverse("builder"))

"""Briefings that signed-in trainers save: naming, copying, sharing by link, and comparing with their sources."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.rate_limits import RateLimit, count
from reviews_portal.briefings import reader_view
from reviews_portal.briefings.changes import Change, changes
from reviews_portal.briefings.models import Briefing
from reviews_portal.briefings.outline import Outline, from_data
from reviews_portal.briefings.plans import DEFAULT_TITLE, Entry, Plan, data_of, plan_of, statements_of
from reviews_portal.briefings.session_briefing import SAVED, made, plan_for, replace_held
from reviews_portal.briefings.versions import kept_versions
from reviews_portal.briefings.writers import FORMATS

from .exports import file, outline_of, problem, unknown

IS_SHARED = "Anyone with the link can now view this version."
IS_SHARED_RESTRICTED = (
    "Anyone with the link can now view what they are permitted to see of this version. People who cannot see"
    " every item do not see your own words either."
)
LONGEST_NAME = 190  # leaves room for the " (copy)" of a copy
MOST_SAVED = 200  # saved briefings of one account
SAVES = RateLimit("saves", "You have saved briefings too many times this hour.", each=120, network=120, everybody=5000)


class TooManySaved(Exception):
    """The account has the maximum number of saved briefings."""


def explain_too_many_saved(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show an error if a view raises TooManySaved; the briefing in the builder is unchanged."""

    @wraps(view)
    def explaining(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManySaved:
            what = f"You have {MOST_SAVED} saved briefings. Delete one that you no longer need, then save this one."
            return problem(request, "You have too many saved briefings", what)

    return explaining


@login_required
@require_safe
def briefings(request: HttpRequest) -> HttpResponse:
    """Show the reader's saved briefings."""
    return render(request, "briefings/saved.html", {"briefings": request.user.briefings.all()})  # type: ignore[union-attr]


def save_held(request: HttpRequest) -> Briefing:
    """Save the briefing in the builder; if it was saved in another window in the meantime, save it as a copy."""
    plan = plan_for(request)
    if not plan.entries:
        raise Http404
    count(request, SAVES)
    saved = save(request, plan, *request.session.get(SAVED) or ("", 0))
    request.session[SAVED] = [saved.key, saved.revision]
    messages.success(request, f"Saved as “{saved.name}”.")
    if saved.is_shared:
        messages.warning(request, IS_SHARED_RESTRICTED if saved.edition.outline["audience"] else IS_SHARED)
    return saved


@transaction.atomic
def save(request: HttpRequest, plan: Plan, key: str, revision: int) -> Briefing:
    """Save a plan, with its words as they are now, to the reader's briefing with this key if its revision matches.

    Otherwise save it as a new briefing, unless an identical one is saved already, for example by a second click.
    """
    edition = kept_versions.edition_of(made(request, plan), request.user, owner=request.user.pk)
    name, data = (plan.title or DEFAULT_TITLE)[:LONGEST_NAME], data_of(plan)
    get_user_model().objects.select_for_update().get(pk=request.user.pk)  # one save at a time
    own = Briefing.objects.filter(owner=request.user, key=key).first()
    if own and own.revision == revision:
        own.earlier.add(own.edition)
        own.name, own.plan, own.edition = name, data, edition
        own.revision, own.saved_at = revision + 1, timezone.now()
        own.save()
        return own
    if same := Briefing.objects.filter(owner=request.user, edition=edition, plan=data).first():
        return same
    if Briefing.objects.filter(owner=request.user).count() >= MOST_SAVED:
        raise TooManySaved
    return Briefing.objects.create(
        owner=request.user, name=f"{name} (copy)" if own else name, plan=data, edition=edition
    )


def seen(request: HttpRequest, key: str) -> Briefing:
    """Return a briefing that the reader may open. Raises Http404 for any other."""
    return get_object_or_404(Briefing.objects.visible_to(request.user).select_related("edition"), key=key)


def changed(request: HttpRequest, found: Briefing, outline: Outline) -> list[Change]:
    """Return what has happened to the quoted items since a briefing was saved; its owner knows everything in it."""
    known = from_data(found.edition.outline) if found.owner == request.user else outline
    return changes(found.edition, known, request.user)


@never_cache
@require_safe
def briefing(request: HttpRequest, key: str) -> HttpResponse:
    """Show a saved briefing with its words as they were, and what has happened to them since."""
    found = seen(request, key)
    outline = outline_of(found.edition, request, is_own=found.owner == request.user)
    context = {
        "briefing": found,
        "outline": outline,
        "changes": changed(request, found, outline),
        "is_own": found.owner == request.user,
        "is_less": reader_view.has_lost(outline),
        "formats": FORMATS.values(),
    }
    return render(request, "briefings/briefing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def briefing_file(request: HttpRequest, key: str, format: str) -> HttpResponse:
    """Return a saved briefing as a file, with its words as they were and what has happened to them since."""
    if format not in FORMATS:
        return unknown(request)
    found = seen(request, key)
    outline = outline_of(found.edition, request, is_own=found.owner == request.user)
    since = [f"{one.reference}: {one.what}" for one in changed(request, found, outline)]
    return file(request, kept_versions.with_changes(outline, since), FORMATS[format], "briefing")


def owner_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the saved briefing in the URL to the view; return 404 to everybody but its owner.

    Users who are signed out sign in first, and are then sent to the page of the briefing.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, key: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("briefing", args=[key]))
        return view(
            request, get_object_or_404(Briefing.objects.select_related("edition"), owner=request.user, key=key)
        )

    return wrapper


@require_POST
@owner_required
def edit(request: HttpRequest, found: Briefing) -> HttpResponse:
    """Open a saved briefing in the builder; saving there updates it."""
    replace_held(request, plan_of(found.plan), [found.key, found.revision])
    return redirect("builder")


@require_POST
def make_copy(request: HttpRequest, key: str) -> HttpResponse:
    """Open a copy of a saved briefing in the builder. As for collecting, people with the link need no account."""
    found = seen(request, key)
    replace_held(request, plan_of(found.plan) if found.owner == request.user else copied(request, found))
    return redirect("builder")


@require_POST
@owner_required
@explain_too_many_saved
def renew(request: HttpRequest, found: Briefing) -> HttpResponse:
    """Update a saved briefing to the current words of its sources."""
    count(request, SAVES)
    renewed = save(request, plan_of(found.plan), found.key, found.revision)
    if request.session.get(SAVED, [""])[0] == found.key:
        request.session[SAVED] = [renewed.key, renewed.revision]
    messages.success(request, "The briefing has been updated to the current text.")
    return redirect(found)


@require_POST
@owner_required
def share(request: HttpRequest, found: Briefing) -> HttpResponse:
    """Let anyone with the link read a briefing."""
    return shared(request, found, True, "Anyone with the link can now view what they are permitted to see.")


@require_POST
@owner_required
def stop_sharing(request: HttpRequest, found: Briefing) -> HttpResponse:
    """Stop sharing a briefing: only its owner can read it."""
    return shared(request, found, False, "Sharing has stopped. Only you can view this briefing.")


def shared(request: HttpRequest, found: Briefing, is_shared: bool, message: str) -> HttpResponse:
    """Save whether a briefing is shared, show the message, and redirect to its page."""
    found.is_shared = is_shared
    found.save(update_fields=["is_shared"])
    messages.success(request, message)
    return redirect(found)


@require_POST
@owner_required
def remove(request: HttpRequest, found: Briefing) -> HttpResponse:
    """Delete a briefing permanently."""
    found.delete()
    messages.success(request, f"“{found.name}” has been deleted.")
    return redirect("briefings")


def copied(request: HttpRequest, found: Briefing) -> Plan:
    """Return the plan of somebody else's briefing, as far as the reader may see it. Raises Http404 if that is nothing.

    What its owner wrote is copied only if nothing is left out, because it may be about an item that is left out.
    """
    outline = outline_of(found.edition, request)
    plan = plan_of(found.plan)
    seen = statements_of(plan.references, request.user)
    if len(seen) == len(plan.entries) and not reader_view.has_lost(outline):
        return plan
    return Plan(layout=plan.layout, entries=tuple(Entry(one) for one in plan.references if one in seen))

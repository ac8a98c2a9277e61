"""Briefings that signed-in trainers keep: named, copied, shared by a link, and held against their sources."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import editions
from .builder import HELD, SAVED, hold, made, plan_for
from .changes import changes
from .models import Briefing, Edition
from .plans import DEFAULT_TITLE, plan_of
from .views import file, outline_of, unknown
from .writers import FORMATS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def briefings(request: HttpRequest) -> HttpResponse:
    """Show the reader's saved briefings; a post saves the one that is being made."""
    if request.method == "POST":
        return redirect(save(request))
    return render(request, "briefings/saved.html", {"briefings": request.user.briefings.all()})  # type: ignore[union-attr]


@transaction.atomic
def save(request: HttpRequest) -> Briefing:
    """Keep what is being made under its title; if it was saved in another window meanwhile, keep it as a copy."""
    plan = plan_for(request)
    if not plan.entries:
        raise Http404
    outline = made(request, plan)
    edition = edition_of(request, outline)
    key, revision = request.session.get(SAVED, ("", 0))
    own = Briefing.objects.select_for_update().filter(owner=request.user, key=key).first()
    name = plan.title or DEFAULT_TITLE
    if own and own.revision == revision:
        own.name, own.plan, own.edition = name, request.session[HELD], edition
        own.revision, own.saved_at = revision + 1, timezone.now()
        own.save()
        messages.success(request, "Saved.")
    else:
        name = f"{name} (copy)" if own else name
        own = Briefing.objects.create(owner=request.user, name=name, plan=request.session[HELD], edition=edition)
        messages.success(request, "Saved." if name == plan.title else f"Saved as “{name}”: nothing was written over.")
    request.session[SAVED] = [own.key, own.revision]
    return own


def edition_of(request: HttpRequest, outline) -> Edition:
    """Keep an outline, and return its edition."""
    kept = editions.keep(outline, request.user, request.build_absolute_uri("/").rstrip("/"))
    return Edition.objects.get(code=kept.code)


def seen(request: HttpRequest, key: str) -> Briefing:
    """Return a briefing that the reader keeps, or that is shared with who has its link; raises Http404 otherwise."""
    found = get_object_or_404(Briefing.objects.select_related("edition"), key=key)
    if not found.is_shared and found.owner != request.user:
        raise Http404
    return found


@never_cache
@require_safe
def briefing(request: HttpRequest, key: str) -> HttpResponse:
    """Show a saved briefing with its words as they were, and what happened to them since."""
    found = seen(request, key)
    outline = outline_of(found.edition, request, is_own=found.owner == request.user)
    context = {
        "briefing": found,
        "outline": outline,
        "changes": changes(found.edition, outline, request.user),
        "is_own": found.owner == request.user,
        "formats": FORMATS.values(),
    }
    return render(request, "briefings/briefing.html", context)


@require_safe
def briefing_file(request: HttpRequest, key: str, format: str) -> HttpResponseBase:
    """Return a saved briefing as a file: its words as they were; it says what happened to them since."""
    if format not in FORMATS:
        return unknown(request)
    found = seen(request, key)
    outline = outline_of(found.edition, request, is_own=found.owner == request.user)
    since = [f"{one.reference}: {one.what}" for one in changes(found.edition, outline, request.user)]
    return file(request, editions.with_changes(outline, since), FORMATS[format], "briefing")


@login_required
@require_POST
def change(request: HttpRequest, key: str, do: str) -> HttpResponse:
    """Open a briefing to go on with it, copy it, take its sources' words as they are now, share it or remove it."""
    found = seen(request, key)
    if do in ("open", "copy"):
        hold(request, plan_of(found.plan))
        request.session.pop(SAVED, None)
        if do == "open" and found.owner == request.user:
            request.session[SAVED] = [found.key, found.revision]
        return redirect("builder")
    if found.owner != request.user:
        raise Http404
    match do:
        case "renew":
            hold(request, plan_of(found.plan))
            request.session[SAVED] = [found.key, found.revision]
            return redirect(save(request))
        case "share" | "unshare":
            found.is_shared = do == "share"
            found.save(update_fields=["is_shared"])
            messages.success(request, "Who has the link reads it now." if found.is_shared else "Only you read it now.")
        case "remove":
            found.delete()
            messages.success(request, f"“{found.name}” is removed.")
            return redirect("briefings")
        case _:
            raise Http404
    return redirect(found)

"""What a person sees and changes of their own account; signing up and in is allauth's."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reviews_portal.shortcuts import get_row_or_404

from . import sessions

KEPT = "kept"  # what was typed before, signed by the page that it was typed into


class SignIn(LoginView):
    """Signs in; what was typed into a page that asked for it waits in the session for that page."""

    def form_valid(self, form: Any) -> HttpResponse:
        kept = self.request.POST.get(KEPT, "")
        if 0 < len(kept) <= settings.LONGEST_KEPT:
            if refused := ratelimit.consume_or_429(self.request, action="keep_typed"):
                return refused
            self.request.session[KEPT] = kept
        return super().form_valid(form)


class SignInWithPasskey(LoginWebAuthnView):
    """Sign in with a passkey.

    allauth gives what the passkey must answer to a GET, and stores it in a new session. Here a POST asks for it, as
    any website could have a reader's browser send a GET.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("account_login")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return what the passkey must answer to a script that asks for it; else sign in with its answer."""
        if get_adapter().is_ajax(request) and not request.POST.get("credential"):
            return super().get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show what the portal knows of the reader, with the ways to change it."""
    memberships = request.user.memberships.select_related("agency", "partnership")  # type: ignore[union-attr]
    return render(request, "account/account.html", {"memberships": memberships})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show where the reader is signed in; end one of these sessions, or all but this one."""
    if request.method == "POST":
        own = UserSession.objects.filter(user=request.user)
        others = own.exclude(session_key=request.session.session_key)
        ended = others if "all" in request.POST else [get_row_or_404(others, request.POST.get("end"))]
        for session in ended:
            session.end()
        messages.success(request, "Signed out there.")
        return redirect("usersessions_list")
    listed = sorted(UserSession.objects.purge_and_list(request.user), key=lambda session: session.created_at)
    return render(request, "account/sessions.html", {"sessions": listed, "own": request.session.session_key})


@require_http_methods(["GET", "POST"])
def session_left(request: HttpRequest) -> JsonResponse:
    """Say after how many seconds the session ends, 0 if it has ended; to POST here is to stay signed in."""
    return JsonResponse({"seconds": sessions.seconds_left(request) if request.user.is_authenticated else 0})

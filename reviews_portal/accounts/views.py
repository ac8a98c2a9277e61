"""Views of a user's own account. Registration and sign-in are allauth's views."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from . import sessions

KEPT = "kept"  # what was typed into a page before signing in, signed by that page


class SignIn(LoginView):
    """Sign in. What was typed into a page that required it is kept in the session for that page."""

    def form_valid(self, form: Any) -> HttpResponse:
        kept = self.request.POST.get(KEPT, "")
        if 0 < len(kept) <= settings.LONGEST_KEPT:
            if refused := ratelimit.consume_or_429(self.request, action="keep_typed"):
                return refused
            self.request.session[KEPT] = kept
        return super().form_valid(form)


class SignInWithPasskey(LoginWebAuthnView):
    """Sign in with a passkey.

    allauth answers a GET with the challenge for the passkey, and stores it in a new session. Here the challenge is
    requested by POST, because any website could make a reader's browser send a GET.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("account_login")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the challenge if the page's script asks for it; otherwise sign in with the passkey's response."""
        if get_adapter().is_ajax(request) and not request.POST.get("credential"):
            return super().get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the user's own account, with links to change it."""
    memberships = request.user.memberships.select_related("agency", "partnership")  # type: ignore[union-attr]
    return render(request, "account/account.html", {"memberships": memberships})


@login_required
@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show the user's sessions."""
    listed = sorted(UserSession.objects.purge_and_list(request.user), key=lambda session: session.created_at)
    return render(request, "account/sessions.html", {"sessions": listed, "own": request.session.session_key})


@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the user's other sessions by a POST, and redirect to the list."""
    if request.method == "POST":
        end(request, [get_object_or_404(others(request), pk=pk)], "The device has been signed out.")
    return redirect("usersessions_list")


@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of the user's sessions except the current one by a POST, and redirect to the list."""
    if request.method == "POST":
        end(request, others(request), "You have been signed out everywhere else.")
    return redirect("usersessions_list")


def others(request: HttpRequest) -> QuerySet[UserSession]:
    """Return the user's sessions without the current one."""
    return UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)


def end(request: HttpRequest, chosen: Iterable[UserSession], message: str) -> None:
    """End these sessions, and show the message."""
    for session in chosen:
        session.end()
    messages.success(request, message)


@require_http_methods(["GET", "POST"])
def session_left(request: HttpRequest) -> JsonResponse:
    """Return the number of seconds until the session ends, 0 if it has ended. A POST keeps the user signed in."""
    return JsonResponse({"seconds": sessions.seconds_left(request) if request.user.is_authenticated else 0})

"""Require users whose role needs two-step verification to set it up before they see anything else."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from learning.sight import has_workspace
from learning.utils.form_recovery import keep_refused
from reviews_portal.accounts.second_factor import has_second_factor

# The full names of all pages open to users who must first set up a second factor: the pages to set one up, the account
# page, the password prompt, the sessions and signing out. The names of admin pages have a namespace, so none of them
# is open.
OPEN = {
    "account",
    "account_change_password",
    "account_email_verification_sent",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "brand",
    "end_other_sessions",
    "end_session",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_list_webauthn",
    "session_left",
    "usersessions_list",
}


def needs_second_factor(request: HttpRequest) -> bool:
    """Return whether a signed-in user must set up a second factor first: editors, scrutineers and administrators.

    Users who already have one were asked for it when they signed in. Single sign-on may have asked for its own.
    """
    user = request.user
    if not settings.SECOND_FACTOR_REQUIRED or not (user.is_staff or has_workspace(user)):
        return False
    ways = {record["method"] for record in get_authentication_records(request, user)}
    asked_elsewhere = settings.OPENID_ASKS_SECOND_FACTOR and "socialaccount" in ways
    return not asked_elsewhere and not has_second_factor(user)


class RequireSecondFactor:
    """Redirects these users from every page not in `OPEN` to the set-up page. What they typed is kept meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view) -> HttpResponse | None:
        is_open = request.resolver_match is not None and request.resolver_match.view_name in OPEN
        if is_open or not request.user.is_authenticated or not needs_second_factor(request):
            return None
        if request.method == "POST":
            keep_refused(request)
        messages.warning(request, "Your role needs two-step verification. Set it up here, then continue.")
        return redirect("mfa_index")

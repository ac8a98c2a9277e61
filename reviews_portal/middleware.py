"""What every answer of the portal carries."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse

from learning.models.old_slug import Moved
from learning.sight import has_workspace
from learning.utils.form_recovery import keep_refused

from .accounts.second_factor import has_second_factor

# The full names of all pages open to users who must first set up a second factor: the pages to set one up, the account
# page, the password prompt, the sessions and signing out. The names of admin pages are in a namespace, and none is
# open.
OPEN = {
    "account",
    "account_change_password",
    "account_email_verification_sent",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "brand",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_list_webauthn",
    "session_left",
    "usersessions_list",
}


METHODS = ["GET", "HEAD", "POST"]
# The browser features that pages may use: passkeys for signing in, and the clipboard for "Copy link".
USED = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
UNUSED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join([f"{name}=(self)" for name in USED] + [f"{name}=()" for name in UNUSED])


def permit_nothing(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that denies pages and their frames the camera, the location and other browser features."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware


def refuse_other_methods(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that answers 405 to methods that the portal does not support, such as TRACE.

    It comes before everything that handles requests, including static files and redirects.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware


def keep_signed_in_pages_private(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that lets nobody store a page made for a signed-in reader.

    Pages for anonymous readers are the same for all, and are asked for again each time, so
    that a withdrawn review is gone at once.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        elif "Cache-Control" not in response:
            response["Cache-Control"] = "no-cache"
        return response

    return middleware


class LeadOn:
    """Redirects from the address with a former slug to the same page under the current slug."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, Moved) or match is None or request.method == "POST":
            return None
        named = {name: exception.new if one == exception.old else one for name, one in match.kwargs.items()}
        if named == match.kwargs:  # the slug stands in a parameter
            return None
        address, query = reverse(match.view_name, kwargs=named), request.META.get("QUERY_STRING", "")
        return redirect(f"{address}?{query}" if query else address, permanent=True)


def needs_second_factor(request: HttpRequest) -> bool:
    """Return whether a signed-in person must set up a second factor first: editors, scrutineers and administrators.

    Who has one was asked for it when signing in; single sign-on may have asked for its own.
    """
    user = request.user
    if not settings.SECOND_FACTOR_REQUIRED or not (user.is_staff or has_workspace(user)):
        return False
    ways = {record["method"] for record in get_authentication_records(request, user)}
    asked_elsewhere = settings.OPENID_ASKS_SECOND_FACTOR and "socialaccount" in ways
    return not asked_elsewhere and not has_second_factor(user)


class AskForSecondFactor:
    """Shows such a person nothing but the way to set one up, and out; what they typed is kept meanwhile."""

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

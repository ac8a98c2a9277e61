"""Headers on every response: which browser features pages may use, and who may store a page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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


def deny_browser_features(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that denies pages and their frames access to the camera, location and other features."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware


def keep_signed_in_pages_private(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that forbids storing pages made for signed-in readers.

    Pages for readers without a session are the same for everybody. Browsers must revalidate them each time, so that a
    withdrawn review is gone at once. With a session they show what is in the reader's briefing: only the reader's
    browser may store them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        elif "Cache-Control" not in response:
            has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-cache" if has_session else "no-cache"
        return response

    return middleware

"""Pages about the portal itself, and pages for what went wrong."""

import sys
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from learning.utils.form_recovery import keep_refused
from learning.utils.same_site import FROM_ELSEWHERE
from reviews_portal import read_only
from reviews_portal.typed_text import fields_sent

about = TemplateView.as_view(template_name="pages/about.html")
accessibility = TemplateView.as_view(template_name="pages/accessibility.html")
privacy = TemplateView.as_view(template_name="pages/privacy.html")
cookies = TemplateView.as_view(template_name="pages/cookies.html")


def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines away from log-in pages and documents to hand out; the learning itself may be found."""
    kept_out = "".join(f"Disallow: {path}\n" for path in ("/accounts/", "/admin/", "/briefings/"))
    return HttpResponse(f"User-agent: *\n{kept_out}", content_type="text/plain")


SECURITY_FOR = timedelta(days=180)  # the time after which a copy of the file should be fetched again


def security(request: HttpRequest) -> HttpResponse:
    """Return security.txt (RFC 9116), with the contact for vulnerabilities; its expiry date moves on each day."""
    expires = datetime.combine(timezone.localdate() + SECURITY_FOR, time(), tzinfo=UTC)
    site = settings.PORTAL_ADDRESS
    lines = [
        f"Contact: {settings.SECURITY_CONTACT or site + reverse('contact')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {site}{reverse('security')}",
        f"Policy: {site}{reverse('security_policy')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_policy(request: HttpRequest) -> HttpResponse:
    """Show the security policy: the file SECURITY.md of the repository."""
    text = (settings.BASE_DIR / "SECURITY.md").read_text("utf-8")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for an icon without being told of ours, as on Django's admin, to it."""
    return redirect(static("img/favicon.svg"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 in the portal's own look; nothing is read of a request that may be unreadable, such as its host."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 in the portal's own look."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the portal's own look, the same for what is missing and what is not for this reader."""
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500, with what was typed; or 503 if code outside a view could not store something."""
    if read_only.is_read_only(sys.exc_info()[1]):
        return read_only.page(request)
    context = {"fields": fields_sent(request) if request.method == "POST" else []}
    return HttpResponse(render_to_string("500.html", context), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token was refused: it was open for too long, or sent without cookies.

    A typed response is kept. Anything else is shown, to be copied. It has no button to send it again, because it may
    come from another site.
    """
    context = {"fields": fields_sent(request), "is_foreign": reason == FROM_ELSEWHERE}
    return keep_refused(request) or render(request, "403_csrf.html", context, status=403)

"""Pages about the portal itself, and error pages."""

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
cookies = TemplateView.as_view(
    template_name="pages/cookies.html",
    extra_context={"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME},
)


def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines away from sign-in pages and exports; pages with learning may be indexed."""
    kept_out = "".join(f"Disallow: {path}\n" for path in ("/accounts/", "/admin/", "/briefings/"))
    return HttpResponse(f"User-agent: *\n{kept_out}", content_type="text/plain")


SECURITY_FOR = timedelta(days=180)  # the time after which a copy of the file is out of date


def security(request: HttpRequest) -> HttpResponse:
    """Return security.txt (RFC 9116) with the contact for vulnerabilities; its expiry date is renewed each day."""
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
    """Redirect to our icon: browsers request this URL on pages that do not name one, such as Django's admin."""
    return redirect(static("img/favicon.svg"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 400 page. It reads nothing from the request, which may be invalid (such as its host)."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 403 page, with the reason if the exception has one for the reader."""
    return render(request, "403.html", {"reason": getattr(exception, "reason", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 404 page: the same for what does not exist and for what this reader may not see."""
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Return the 500 page with the typed text, or the 503 page if middleware could not write to the database."""
    if read_only.is_read_only(sys.exc_info()[1]):
        return read_only.page(request)
    context = {"fields": fields_sent(request) if request.method == "POST" else []}
    return HttpResponse(render_to_string("500.html", context), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose CSRF token was refused: it was open for too long, or sent without cookies.

    A typed response is stored. Other typed text is shown, to be copied; there is no button to send it again, because
    the form may come from another site.
    """
    context = {"fields": fields_sent(request), "is_foreign": reason == FROM_ELSEWHERE}
    return keep_refused(request) or render(request, "403_csrf.html", context, status=403)

"""Report a problem or a risk of identification."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from learning.forms import ErrorReportForm
from learning.help_lines import EVERYBODY
from learning.models import ErrorReport
from learning.models.report import review_reported
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.signals import report_received
from learning.utils.same_site import without_cookies
from learning.utils.text import printable

# Urgent reports, of families or of a risk of identification, have limits of their own, because a child's safety may
# depend on them: a flood of other reports cannot use those up, and a flood from one network cannot use up the limit of
# another.
REPORTS = RateLimit("reports", "Too many reports have been sent this hour.", each=10, network=30, everybody=300)
IDENTIFICATIONS = RateLimit(
    "reports of identification", "Too many reports have been sent this hour.", each=30, network=100, everybody=3000
)
SAME = timedelta(days=1)  # the period in which an identical report is stored only once


@without_cookies
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form, and store the report for administrators; `?about=` is the initial reference."""
    if request.method == "POST":
        form = ErrorReportForm(request.POST)
        if form.is_valid():
            try:
                receive(request, form.save(commit=False))
            except TooManyRequests as error:
                return refused(request, form, error)
            return redirect("contact_thanks")
    else:
        form = ErrorReportForm(initial={"about": printable(request.GET.get("about", ""))})
    return shown(request, form, status=422 if form.errors else 200)


def shown(request: HttpRequest, form: ErrorReportForm, status: int) -> HttpResponse:
    """Show the form, which may be about any review."""
    return render(request, "learning/contact.html", {"form": form, "everybody": EVERYBODY}, status=status)


@transaction.atomic
def receive(request: HttpRequest, report: ErrorReport) -> None:
    """Store a report, unless an identical one is waiting, and alert those concerned if it is urgent.

    Raises TooManyRequests.
    """
    same = ErrorReport.objects.filter(handled_at=None, received_at__gt=timezone.now() - SAME)
    if same.filter(**{name: getattr(report, name) for name in ErrorReportForm.Meta.fields}).exists():
        return
    count(request, IDENTIFICATIONS if report.is_urgent else REPORTS)
    report.review = review_reported(report.about)
    report.save()
    if report.is_urgent:
        report_received.send(ErrorReport, report=report)


def refused(request: HttpRequest, form: ErrorReportForm, error: TooManyRequests) -> HttpResponse:
    """Show the form again with the report as typed, and when it can be sent again."""
    form.add_error(None, f"{error} What you typed is still below.")
    page = shown(request, form, status=429)
    page["Retry-After"] = str(error.retry_after)
    return page


def contact_thanks(request: HttpRequest) -> HttpResponse:
    """Confirm that the report was received, and say what happens next."""
    return render(request, "learning/contact_thanks.html")

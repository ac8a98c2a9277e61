"""Report an error or a risk of identification."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from learning.forms import ErrorReportForm
from learning.text import printable


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Take a report into the administrators' list; `?about=` fills in the reference it is about."""
    if request.method == "POST":
        form = ErrorReportForm(request.POST)
        if form.is_valid():
            form.save()
            return redirect("contact_thanks")
    else:
        form = ErrorReportForm(initial={"about": printable(request.GET.get("about", ""))})
    return render(request, "learning/contact.html", {"form": form}, status=422 if form.errors else 200)


def contact_thanks(request: HttpRequest) -> HttpResponse:
    """Say that the report has arrived, and what happens next."""
    return render(request, "learning/contact_thanks.html")

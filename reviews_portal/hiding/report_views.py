"""Views of urgent reports: what a reader wrote, a link to hide it at once, and what was done about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from learning.models import ErrorReport
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer

from . import reports
from .decorators import redirect_to_report_unless_post, report_page, report_required
from .forms import AnswerForm


@recovers_typed_text()
@report_required
@require_safe
def report(request: HttpRequest, one: ErrorReport) -> HttpResponse:
    """Show an urgent report, with a link to hide what it is about, and the form to record what was done."""
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return show_report(request, one, AnswerForm(kept[1] if kept else None))


def show_report(request: HttpRequest, one: ErrorReport, form: AnswerForm) -> HttpResponse:
    """Return the page of a report, with status 422 if the form has errors."""
    context = {
        "report": one,
        "form": form,
        "hide_address": reports.hide_address(one),
        "hiding": reports.hiding_of(one),
        "answer_by": reports.answer_by(one),
        "writer": writer(request.user),
    }
    return render(request, "hiding/report.html", context, status=422 if form.errors else 200)


@recovers_typed_text(page=report_page)
@redirect_to_report_unless_post
@report_required
def answer_report(request: HttpRequest, one: ErrorReport) -> HttpResponse:
    """Record what was done about a report."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            reports.answer(one, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Saved. The report is marked as answered.")
            return redirect("hidden")
    return show_report(request, one, form)

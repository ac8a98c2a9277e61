"""The yearly report of a partnership, as a page and as CSV."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from learning.models.old_slug import at_slug
from learning.signals import restricted_exported
from learning.utils.paging import page_of
from learning.utils.spreadsheet import as_csv
from recommendations.forms import PeriodForm
from recommendations.requests.outcomes import Period
from recommendations.workspace_permissions import partnerships_watched
from recommendations.yearly_report import BY_KEY, COLUMNS, PARTS, report_on
from recommendations.yearly_report_csv import CSV_COLUMNS, cells


@login_required
def yearly_report(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the report for `?start=&end=`, or for this reporting year; `?show=` is the figure whose rows are listed."""
    partnership = at_slug(partnerships_watched(request.user), slug)
    period = Period.of(timezone.localdate())
    form = PeriodForm(request.GET if {"start", "end"} & set(request.GET) else None, initial=vars(period))
    if form.is_valid():
        period = Period(**form.cleaned_data)
    report = report_on(partnership, period)
    show = request.GET.get("show", "")
    parts = {part: wanted for part in PARTS if (wanted := request.GET.get(part, ""))}
    rows = report.rows_of(show, parts)
    if request.GET.get("format") == "csv" and not form.errors:
        restricted_exported.send(yearly_report, request=request, what=f"yearly report {partnership.pk} csv")
        name = f"learning-from-reviews-{partnership.slug}-{period.start}-{period.end}.csv"
        return as_csv(name, CSV_COLUMNS, map(cells, rows))
    context = {
        "partnership": partnership,
        "period": period,
        "form": form,
        "report": report,
        "tables": [(part, page_of(request, report.by(part), of=part)) for part in PARTS],
        "columns": COLUMNS.values(),
        "page": page_of(request, rows),
        "show": show,
        "is_narrowed": bool(parts) or show in BY_KEY,
        "label": BY_KEY[show].label if show in BY_KEY else "",
    }
    return render(request, "recommendations/workspace/report.html", context, status=422 if form.errors else 200)

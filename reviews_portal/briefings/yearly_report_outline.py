"""The yearly report of a partnership as an outline: figures, figures by review, agency and theme, and its requests.

Only users who may read the partnership's workspace can read it, or open a kept version of it.
"""

from dataclasses import replace

from django.http import Http404, HttpRequest
from django.utils import timezone

from learning.models.old_slug import at_slug
from learning.utils.dates import written_out
from recommendations.forms import PeriodForm
from recommendations.requests.outcomes import Period
from recommendations.requests.rows import Row
from recommendations.workspace_permissions import partnerships_watched
from recommendations.yearly_report import PARTS, Figure, Line, Report, report_on

from .listings import MOST, outline, quoter_for
from .outline import Fact, Item, Outline, Section
from .quoting.quoter import Quoter

MARK = "Own partnership only"


def of_report(request: HttpRequest, slug: str) -> Outline:
    """Return the report for `?start=&end=`, or for the current reporting year.

    Raises Http404 if the user may not read the partnership's workspace, or if the period is invalid.
    """
    partnership = at_slug(partnerships_watched(request.user), slug)
    period = Period.of(timezone.localdate())
    form = PeriodForm(request.GET if {"start", "end"} & set(request.GET) else None)
    if form.is_bound:
        if not form.is_valid():
            raise Http404
        period = Period(**form.cleaned_data)
    report, quoter = report_on(partnership, period), quoter_for(request)
    page = f"/responses/partnerships/{slug}/report/?start={period.start}&end={period.end}"
    sections = [section for part in PARTS if (section := by_part(part, report)).items]
    if report.table:
        sections.append(requests(report, quoter, quoter.site + page))
    made = outline(
        quoter,
        page,
        f"Yearly report: learning from reviews, {partnership.name}",
        lead=f"{written_out(period.start)} to {written_out(period.end)}, as at {written_out(period.seen_on)}",
        facts=figures(report),
        sections=tuple(sections),
        subject=f"partnership/{slug}",
        workspace=slug,
    )
    return replace(made, audience=MARK)


def figures(report: Report) -> tuple[Fact, ...]:
    """Return each figure with its number and its parts, under the heading of its group."""
    return tuple(
        Fact(f"{title}: {figure.label}", ", ".join([str(number), *map(of_which, parts)]))
        for title, group in report.nested_figures()
        for figure, number, parts in group
    )


def of_which(part: tuple[Figure, int]) -> str:
    """Return a figure as a part of another one."""
    figure, number = part
    return f"of which {number} {figure.label.lower()}"


def by_part(part: str, report: Report) -> Section:
    """Return the figures of each review, agency or theme."""

    def item(line: Line) -> Item:
        numbers = " · ".join(f"{heading}: {number}" for heading, _, number in line.cells)
        return Item(look="response", label=line.name, line=numbers, audience=MARK)

    return Section(f"By {part}", tuple(map(item, report.by(part))))


def requests(report: Report, quoter: Quoter, address: str) -> Section:
    """Return the list of all requests or, if they are too many for a document, their number and where they are."""
    number = len(report.table)
    if number <= MOST:
        return Section("Requests", tuple(requested(row, quoter) for row in report.rows))
    where = (
        f"A document can list up to {MOST}. To see them all, open the report on the portal or download its CSV file."
    )
    item = Item(look="response", label=f"{number:,} requests", line=where, address=address, audience=MARK)
    return Section("Requests", (item,))


def requested(row: Row, quoter: Quoter) -> Item:
    """Return a request with its outcome, and with what is missing."""
    request, recommendation = row.request, row.request.recommendation
    dates = [f"Requested {written_out(request.asked_on)}", f"due {written_out(request.due_on)}"]
    dates += [f"response published {written_out(row.answered_on)}"] if row.answered_on else []
    shows = [f"Evidence shows {row.shows.label.lower()}"] if row.shows else []
    gaps = [f"Still needed: {'; '.join(row.gaps)}"] if row.gaps else []
    return Item(
        look="response",
        label=f"{request.agency.name}: response to {recommendation.label_in_sentence}, {recommendation.review.title}",
        line=" · ".join([", ".join(dates), *row.stated, *shows, *gaps]),
        reference=recommendation.reference,
        address=quoter.site + request.get_absolute_url(),
        audience=MARK,
    )

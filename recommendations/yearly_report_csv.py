"""The CSV file of the yearly report: its columns, and the cells of one request."""

from .requests.rows import Row

CSV_COLUMNS = [
    "Reference", "Review", "Recommendation", "Agency", "Themes", "Asked", "Due", "Answered", "Acceptance", "Progress",
    "Assurance", "Judged on", "Evidence dated", "Evidence shows", "Gaps",
]  # fmt: skip


def cells(row: Row) -> list[object]:
    """Return the cells of one request; missing values are empty."""
    request, recommendation = row.request, row.request.recommendation
    return [
        recommendation.reference,
        recommendation.review.title,
        recommendation.label,
        request.agency.name,
        "; ".join(row.themes),
        request.asked_on,
        request.due_on,
        row.answered_on or "",
        row.acceptance.label if row.version else "",
        row.progress.label if row.version else "",
        row.judgement_in_words if row.version else "",
        row.assurance.judged_on if row.assurance else "",
        (row.assurance.evidence_on if row.assurance else None) or "",
        row.shows.label if row.shows else "",
        "; ".join(gap[:1].upper() + gap[1:] for gap in row.gaps),
    ]

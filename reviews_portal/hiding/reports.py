"""Urgent reports from families, or of a risk of identification: who is notified, and how they are answered."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from learning.models import ErrorReport, HiddenRecord, Hiding
from learning.models.hiding import DAYS_TO_DECIDE, working_days_after
from learning.models.report import reference_in

from . import notifications


def alert(report: ErrorReport, **kwargs) -> None:
    """Notify the editors of the review and the administrators of a report at once."""
    notifications.reported(report)


def answer_by(report: ErrorReport) -> date:
    """Return the day by which the sender was promised an answer."""
    return working_days_after(timezone.localdate(report.received_at), DAYS_TO_DECIDE)


def hide_address(report: ErrorReport) -> str:
    """Return the address at which what a report is about is hidden, or "" if it names no review."""
    if report.review is None:
        return ""
    reference = reference_in(report.about)
    if "-" in reference:
        return reverse("hide_item", args=[reference])
    return reverse("hide_part", args=[report.review.slug])


def hiding_of(report: ErrorReport) -> Hiding | None:
    """Return the hiding in force for the review or the item that a report names, or None."""
    if report.review is None:
        return None
    named = Q(review=report.review)
    if "-" in (reference := reference_in(report.about)):
        named |= Q(reference=reference)
    record = HiddenRecord.objects.filter(named).select_related("hiding").order_by("pk").first()
    return record.hiding if record else None


@transaction.atomic
def answer(report: ErrorReport, handling: str, *, by) -> None:
    """Record what was done about a report.

    Raises PermissionDenied unless `by` may see it, and ValidationError if `handling` is blank or
    the report was already answered.
    """
    now = ErrorReport.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=report.pk).first()
    if now is None:
        raise PermissionDenied("Only an editor of the review, or an administrator, can answer a report.")
    if now.handled_at is not None:
        raise ValidationError("Someone has already answered this report.")
    if not handling.strip():
        raise ValidationError({"handling": "Enter what was done."})
    now.handling, now.handled_at = handling.strip(), timezone.now()
    now.save(update_fields=["handling", "handled_at"])

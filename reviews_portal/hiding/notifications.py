"""Emails on what was hidden and on urgent reports. They contain a link and a reference, and no words of a case."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from learning.models import ErrorReport, Hiding, Review, Role
from learning.sight import administrators
from learning.utils.emails import notify


def concerned(review: Review | None) -> QuerySet:
    """Return the active editors of a review's partnerships, and the administrators."""
    people = Q(pk__in=administrators().values("pk"))
    if review is not None:
        own = {"memberships__partnership__reviews": review, "memberships__role": Role.PARTNERSHIP_EDITOR}
        people |= Q(pk__in=get_user_model().objects.filter(**own).values("pk"))
    return get_user_model().objects.filter(people, is_active=True).distinct().order_by("pk")


def hidden(hiding: Hiding, *, by) -> None:
    """Notify everybody who may decide that something was hidden."""
    notify(concerned(hiding.review).exclude(pk=by.pk), "hiding/email/hidden", hiding.get_absolute_url(), hiding=hiding)


def decided(hiding: Hiding, *, by) -> None:
    """Notify the person who hid something, and all others concerned, of the decision."""
    people = concerned(hiding.review).exclude(pk=by.pk)
    notify(people, "hiding/email/decided", hiding.get_absolute_url(), hiding=hiding)


def reminded(hiding: Hiding, *, is_overdue: bool) -> None:
    """Remind everybody concerned, including the person who hid it, that a decision is due or overdue."""
    email = "hiding/email/overdue" if is_overdue else "hiding/email/reminder"
    notify(concerned(hiding.review), email, hiding.get_absolute_url(), hiding=hiding)


def reported(report: ErrorReport) -> None:
    """Notify the editors of the review that a report is about, and the administrators."""
    notify(concerned(report.review), "hiding/email/reported", report.get_absolute_url(), report=report)

"""Reminders of decisions on what is hidden: on the last working day before they are due, and once they are overdue."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.models import Hiding
from learning.models.hiding import working_days_after

from . import notifications


def remind_of_decisions() -> int:
    """Send each reminder that is due, once, and return their number."""
    return sum(remind(hiding) for hiding in to_be_reminded().order_by("decide_by", "pk"))


def to_be_reminded():
    """Return what awaits a decision and has a reminder due that was not sent yet."""
    today = timezone.localdate()
    # A decision that is due on the next working day is nearly due.
    near = Q(decide_by__lte=working_days_after(today, 1), reminded_at=None)
    return Hiding.objects.open().filter(near | Q(decide_by__lt=today, reminded_overdue_at=None))


@transaction.atomic
def remind(hiding: Hiding) -> bool:
    """Send the reminder of one decision, and return whether it was sent.

    It is not sent if it was decided in the meantime. If several machines call this at the same time, the first one
    that locks it sends the reminder.
    """
    hiding = Hiding.objects.select_for_update(of=("self",)).select_related("review").get(pk=hiding.pk)
    if not to_be_reminded().filter(pk=hiding.pk).exists():
        return False
    is_overdue = hiding.decide_by < timezone.localdate()
    now = timezone.now()
    hiding.reminded_at = hiding.reminded_at or now
    if is_overdue:
        hiding.reminded_overdue_at = now
    hiding.save(update_fields=["reminded_at", "reminded_overdue_at"])
    notifications.reminded(hiding, is_overdue=is_overdue)
    return True

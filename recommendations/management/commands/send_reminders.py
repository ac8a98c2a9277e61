"""`manage.py send_reminders`: reminds of responses and decisions that are nearly due or overdue. Run it once a day."""

from django.core.management.base import BaseCommand

from recommendations.actions.asking import remind, to_be_reminded
from recommendations.reminders import REMINDERS


class Command(BaseCommand):
    """Send each reminder once, however often and on however many machines the command runs."""

    help = (
        "Remind agencies whose response is due within two weeks or overdue, once for each request, and editors who "
        "must decide what becomes of something hidden."
    )

    def handle(self, **options) -> None:
        reminded = sum(remind(request) for request in to_be_reminded().order_by("due_on", "pk"))
        reminded += sum(send() for send in REMINDERS)
        self.stdout.write(f"Sent {reminded} reminder{'' if reminded == 1 else 's'}.")

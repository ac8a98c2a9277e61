"""`manage.py send_reminders`: reminds agencies of responses that are nearly due or overdue. Run it once a day."""

from django.core.management.base import BaseCommand

from recommendations.actions.asking import remind, to_be_reminded


class Command(BaseCommand):
    """Send one reminder for each request, however often and on however many machines the command runs."""

    help = "Remind agencies whose response is due within two weeks or overdue, once for each request."

    def handle(self, **options) -> None:
        reminded = sum(remind(request) for request in to_be_reminded().order_by("due_on", "pk"))
        self.stdout.write(f"Sent {reminded} reminder{'' if reminded == 1 else 's'}.")

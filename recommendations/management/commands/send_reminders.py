"""`manage.py send_reminders`: reminds agencies whose answer is nearly due or overdue. To be run once a day."""

from django.core.management.base import BaseCommand

from recommendations.actions.asking import remind, to_be_reminded


class Command(BaseCommand):
    """Remind of each request once, however often and on however many machines it runs."""

    help = "Remind agencies whose response is due within two weeks, or overdue; each request once."

    def handle(self, **options) -> None:
        reminded = sum(remind(request) for request in to_be_reminded().order_by("due_on", "pk"))
        self.stdout.write(f"Reminded of {reminded} request{'' if reminded == 1 else 's'}.")

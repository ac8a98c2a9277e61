"""`manage.py redact`: takes out what was redacted and came in again, and cleans the database."""

from django.core.management.base import BaseCommand, CommandError

from reviews_portal.redaction.cleaning import NotNow, clean
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with


class Command(BaseCommand):
    help = "Redact again what came in past the models, and let the database give up what it kept of it."

    def add_arguments(self, parser) -> None:
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--clean", action="store_true", help="Do it; it may be stopped and run again.")
        how.add_argument("--check", action="store_true", help="Change nothing; fail if there is something to do.")

    def handle(self, *args, **options) -> None:
        if options["clean"]:
            try:
                again = clean()
            except NotNow as error:
                raise CommandError(f"{error} Run this again, when less is going on.") from error
            self.stdout.write(f"The database is clean; in {again} places something was redacted again.")
            return
        passages = Redaction.objects.passages()
        again = len(all_cells_with(passages)) if passages else 0
        waiting = Redaction.objects.done().filter(cleaned_at=None).count()
        if again or waiting:
            raise CommandError(
                f"{again} places hold redacted words, and {waiting} redactions wait for the database to be cleaned."
                " Run manage.py redact --clean."
            )
        self.stdout.write("Nothing redacted is held.")

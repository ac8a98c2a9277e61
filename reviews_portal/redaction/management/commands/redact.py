"""`manage.py redact`: takes out what was redacted and came in again, and cleans the database."""

from django.core.management.base import BaseCommand, CommandError

from reviews_portal.redaction.cleaning import NotNow, clean
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with


class Command(BaseCommand):
    help = "Redact again any words that were added without the models, and clean the database of the originals."

    def add_arguments(self, parser) -> None:
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument(
            "--clean", action="store_true", help="Clean the database. You can stop this and run it again."
        )
        how.add_argument(
            "--check", action="store_true", help="Change nothing, and fail if anything needs to be cleaned."
        )

    def handle(self, *args, **options) -> None:
        if options["clean"]:
            try:
                again = clean()
            except NotNow as error:
                raise CommandError(f"{error} Run this again when the database is less busy.") from error
            self.stdout.write(f"The database is clean. Words were redacted again in {again} places.")
            return
        passages = Redaction.objects.passages()
        again = len(all_cells_with(passages)) if passages else 0
        waiting = Redaction.objects.done().filter(cleaned_at=None).count()
        if again or waiting:
            raise CommandError(
                f"{again} places contain redacted words, and {waiting} redactions still need"
                " the database to be cleaned."
                " Run manage.py redact --clean."
            )
        self.stdout.write("The database contains no redacted words.")

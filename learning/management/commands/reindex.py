"""`manage.py reindex`: updates the search index from the records or, with --check, compares it with them."""

import sys

from django.core.management.base import BaseCommand, CommandError

from learning.search.index import differences, rebuild

SHOWN = 20


class Command(BaseCommand):
    help = "Update the search index from the records. Safe while the portal is in use; may be stopped and run again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing. Fail if the index is out of date.")

    def handle(self, *args, **options) -> None:
        if options["check"]:
            wrong = list(differences())
            for line in wrong[:SHOWN]:
                self.stderr.write(line)
            if wrong:
                raise CommandError(f"{len(wrong)} entries are out of date. Run manage.py reindex.")
            self.stdout.write("The search index is up to date.")
            return
        written = rebuild(progress=options["verbosity"] > 0 and sys.stderr.isatty())
        self.stdout.write(f"The search index is up to date: {written} entries were written.")

"""`manage.py reindex`: updates the search index from the records or, with --check, compares it with them."""

import sys

from django.core.management.base import BaseCommand, CommandError

from learning.search.index import differences, rebuild

SHOWN = 20


class Command(BaseCommand):
    help = "Bring the search index in step with the records, while readers go on; it may be stopped and run again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if the index is not in step.")

    def handle(self, *args, **options) -> None:
        if options["check"]:
            wrong = list(differences())
            for line in wrong[:SHOWN]:
                self.stderr.write(line)
            if wrong:
                raise CommandError(f"{len(wrong)} entries are not in step. Run manage.py reindex.")
            self.stdout.write("The index is in step with the records.")
            return
        written = rebuild(progress=options["verbosity"] > 0 and sys.stderr.isatty())
        self.stdout.write(f"The index is in step with the records; {written} entries were written.")

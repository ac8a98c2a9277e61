"""`manage.py export_briefing`: exports a selection to a file, like a URL of /briefings/, without a browser."""

import sys
from difflib import get_close_matches
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from tqdm import tqdm

from learning.models import Agency, Review, Theme
from recommendations.models import Recommendation
from reviews_portal.briefings.exporting import Export, NothingToExport, export
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.listings import TooMany
from reviews_portal.briefings.requests import request_of
from reviews_portal.briefings.selections import LISTS, RECORDS
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.briefings.writers.problems import CannotWrite

NEAREST = 5


class Command(BaseCommand):
    help = "Export a review, theme, agency, recommendation or list, as its URL under /briefings/ does."

    def add_arguments(self, parser) -> None:
        parser.add_argument("what", choices=[*RECORDS, *LISTS])
        parser.add_argument("key", nargs="?", default="", help="The end of its URL: a slug or a reference.")
        parser.add_argument("--format", choices=FORMATS, default="pdf")
        parser.add_argument(
            "--layout", choices=LAYOUTS, default="", help="Default: slides for pptx, otherwise briefing."
        )
        parser.add_argument("--query", default="", metavar="theme=…&kind=…", help="Filter a list, as its URL does.")
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL", help="Export what this user may see. Default: what is public."
        )
        parser.add_argument(
            "--output", metavar="FILE", help="- for standard output. Default: the name of the download."
        )

    def handle(self, *args, what: str, key: str, format: str, layout: str, output: str | None, **options) -> None:
        self.check_key(what, key)
        user = self.user(options["email"])
        try:
            made = export(request_of(user, options["query"]), what, key, FORMATS[format], layout)
            self.write(made, output or made.file_name)
        except Http404 as error:
            raise CommandError(missing(what, key, user) if key else str(error)) from error
        except (TooMany, NothingToExport, CannotWrite) as error:
            raise CommandError(str(error)) from error

    def check_key(self, what: str, key: str) -> None:
        """Raise CommandError if a record has no key, or a list has one."""
        if what in RECORDS and not key:
            raise CommandError(
                f"Give the key of the {what}, the end of its URL: manage.py export_briefing {what} KEY."
            )
        if what in LISTS and key:
            raise CommandError(
                f"“{what}” is a single list and takes no key. Filter it with --query, such as --query theme={key}."
            )

    def user(self, email: str | None):
        """Return the user with this email address. Raises CommandError if there is none."""
        if email is None:
            return AnonymousUser()
        user = get_user_model().objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"No user has the address {email}. Leave out --as to export what is public.")
        return user

    def write(self, made: Export, output: str) -> None:
        """Write the file and show the progress; an existing file is replaced only when the new one is complete."""
        with tqdm(total=made.number, unit=" items", delay=1, disable=None, file=sys.stderr) as bar:
            parts = made.parts(lambda done: bar.update(done - bar.n))
            if output == "-":
                sys.stdout.buffer.writelines(parts)
                sys.stdout.buffer.flush()
            else:
                self.write_file(Path(output), parts)
            bar.update(made.number - bar.n)
        mark = f", {made.source.audience.lower()}" if made.source.audience else ""
        self.stderr.write(f"{output}: {made.number:,} item{'' if made.number == 1 else 's'}{mark}.")

    def write_file(self, file: Path, parts) -> None:
        """Write the parts to a file. Raises CommandError if that fails."""
        partial = file.with_name(f"{file.name}.partial")
        try:
            with partial.open("wb") as to:
                to.writelines(parts)
            partial.replace(file)
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from error
        finally:
            partial.unlink(missing_ok=True)


def missing(what: str, key: str, user) -> str:
    """Return a message that a record does not exist for a user, with similar keys that do."""
    keys = {
        "review": Review.objects.visible_to(user).values_list("slug", flat=True),
        "theme": Theme.objects.current().values_list("slug", flat=True),
        "agency": Agency.objects.visible_to(user).values_list("slug", flat=True),
        "recommendation": Recommendation.objects.visible_to(user).order_by("pk").values_list("reference", flat=True),
    }
    near = get_close_matches(key, map(str, keys[what]), NEAREST, cutoff=0)
    others = f" Did you mean: {', '.join(near)}?" if near else ""
    return f"There is no {what} “{key}” that this user may see.{others}"

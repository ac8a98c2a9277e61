"""`manage.py originals`: compares the storage of original files with the database."""

import hashlib
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from learning.models import OriginalFile
from learning.originals import actions
from learning.originals.storage import originals


class Command(BaseCommand):
    help = "Delete original files that nobody can open, or check that each file is there and unchanged."

    def add_arguments(self, parser) -> None:
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--clean", action="store_true", help="Delete files that belong to no document.")
        how.add_argument("--check", action="store_true", help="Change nothing, and fail if a file is not as it was.")

    def handle(self, *args, **options) -> None:
        unwanted = actions.unwanted()
        if options["clean"]:
            for name in unwanted:
                originals().delete(name)
            self.stdout.write(f"{len(unwanted)} files were deleted that nobody could open.")
            return
        problems = [*(f"{name} belongs to no document." for name in unwanted), *damaged()]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("Each original file is there and unchanged.")


def damaged() -> Iterator[str]:
    """Yield what is wrong with files that documents hold."""
    for one in OriginalFile.objects.filter(documents__isnull=False, is_deleted=False).distinct():
        try:
            with originals().open(one.name) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield f"{one.name} is missing. Restore it from a backup, or add it to its document again."
            continue
        if digest != one.digest:
            yield f"{one.name} has changed. Restore it from a backup, or add it to its document again."

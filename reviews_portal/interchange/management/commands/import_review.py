"""`manage.py import_review FILE…`: make draft reviews from JSON documents that another portal exported."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from learning.management.options import importer, partnership_at
from reviews_portal.interchange.importing import Imported, Options, import_document, preview, read_document
from reviews_portal.interchange.importing.files import folder_beside
from reviews_portal.interchange.importing.matching import OPTIONS
from reviews_portal.interchange.importing.reading import LARGEST, TOO_LARGE


class Command(BaseCommand):
    help = (
        "Make a draft of each review that another portal exported as JSON. Nothing becomes public: the partnership "
        "publishes the draft here. Each file is imported as a whole or not at all, and one that is refused does not "
        "stop the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--by", metavar="EMAIL", help="the editor or administrator who imports them")
        parser.add_argument("--partnership", metavar="SLUG", help="the partnership that the reviews belong to here")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument(
            "--copy", action="store_true", help="import again, as copies, reviews that this portal already has"
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="KIND:THEIRS=OURS",
            help="what a theme, agency or other entry in the files is in this portal, by slug, such as "
            "theme:neglect=neglect-of-children; kinds are " + ", ".join(NAMES),
        )

    def handle(self, *, files: list[Path], **options: Any) -> None:
        by = importer(options["by"]) if options["by"] or not options["dry_run"] else None
        chosen = Options(partnership_at(options["partnership"]), mapping_of(options["map"]), options["copy"])
        failed = 0
        for file in tqdm(files, unit="file", disable=None, leave=False):  # None: no progress bar without a terminal
            try:
                document = read_document(content_of(file))
                run: Any = preview if options["dry_run"] else import_document
                done = run(document, options=chosen, by=by, beside=folder_beside(file.parent))
                self.stdout.write(report(file, done))
            except (ValidationError, PermissionDenied) as error:
                failed += 1
                messages = error.messages if isinstance(error, ValidationError) else [str(error)]
                self.stdout.write("\n  ".join([f"{file.name}: not imported.", *messages]))
        if failed:
            raise CommandError(f"{failed} of {len(files)} files were not imported.", returncode=1)


NAMES = {called: name for name, called in OPTIONS.items()}


def mapping_of(pairs: list[str]) -> dict[tuple[str, str], str]:
    """Return the slugs here of entries, by kind and slug in the document. Raises CommandError for any other form."""
    found = {}
    for pair in pairs:
        theirs, _, ours = pair.partition("=")
        kind, _, slug = theirs.partition(":")
        if not (slug and ours and kind in NAMES):
            raise CommandError(f"“{pair}” is not of the form KIND:THEIRS=OURS. Kinds are {', '.join(NAMES)}.")
        found[NAMES[kind], slug] = ours
    return found


def content_of(file: Path) -> bytes:
    """Return the content of a file. Raises ValidationError if it cannot be opened or is too large."""
    try:
        if file.stat().st_size > LARGEST:
            raise ValidationError(TOO_LARGE)
        return file.read_bytes()
    except OSError as error:
        raise ValidationError(f"The file cannot be opened: {error.strerror}.") from error


def report(file: Path, done: Imported) -> str:
    """Return the result as lines of text."""
    new = ", with a new code because this portal already uses its own" if done.is_new_code else ""
    verb = "imported as draft" if done.review else "would be imported as draft"
    lines = [f"{file.name}: {verb} {done.code}{new}."]
    lines += [f"  {one[:1].upper()}{one[1:]}." for one in done.mapped]
    lines += [f"  Added to the vocabulary: {one}." for one in done.added]
    return "\n".join([*lines, *(f"  {one}" for one in done.left_out)])

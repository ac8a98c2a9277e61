"""`manage.py import_briefing FILE…`: make drafts of published documents."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from learning.management.options import importer, partnership_at
from learning.models import Review
from learning.originals.inspection import FORMATS
from learning.originals.processes import ReaderFailedError
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.imports.actions import Imported, import_file
from reviews_portal.imports.draft import Draft
from reviews_portal.imports.reading import read, refused

FAULT = "The portal could not read it; the file may be sound. Import it again, and report it if it fails again."


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # of the site that serves pages
    help = (
        "Read published documents (PDF, Word, PowerPoint, web pages, text, Markdown) into draft reviews. A response "
        "to a review that the importer edits, or its action plan, is added to that review instead. With "
        "--dry-run, nothing is stored: the command shows what it would find. A file that cannot be read does not stop "
        "the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, or folders of files")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--partnership", metavar="SLUG", help="the partnership that the reviews belong to")
        parser.add_argument("--by", metavar="EMAIL", help="the editor or administrator who imports them")
        parser.add_argument(
            "--new-review", action="store_true", help="add a draft even if the portal seems to hold the review already"
        )
        parser.add_argument("--add-to", metavar="CODE", help="add the files to this review as documents")
        parser.add_argument("--json", action="store_true", help="print one JSON object for each file")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        import_one = None if options["dry_run"] else self.import_with(options)
        unread, failed = 0, 0
        files = [file for one in files for file in files_in(one)]
        # None: a progress bar for people only
        for file in tqdm(files, unit="file", disable=None, leave=False):
            try:
                imported = import_one(file) if import_one else Imported(draft_from(file))
            except ReaderFailedError as error:
                failed += 1
                self.stderr.write(f"{file.name}: failed. {FAULT} ({error})")
                continue
            unread += imported.draft.refused is not None
            if options["json"]:
                self.stdout.write(json.dumps(imported.draft.as_data(), ensure_ascii=False))
            else:
                self.stdout.write(report(imported))
        if failed or (unread and not options["json"]):
            raise CommandError(f"{unread + failed} of {len(files)} files could not be read.", returncode=1)

    def import_with(self, options: dict[str, Any]) -> Callable[[Path], Imported]:
        """Return the function that imports a file. Raises CommandError if nobody says for whom and by whom."""
        by, partnership = importer(options["by"]), partnership_at(options["partnership"])

        add_to = reviews_edited_by(by).filter(code=options["add_to"]).first() if options["add_to"] else None
        if options["add_to"] and add_to is None:
            raise CommandError(f"{by} cannot edit any review with the code “{options['add_to']}”.")
        if add_to and options["new_review"]:
            raise CommandError("Use --add-to or --new-review, not both.")
        choice = {"new_review": options["new_review"], "add_to": add_to}

        def import_one(file: Path) -> Imported:
            content, problem = content_of(file)
            if problem:
                return Imported(problem)
            try:
                return import_file(content, file.name, partnership=partnership, by=by, **choice)
            except PermissionDenied as error:
                raise CommandError(f"{error} Name one with --partnership SLUG, or somebody else with --by.") from error

        return import_one


def files_in(path: Path) -> list[Path]:
    """Return the files in a folder that have a type that can be imported, sorted by name; for a file, the file."""
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.is_file() and one.suffix.lower() in FORMATS)


def content_of(file: Path) -> tuple[bytes, Draft | None]:
    """Return the content of a file on disk, or why it cannot be opened."""
    try:
        return file.read_bytes(), None
    except OSError as error:
        return b"", refused(file.name, f"cannot be opened: {error.strerror}.").draft


def draft_from(file: Path) -> Draft:
    """Return the draft of a file on disk."""
    content, problem = content_of(file)
    return problem or read(content, file.name).draft


def codes_of(reviews: Iterable[Review]) -> str:
    """Return the codes of reviews, separated by commas."""
    return ", ".join(review.code for review in reviews)


def report(imported: Imported) -> str:
    """Return what was found in a file, for people."""
    draft = imported.draft
    if draft.refused:
        return f"{draft.file}: not read. {draft.refused}"
    codes = codes_of(imported.reviews)
    if imported.was_held:
        return f"{draft.file}: already imported as {codes}."
    if imported.resembles:
        about = imported.why or f"It looks like {codes_of(imported.resembles)}, which the portal already holds."
        added = " To add it to that review, use --add-to CODE." if imported.is_answer else ""
        return f"{draft.file}: not imported. {about}{added} If it is another review, import it with --new-review."
    added = f" Added as {codes}." if codes else ""
    if imported.attached_to:
        added = f" Added to {imported.attached_to.code} as a document, open for editing."
    lines = [f"{draft.file}: {draft.reviews[0].title or 'no title found'}.{added}"]
    counts = Counter(one.type.value.replace("_", " ") for one in draft.statements)
    lines += [f"  {number:4} {kind}" for kind, number in counts.most_common()]
    reasons = Counter(one.reason.value for one in draft.not_placed)
    lines += [f"  {number:4} not placed: {reason}" for reason, number in reasons.most_common()]
    return "\n".join(lines)

"""`manage.py import_briefing FILE…`: make drafts of published documents."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reviews_portal.imports.draft import Draft
from reviews_portal.imports.reading import read, refused


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # of the site that serves pages
    help = (
        "Read published documents (PDF, Word, PowerPoint, web pages, text, Markdown) into draft reviews. With "
        "--dry-run nothing is stored: it shows what would be found. Each file is read by itself, so that one that "
        "cannot be read does not stop the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object for each file")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        if not options["dry_run"]:
            raise CommandError("Only --dry-run is possible so far.")
        failed = 0
        shown = tqdm(files, unit="file", disable=None, file=self.stderr._out, leave=False)
        for file in shown:
            draft = draft_from(file)
            failed += draft.refused is not None
            self.stdout.write(json.dumps(draft.as_data(), ensure_ascii=False) if options["json"] else report(draft))
        if failed and not options["json"]:
            raise CommandError(f"{failed} of {len(files)} files could not be read.", returncode=1)


def draft_from(file: Path) -> Draft:
    """Return the draft of a file on disk."""
    try:
        content = file.read_bytes()
    except OSError as error:
        return refused(file.name, f"cannot be opened: {error.strerror}.").draft
    return read(content, file.name).draft


def report(draft: Draft) -> str:
    """Return what was found in a file, for people."""
    if draft.refused:
        return f"{draft.file}: not read. {draft.refused}"
    lines = [f"{draft.file}: {draft.reviews[0].title or 'no title found'}"]
    counts = Counter(one.type.value.replace("_", " ") for one in draft.statements)
    lines += [f"  {number:4} {kind}" for kind, number in counts.most_common()]
    reasons = Counter(one.reason.value for one in draft.not_placed)
    lines += [f"  {number:4} not placed: {reason}" for reason, number in reasons.most_common()]
    return "\n".join(lines)

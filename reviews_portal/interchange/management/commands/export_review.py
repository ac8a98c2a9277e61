"""`manage.py export_review CODE…`: write whole reviews as JSON documents."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from learning.models import Review, Status
from reviews_portal.interchange.exporting import document_of, written
from reviews_portal.interchange.exporting.files import are_included, content_of, file_entry, files_of, name_beside


class Command(BaseCommand):
    help = (
        "Write each review as a JSON document, CODE.json, which another portal can import. Large original files are "
        "written beside it. A review that cannot be exported does not stop the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help="the code of a review, such as R0003")
        parser.add_argument("--all", action="store_true", help="export every review that is not withdrawn")
        parser.add_argument(
            "--out",
            type=Path,
            default=Path(),
            metavar="DIR",
            help="the folder to write to; the current one if not given",
        )

    def handle(self, *, codes: list[str], out: Path, **options: Any) -> None:
        reviews = self.chosen(codes, is_all=options["all"])
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{out} cannot be used: {error.strerror}.") from error
        failed = 0
        for review in tqdm(
            reviews, unit="review", disable=None, leave=False
        ):  # None: no progress bar without a terminal
            try:
                self.stdout.write(f"{review.code}: {write(review, out)}")
            except (ValidationError, OSError) as error:
                failed += 1
                why = " ".join(error.messages) if isinstance(error, ValidationError) else f"{error}."
                self.stdout.write(f"{review.code}: not exported. {why}")
        if failed:
            raise CommandError(f"{failed} of {len(reviews)} reviews were not exported.", returncode=1)

    def chosen(self, codes: list[str], *, is_all: bool) -> list[Review]:
        """Return the reviews to export, in order. Raises CommandError if none are named or one is unknown."""
        if is_all == bool(codes):
            raise CommandError("Name the reviews to export, such as R0003, or use --all.")
        reviews = Review.objects.order_by("code")
        found = list(reviews.exclude(status=Status.WITHDRAWN) if is_all else reviews.filter(code__in=codes))
        if unknown := sorted({*codes} - {review.code for review in found}):
            raise CommandError(f"There is no review {unknown[0]}. Check its reference.")
        return found


def write(review: Review, folder: Path) -> str:
    """Write a review to a folder, with its files if they are large, and return the path.

    Raises ValidationError if it cannot be exported, and OSError if a file cannot be read or written.
    """
    path = folder / f"{review.code}.json"
    path.write_bytes(written(document_of(review)))
    files = files_of(review)
    if are_included(files):
        return str(path)
    for held in files.values():
        (folder / name_beside(file_entry(held, is_included=False))).write_bytes(content_of(held))
    return f"{path}, with {len(files)} files beside it"

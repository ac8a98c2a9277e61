"""`manage.py load_corpus DIR`: loads a large corpus of reviews, such as that of bench/corpus.py, into the database."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from reviews_portal.corpus import load_corpus


class Command(BaseCommand):
    """Load a corpus and print its size."""

    help = "Load a corpus of reviews from a folder with reviews.jsonl, items.jsonl and vocab.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the corpus")

    def handle(self, *, folder: Path, verbosity: int, **options) -> None:
        loaded = load_corpus(folder, progress=verbosity > 0)
        if verbosity == 0:
            return
        self.stdout.write(f"Loaded {loaded.reviews} reviews with {loaded.items} items.")
        if loaded.skipped_reviews:
            self.stdout.write(
                f"Skipped {loaded.skipped_reviews} reviews with {loaded.skipped_items} items,"
                " because reviews of the same codes are held already."
            )

"""Load a large corpus of reviews from JSON Lines straight into the tables.

A corpus is a folder with three files:

- vocab.json: the themes, agencies, kinds of item and, under "types", kinds of review as [slug, name], and the names of
  partnerships;
- reviews.jsonl: one review a line, sorted by id, with its kind as "type" or several as "types";
- items.jsonl: one item a line, sorted by review; with "under", the ref or seq of an item above, it stands under that.
  A recommendation may have a `label`, as printed; without one it gets the next number in its review. It may also have
  a `series`.

No history is written; the search index is rebuilt at the end.
"""

from pathlib import Path

from django.core.management import CommandError
from django.db import transaction
from tqdm import tqdm

from learning.search.index import rebuild

from .lines import ITEMS, REVIEWS, VOCABULARY
from .reading import Vocabulary, batches, read_reviews, survey
from .writing import Keys, Loaded, write


def load_corpus(folder: Path, *, progress: bool = False) -> Loaded:
    """Load the corpus in a folder, rebuild the search index, and return the numbers loaded and skipped.

    Each batch of whole reviews is one transaction. A review whose code exists already is skipped with its items, so
    that an interrupted load is completed by loading again.

    Raises CommandError, with file and line, for anything that cannot be loaded; its batch is rolled back.
    """
    for name in (VOCABULARY, REVIEWS, ITEMS):
        if not (folder / name).is_file():
            raise CommandError(f"{folder / name} is missing. Name a folder that holds a whole corpus.")
    words = Vocabulary.read(folder / VOCABULARY)
    loaded = Loaded()
    keys: Keys | None = None
    with tqdm(total=survey(folder), unit=" items", disable=None if progress else True) as bar:
        try:
            for batch in batches(read_reviews(folder, words)):
                with transaction.atomic():
                    keys = keys or Keys.of(words)
                    write(batch, keys, loaded)
                bar.update(sum(len(one.statements) for one in batch))
        except CommandError as error:
            raise CommandError(
                f"{error}\nBefore it {loaded.reviews} reviews were loaded, which search finds once a load completes."
                " Run the same command again when that is put right: it goes on from there."
            ) from error

    rebuild(progress=progress)
    return loaded

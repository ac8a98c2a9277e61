"""Loads a large corpus of reviews from JSON Lines, straight into the tables.

A corpus is a folder with three files:

- vocab.json: the themes and agencies as [slug, name], the kinds of item as [slug, name], the names of partnerships;
- reviews.jsonl: one review a line, in the order of their ids;
- items.jsonl: one item a line, those of a review together, in the order of the reviews.

Neither history nor search index is written on the way; the index is rebuilt at the end.
"""

from pathlib import Path

from django.core.management import CommandError
from django.db import transaction
from tqdm import tqdm

from learning.search.index import rebuild

from .reading import ITEMS, REVIEWS, VOCABULARY, Vocabulary, batches, read_reviews, survey
from .writing import Keys, Loaded, write


def load_corpus(folder: Path, *, progress: bool = False) -> Loaded:
    """Load the corpus in a folder, then rebuild the search index, and return how much it was.

    Each batch of whole reviews is one transaction. A review whose code is held already is passed over with its
    items, so that what was interrupted is completed by loading again.

    Raises CommandError, naming file and line, for whatever cannot be loaded; nothing of its batch is kept.
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

"""What the index also has of texts that are not in English, and of second wordings in another language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from learning.languages import PAGE, language_of
from learning.models import Resource, SourceWording
from learning.utils.fields import Language
from learning.utils.folding import fold
from learning.wordings import in_other_languages, wordings_of

# What Welsh attaches to the word before it: the article, the pronouns and short verbs, as in "teulu'r plentyn".
ATTACHED = re.compile(r"([^\W\d_]{2,})'(?:r|n|i|u|w|m|th|ch|s)\b")


def detached(text: str, language: str) -> list[str]:
    """Return the words of a Welsh text to which something is attached, without it, so that a search finds them."""
    if language != Language.WELSH or not (words := ATTACHED.findall(fold(text))):
        return []
    return [" ".join(dict.fromkeys(words))]


def own_words(record: Any) -> Iterator[tuple[str, str]]:
    """Yield each text of a statement, section or resource with its language."""
    own = language_of(record)
    for name in ("text", "title", "stem", "tail"):
        if words := getattr(record, name, ""):
            yield words, own
    for part in getattr(record, "line_parts", ()):
        yield part.text, part.language or own


@dataclass
class Beside:
    """What the entry of a record has beside its own words: `words`, and a tag for each language but English."""

    words: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)

    @property
    def tags(self) -> list[str]:
        """The tags of its languages."""
        return [f"language:{one}" for one in sorted(self.languages - {PAGE})]


def beside(records: Iterable[Any]) -> dict[Any, Beside]:
    """Return what the entries of records have beside their own words, by record.

    The words are those of second wordings in another language, and Welsh words without what is attached to them.
    """
    every = list(records)
    found = {record: Beside() for record in every}
    for record in every:
        for text, language in own_words(record):
            found[record].words += detached(text, language)
            found[record].languages.add(language)
    for record, wordings in wordings_of(every).items():
        for one in in_other_languages(record, wordings):
            found[record].languages.add(language_of(one))
            for text in filter(None, (one.text, one.tail)):
                found[record].words += [text, *detached(text, language_of(one))]
    return found


# --- Which entries a wording, or the language of a document, affects ------------------------------------------


def worded(model: type, keys: list[int]) -> set[int]:
    """Return the keys of the statements or resources of a model that these wordings word."""
    rows = SourceWording._base_manager.filter(pk__in=keys)
    if model is Resource:
        return {key for key in rows.values_list("resource_id", flat=True) if key}
    references = set(rows.exclude(reference="").values_list("reference", flat=True))
    return set(model._base_manager.filter(reference__in=references).values_list("pk", flat=True))  # type: ignore[attr-defined]


def of_documents(model: type, keys: list[int]) -> set[int]:
    """Return the keys of the records of a model that are quoted from these documents, or have wordings in them."""
    wordings = SourceWording._base_manager.filter(document__in=keys).values_list("pk", flat=True)
    own = model._base_manager.filter(document__in=keys).values_list("pk", flat=True)  # type: ignore[attr-defined]
    return {*own, *worded(model, list(wordings))}


def reviews_worded(keys: list[int]) -> set[int]:
    """Return the keys of the reviews of which these wordings word a section."""
    rows = SourceWording._base_manager.filter(pk__in=keys, section__isnull=False)
    return set(rows.values_list("review_id", flat=True))

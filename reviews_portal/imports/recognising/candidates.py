"""The reviews with which an import compares a document: a few that share phrases, a subject or a title with it.

Phrases of reviews that the importer may edit are looked for in the database, even before publication; those of reviews
that the importer can only read, in the search index.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet
from pyroaring import BitMap

from learning.models import LearningItem, Review, ReviewSection, SearchEntry
from learning.search.engine import entries_with_each
from learning.search.registry import SOURCES
from learning.search.tokenizer import tokens_of
from recommendations.models import Recommendation, RecommendationPart
from reviews_portal.editing.models import Row

from ..draft import DraftReview, Statement
from .repeated import OF_RECOMMENDATION
from .texts import names_in

PHRASES = 12
PHRASE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){3}")
MOST_COMPARED = 20
MOST_ENTRIES = 500  # with a phrase: one that more contain is ignored, because it distinguishes no review
TEXTS: list[tuple[type[Model], str, str]] = [  # where the texts of reviews are
    (Recommendation, "stem", "review"),
    (RecommendationPart, "text", "recommendation__review"),
    (LearningItem, "text", "review"),
    (ReviewSection, "text", "review"),
]


def candidates(statements: Sequence[Statement], details: DraftReview, edited: QuerySet[Review], *, by) -> list[Review]:
    """Return a few reviews that `by` may edit or read and that share a phrase, the subject or the title.

    `edited` are the reviews to search of those that `by` may edit.
    """
    found: Counter[int] = Counter()
    if phrases := list(phrases_of(statements)):
        for model, column, path in TEXTS:
            rows = model._base_manager.filter(any_of(column, phrases), **{f"{path}__in": edited})
            found.update(rows.values_list(path, flat=True))
        rows = Row.objects.kept().filter(any_of("words", phrases), copy__review__in=edited).order_by()
        found.update(rows.values_list("copy__review", flat=True))
        found.update(read_with(phrases, by))
    named = Q(title__iexact=details.title) if details.title else Q(pk__in=[])
    for name in names_in(details.subject):
        named |= Q(subject__icontains=name)
    among = Review.objects.visible_to(by)
    found.update(among.filter(named).values_list("pk", flat=True))
    keys = sorted(found, key=lambda key: (-found[key], key))[:MOST_COMPARED]
    return list(among.filter(pk__in=keys).order_by("code"))


def phrases_of(statements: Sequence[Statement]) -> Iterator[str]:
    """Yield phrases from some statements to look for, from recommendations and long statements first."""
    order = sorted(statements, key=lambda one: (one.type not in OF_RECOMMENDATION, -len(one.text)))
    for one in order[:PHRASES]:
        if phrases := PHRASE.findall(one.text):
            yield max(phrases, key=len)


def any_of(column: str, phrases: Iterable[str]) -> Q:
    """Return the condition that a column contains one of these phrases."""
    return reduce(or_, (Q(**{f"{column}__icontains": phrase}) for phrase in phrases))


def read_with(phrases: Iterable[str], by) -> Iterator[int]:
    """Yield the keys of reviews with a statement that a user can read and that contains one of these phrases."""
    asked = [(tuple(tokens_of(phrase)), False) for phrase in phrases]
    entries: BitMap = BitMap()
    for found in entries_with_each(asked):
        if len(found) <= MOST_ENTRIES:
            entries |= found
    records: dict[str, list[int]] = defaultdict(list)
    for source, record in SearchEntry.objects.filter(pk__in=list(entries)).values_list("source", "record"):
        records[source].append(record)
    for model in (LearningItem, Recommendation):
        keys = records[next(source.name for source in SOURCES.values() if source.model is model)]
        yield from model.objects.visible_to(by).filter(pk__in=keys).values_list("review", flat=True)

"""Read the files of a corpus, with errors that name the file and line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils import timezone
from django.utils.text import slugify

from learning.models import (
    Agency,
    DocumentKind,
    ItemKind,
    LearningItem,
    Partnership,
    Review,
    ReviewKind,
    ReviewSection,
    SectionKind,
    SourceDocument,
    Status,
    Theme,
)
from learning.models.item import LEVELS
from learning.utils.clean_text import clean
from learning.utils.dates import Precision
from recommendations.models import Recommendation

from .lines import ITEMS, REVIEWS, VOCABULARY, Line, read_lines

BATCH = 2000  # approximate number of items in one transaction; no review is split
RECOMMENDATION = "recommendation"
KINDS = [*ItemKind.values, RECOMMENDATION]
KIND_OF_NAME = {str(label): value for value, label in ItemKind.choices} | {"Recommendation": RECOMMENDATION}

type Statement = LearningItem | Recommendation


def survey(folder: Path) -> int:
    """Check the order of both files, and return the number of items.

    A loaded review is never completed later, so all its items must follow one another. Raises CommandError for a line
    that is not JSON, an item of an unknown review, and anything out of order.
    """
    reviews: set[int] = set()
    codes: set[str] = set()
    last = count = 0
    for line in read_lines(folder / REVIEWS):
        number, code = line.get("id", int), line.get("code")
        if reviews and number <= last:
            raise line.error(f"Review {number} comes after review {last}. Sort the reviews by id, each id once.")
        if code in codes:
            raise line.error(f"The code {code} was given to a review above. Give each its own.")
        reviews.add(number)
        codes.add(code)
        last = number
    for count, line in enumerate(read_lines(folder / ITEMS), 1):
        number = line.get("review", int)
        if number not in reviews:
            raise line.error(f"{REVIEWS} has no review {number}. Add it there or correct it here.")
        if count > 1 and number < last:
            raise line.error(f"An item of review {number} comes after one of review {last}. Sort the items by review.")
        last = number
    return count


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary of a corpus: names by slug, and our own kind for each of its kinds of item."""

    themes: dict[str, str]
    agencies: dict[str, str]
    partnerships: dict[str, str]
    kinds: dict[str, str]
    types: dict[str, str] = field(default_factory=dict)  # kinds of review; a corpus may have none

    @classmethod
    def read(cls, file: Path) -> "Vocabulary":
        """Read the vocabulary from its file. Raises CommandError if something is missing or invalid."""
        try:
            values = json.loads(file.read_bytes())
            names = {
                kind: {str(slug): clean(str(name)) for slug, name in values[kind]} for kind in ("themes", "agencies")
            }
            kinds = {str(slug): str(name) for slug, name in values["kinds"]}
            types = {str(slug): str(name) for slug, name in values.get("types", ())}
            partnerships = {slugify(name): clean(name) for name in values["partnerships"]}
        except json.JSONDecodeError as error:
            raise CommandError(f"{file}, line {error.lineno}: This is not JSON ({error.msg}). Correct it.") from error
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(
                f"{file}: The lists themes, agencies and kinds of [slug, name], and partnerships of names, are not"
                f" all there ({error!r}). Add what is missing."
            ) from error
        words = cls(
            **names,
            partnerships=partnerships,
            kinds={slug: our_kind(slug, name) for slug, name in kinds.items()},
            types=types,
        )
        lines = file.read_text(encoding="utf-8").splitlines()
        for model, named in (
            (Theme, words.themes),
            (Agency, words.agencies),
            (Partnership, words.partnerships),
            (ReviewKind, words.types),
        ):
            for slug, name in named.items():
                line = Line(file, line_with(name, lines), {})
                line.check(model(slug=slug, name=name), "group", "scope_note", "kind", "succeeded_by")
        return words


def our_kind(slug: str, name: str) -> str:
    """Return our kind with that slug or else with that name, or "" if there is none."""
    return slug if slug in KINDS else KIND_OF_NAME.get(name, "")


def line_with(words: str, lines: list[str]) -> int:
    """Return the number of the first line that contains these words as a JSON string, or 1."""
    quoted = json.dumps(words), json.dumps(words, ensure_ascii=False)
    return next((number for number, line in enumerate(lines, 1) if any(one in line for one in quoted)), 1)


@dataclass
class Whole:
    """A review with all its records, not saved yet."""

    line: Line
    review: Review
    document: SourceDocument
    section: ReviewSection
    partnership: str
    kinds: list[str]  # slugs of kinds of review
    statements: list[Statement] = field(default_factory=list)
    themes: list[list[str]] = field(default_factory=list)  # of each statement
    agencies: list[list[str]] = field(default_factory=list)
    taken: set[str | int] = field(default_factory=set)  # references and positions
    recommendations: int = 0

    @classmethod
    def read(cls, line: Line, words: Vocabulary) -> "Whole":
        """Make a review from its line, without items. Raises CommandError if it cannot be loaded."""
        name = line.get("partnership")
        if slugify(name) not in words.partnerships:
            raise line.error(f"{VOCABULARY} has no partnership {name!r}. Add it there or correct it here.")
        review = Review(
            code=line.get("code"),
            slug=line.get("slug"),
            title=line.get("title"),
            published_on=line.get("published"),
            published_precision=Precision.DAY,
            audience=line.get("audience"),
            status=Status.PUBLISHED,
            added_on=timezone.localdate(),
        )
        line.check(review)  # this also converts the text to a date
        document = SourceDocument(
            slug=f"{review.code.lower()}-corpus",
            review=review,
            title=review.title,
            kind=DocumentKind.REPORT,
            published_on=review.published_on,
            published_precision=Precision.DAY,
        )
        section = ReviewSection(
            review=review, document=document, position=0, kind=SectionKind.BACKGROUND, text=line.get("summary")
        )
        return cls(line, review, document, section, slugify(name), kinds_of(line))

    def add(self, line: Line, words: Vocabulary) -> None:
        """Add the item of a line. Raises CommandError if it cannot be loaded."""
        slug = line.get("kind")
        kind = words.kinds.get(slug) or our_kind(slug, "")
        if not kind:
            raise line.error(f"There is no kind of item {slug!r}. Use one of: {', '.join(KINDS)}.")
        if line.values.get("audience", self.review.audience) != self.review.audience:
            # Sight is decided by the review: an item for fewer readers would be shown to all readers of its review.
            raise line.error(f"Its audience is not that of its review ({self.review.audience}). Make both the same.")
        source = {"review": self.review, "document": self.document}
        common = {"reference": line.get("ref"), "position": line.get("seq", int)}
        statement: Statement
        if kind == RECOMMENDATION:
            self.recommendations += 1
            printed = {"short_label": line.get_optional("label") or str(self.recommendations)}
            printed["series"] = line.get_optional("series")
            statement = Recommendation(**source, **common, **printed, stem=line.get("text"))
        else:
            statement = LearningItem(**source, **common, kind=kind, text=line.get("text"))
        if (under := line.values.get("under")) is not None:
            self.put_under(line, statement, under)
        line.check(statement, "review", "document", "parent")
        if self.taken & {statement.reference, statement.position}:
            raise line.error("Another item of this review has the same ref or seq. Give each its own.")
        self.taken |= {statement.reference, statement.position}
        self.statements.append(statement)
        self.themes.append(line.get_known("themes", words.themes, "theme"))
        self.agencies.append(line.get_known("agencies", words.agencies, "agency"))
        self.review.references_used = len(self.statements)

    def put_under(self, line: Line, statement: Statement, under: Any) -> None:
        """Put an item under one above it in the file, named by its ref or seq. Raises CommandError if it cannot be."""
        named = (one for one in self.statements if under in (one.reference, one.position))
        above = next(named, None)
        if not isinstance(above, LearningItem) or not isinstance(statement, LearningItem):
            raise line.error(f'"under" is {under!r}. Name the ref or seq of an item above that is no recommendation.')
        if len(above.ancestors()) + 1 >= LEVELS:
            raise line.error(f"Items stand up to {LEVELS} levels deep. Put this one under the item above {under!r}.")
        statement.parent = above


def kinds_of(line: Line) -> list[str]:
    """Return the kinds of a review: those in "types" or, in a corpus of one kind for each review, that in "type"."""
    kinds = line.get("types", list) if "types" in line.values else [line.get("type")]
    if not kinds or not all(isinstance(kind, str) and kind for kind in kinds):
        raise line.error('"types" is no list of kinds of review. Give their slugs.')
    return list(dict.fromkeys(kinds))


def read_reviews(folder: Path, words: Vocabulary) -> Iterator[Whole]:
    """Yield each review with its items, reading both files in parallel. Raises CommandError for invalid lines."""
    items = read_lines(folder / ITEMS)
    item = next(items, None)
    for line in read_lines(folder / REVIEWS):
        whole = Whole.read(line, words)
        while item is not None and item.values["review"] == line.values["id"]:
            whole.add(item, words)
            item = next(items, None)
        yield whole


def batches(reviews: Iterator[Whole]) -> Iterator[list[Whole]]:
    """Yield reviews in batches of about BATCH records."""
    batch: list[Whole] = []
    size = 0
    for whole in reviews:
        batch.append(whole)
        size += 1 + len(whole.statements)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

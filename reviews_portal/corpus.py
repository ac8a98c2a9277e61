"""Loads a large corpus of reviews from JSON Lines, straight into the tables.

A corpus is a folder with three files:

- vocab.json: the themes and agencies as [slug, name], the kinds of item as [slug, name], the names of partnerships;
- reviews.jsonl: one review a line, in the order of their ids;
- items.jsonl: one item a line, those of a review together, in the order of the reviews.

Neither history nor search index is written on the way; the index is rebuilt at the end.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify
from tqdm import tqdm

from learning.dates import Precision
from learning.models import (
    Agency,
    AgencyKind,
    DocumentKind,
    ItemKind,
    LearningItem,
    OldAddress,
    Partnership,
    Review,
    ReviewSection,
    ReviewType,
    SectionKind,
    SourceDocument,
    Status,
    Theme,
    ThemeGroup,
)
from recommendations.models import Recommendation

BATCH = 2000  # items in one transaction, about: no review is split
ROWS = 1000  # rows in one statement to the database
VOCABULARY, REVIEWS, ITEMS = "vocab.json", "reviews.jsonl", "items.jsonl"
RECOMMENDATION = "recommendation"
KINDS = [*ItemKind.values, RECOMMENDATION]
KIND_OF_NAME = {str(label): value for value, label in ItemKind.choices} | {"Recommendation": RECOMMENDATION}

type Statement = LearningItem | Recommendation


@dataclass
class Loaded:
    """How much of a corpus was loaded, and how much was passed over because it is held already."""

    reviews: int = 0
    items: int = 0
    skipped_reviews: int = 0
    skipped_items: int = 0


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

    from learning.search.index import rebuild  # here, so that this module can be used before there is an index

    rebuild(progress=progress)
    return loaded


# --- Reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One record of a file of JSON Lines, which knows where it stands."""

    file: Path
    number: int
    values: dict[str, Any]

    def error(self, what: str) -> CommandError:
        """Return the error that says what is wrong with this line and what to do."""
        return CommandError(f"{self.file}, line {self.number}: {what}")

    def get(self, name: str, kind: type = str) -> Any:
        """Return a value that must be there and be of this type, or raise CommandError."""
        value = self.values.get(name)
        if not isinstance(value, kind) or value == "":
            raise self.error(f'"{name}" is missing, empty or no {kind.__name__}. Give one.')
        return value

    def get_known(self, name: str, known: dict[str, str], what: str) -> list[str]:
        """Return a list of slugs, each once, or raise CommandError for one that the vocabulary lacks."""
        slugs = self.get(name, list)
        for slug in slugs:
            if not isinstance(slug, str) or slug not in known:
                raise self.error(f"{VOCABULARY} has no {what} {slug!r}. Add it there or correct it here.")
        return list(dict.fromkeys(slugs))

    def check(self, record: Model, *exclude: str) -> None:
        """Raise CommandError for values that a form would refuse; bulk operations refuse none."""
        try:
            record.clean_fields(exclude={*exclude})
        except ValidationError as error:
            wrong = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
            raise self.error(f"{wrong} Correct it.") from error


def read_lines(file: Path) -> Iterator[Line]:
    """Yield the records of a file, one at a time; raise CommandError for a line that is not one."""
    with file.open("rb") as lines:
        for number, text in enumerate(lines, 1):
            try:
                values = json.loads(text)
            except ValueError as error:
                raise Line(file, number, {}).error(f"This is not JSON ({error}). Write one record a line.") from error
            if not isinstance(values, dict):
                raise Line(file, number, {}).error('This is not a record. Write one a line: {"id": …}.')
            yield Line(file, number, values)


def survey(folder: Path) -> int:
    """Return how many items there are, after a look at the order of both files.

    A review that was loaded counts as whole from then on, so an item of it must not turn up further down. Raises
    CommandError for a line that is not JSON, an item of an unknown review, and whatever is not in order.
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
    """The words of a corpus: name by slug, and our own kind for each of its kinds of item."""

    themes: dict[str, str]
    agencies: dict[str, str]
    partnerships: dict[str, str]
    kinds: dict[str, str]

    @classmethod
    def read(cls, file: Path) -> "Vocabulary":
        """Read it from its file; raises CommandError where that is not as it should be."""
        try:
            values = json.loads(file.read_bytes())
            names = {kind: {str(slug): str(name) for slug, name in values[kind]} for kind in ("themes", "agencies")}
            kinds = {str(slug): str(name) for slug, name in values["kinds"]}
            partnerships = {slugify(name): name for name in values["partnerships"]}
        except json.JSONDecodeError as error:
            raise CommandError(f"{file}, line {error.lineno}: This is not JSON ({error.msg}). Correct it.") from error
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(
                f"{file}: The lists themes, agencies and kinds of [slug, name], and partnerships of names, are not"
                f" all there ({error!r}). Add what is missing."
            ) from error
        words = cls(
            **names, partnerships=partnerships, kinds={slug: our_kind(slug, name) for slug, name in kinds.items()}
        )
        lines = file.read_text(encoding="utf-8").splitlines()
        for model, named in ((Theme, words.themes), (Agency, words.agencies), (Partnership, words.partnerships)):
            for slug, name in named.items():
                line = Line(file, line_with(name, lines), {})
                line.check(model(slug=slug, name=name), "group", "scope_note", "kind", "succeeded_by")
        return words


def our_kind(slug: str, name: str) -> str:
    """Return our kind of that slug or else of that name, or "" where we have none."""
    return slug if slug in KINDS else KIND_OF_NAME.get(name, "")


def line_with(words: str, lines: list[str]) -> int:
    """Return the number of the first line of JSON that holds these words, or 1."""
    quoted = json.dumps(words), json.dumps(words, ensure_ascii=False)
    return next((number for number, line in enumerate(lines, 1) if any(one in line for one in quoted)), 1)


@dataclass
class Whole:
    """A review with all that comes with it, not saved yet."""

    line: Line
    review: Review
    document: SourceDocument
    section: ReviewSection
    partnership: str
    statements: list[Statement] = field(default_factory=list)
    themes: list[list[str]] = field(default_factory=list)  # of each statement
    agencies: list[list[str]] = field(default_factory=list)
    taken: set[str | int] = field(default_factory=set)  # references and positions
    recommendations: int = 0

    @classmethod
    def read(cls, line: Line, words: Vocabulary) -> "Whole":
        """Make it of its line, still without items; raises CommandError for what cannot be loaded."""
        name = line.get("partnership")
        if slugify(name) not in words.partnerships:
            raise line.error(f"{VOCABULARY} has no partnership {name!r}. Add it there or correct it here.")
        kind = line.get("type")
        review = Review(
            code=line.get("code"),
            slug=line.get("slug"),
            title=line.get("title"),
            review_type=kind if kind in ReviewType.values else ReviewType.OTHER,
            published_on=line.get("published"),
            published_precision=Precision.DAY,
            audience=line.get("audience"),
            status=Status.PUBLISHED,
            added_on=timezone.localdate(),
        )
        line.check(review)  # it makes a date of the text, too
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
        return cls(line, review, document, section, slugify(name))

    def add(self, line: Line, words: Vocabulary) -> None:
        """Add the item of a line; raises CommandError for what cannot be loaded."""
        slug = line.get("kind")
        kind = words.kinds.get(slug) or our_kind(slug, "")
        if not kind:
            raise line.error(f"There is no kind of item {slug!r}. Use one of: {', '.join(KINDS)}.")
        if line.values.get("audience", self.review.audience) != self.review.audience:
            # Sight hangs on the review: an item that is to be seen by fewer would be seen by all of the review's.
            raise line.error(f"Its audience is not that of its review ({self.review.audience}). Make both the same.")
        source = {"review": self.review, "document": self.document}
        common = {"reference": line.get("ref"), "position": line.get("seq", int)}
        statement: Statement
        if kind == RECOMMENDATION:
            self.recommendations += 1
            statement = Recommendation(**source, **common, number=self.recommendations, stem=line.get("text"))
        else:
            statement = LearningItem(**source, **common, kind=kind, text=line.get("text"))
        line.check(statement, "review", "document", "parent")
        if self.taken & {statement.reference, statement.position}:
            raise line.error("Another item of this review has the same ref or seq. Give each its own.")
        self.taken |= {statement.reference, statement.position}
        self.statements.append(statement)
        self.themes.append(line.get_known("themes", words.themes, "theme"))
        self.agencies.append(line.get_known("agencies", words.agencies, "agency"))
        self.review.references_used = len(self.statements)


def read_reviews(folder: Path, words: Vocabulary) -> Iterator[Whole]:
    """Yield each review with its items, reading both files side by side; raises CommandError for bad lines."""
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


# --- Writing ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Keys:
    """The primary key of each word of the vocabulary, by slug."""

    themes: dict[str, int]
    agencies: dict[str, int]
    partnerships: dict[str, int]
    everyone: int

    @classmethod
    def of(cls, words: Vocabulary) -> "Keys":
        """Make what is missing of the vocabulary, leave what is there as it is, and return all keys."""
        kinds = AgencyKind._base_manager
        everyone, _ = kinds.get_or_create(slug=AgencyKind.EVERYONE, defaults={"name": "Everyone", "order": 180})
        other = kinds.filter(slug="corpus").first()
        if other is None and Agency._base_manager.filter(slug__in=words.agencies).count() < len(words.agencies):
            other = AgencyKind(slug="corpus", name="Other services", order=175)
            kinds.bulk_create([other])
        return cls(
            themes=keep(Theme, words.themes, group=ThemeGroup.PRACTICE, scope_note="From a corpus."),
            agencies=keep(Agency, words.agencies, kind=other),
            partnerships=keep(Partnership, words.partnerships),
            everyone=everyone.pk,
        )


def keep(model: type[Model], names: dict[str, str], **values: Any) -> dict[str, int]:
    """Make the records of these slugs that are missing, and return the key of each slug."""
    held = model._base_manager.filter(slug__in=names).values_list("slug", "pk")
    there = dict(held)
    new = [model(slug=slug, name=name, **values) for slug, name in names.items() if slug not in there]
    model._base_manager.bulk_create(new, ROWS)
    return dict(held.all())


def write(batch: list[Whole], keys: Keys, loaded: Loaded) -> None:
    """Write a batch of reviews but for those held already, and count them.

    Raises CommandError where the database refuses it. To be called in a transaction.
    """
    held = set(codes_held(batch))
    new = [one for one in batch if one.review.code not in held]
    refuse_taken_slugs(new)
    try:
        with transaction.atomic():
            insert(new, keys)
    except DatabaseError as error:
        first, last = new[0].line, new[-1].line
        raise CommandError(
            f"{first.file}, lines {first.number} to {last.number}: The database refused these reviews or their items"
            f" ({error}). Look for a ref that stands in another review, too."
        ) from error
    loaded.reviews += len(new)
    loaded.skipped_reviews += len(batch) - len(new)
    items = sum(len(one.statements) for one in new)
    loaded.items += items
    loaded.skipped_items += sum(len(one.statements) for one in batch) - items


def codes_held(batch: list[Whole]) -> Iterator[str]:
    """Yield the codes of these reviews that are held already."""
    codes = [one.review.code for one in batch]
    yield from Review._base_manager.filter(code__in=codes).values_list("code", flat=True)


def refuse_taken_slugs(new: list[Whole]) -> None:
    """Raise CommandError for a review whose address is, or once was, that of another one."""
    slugs = [one.review.slug for one in new]
    taken = {
        slug
        for model in (Review, OldAddress)
        for slug in model._base_manager.filter(slug__in=slugs).values_list("slug", flat=True)
    }
    for one in new:
        if one.review.slug in taken:
            raise one.line.error(f"Another review is or was at the address {one.review.slug!r}. Choose another slug.")


def insert(new: list[Whole], keys: Keys) -> None:
    """Insert reviews and all that comes with them, in the order of the files."""
    statements = [
        (statement, themes, agencies)
        for one in new
        for statement, themes, agencies in zip(one.statements, one.themes, one.agencies, strict=True)
    ]
    save(Review, [one.review for one in new])
    save(SourceDocument, [one.document for one in new])
    save(ReviewSection, [one.section for one in new])
    tie(Review, "partnerships", "partnership", [(one.review, [keys.partnerships[one.partnership]]) for one in new])
    tie(
        Review,
        "themes",
        "theme",
        [
            (one.review, [keys.themes[slug] for slug in dict.fromkeys(slug for some in one.themes for slug in some)])
            for one in new
        ],
    )
    for model in (LearningItem, Recommendation):
        mine = [row for row in statements if isinstance(row[0], model)]
        save(model, [statement for statement, _, _ in mine])
        tie(model, "themes", "theme", [(one, [keys.themes[slug] for slug in themes]) for one, themes, _ in mine])
        tie(model, "agencies", "agency", [(one, [keys.agencies[slug] for slug in some]) for one, _, some in mine])
        tie(model, "agency_kinds", "agencykind", [(one, [keys.everyone]) for one, _, some in mine if not some])


def save(model: type[Model], records: list) -> None:
    """Insert records, past history and search index."""
    model._base_manager.bulk_create(records, ROWS)


def tie(model: type[Model], relation: str, target: str, links: list[tuple[Model, list[int]]]) -> None:
    """Insert the rows that tie records of a model to the keys of what they are related to."""
    through = getattr(model, relation).through
    owner = f"{model._meta.model_name}_id"
    rows = [through(**{owner: record.pk, f"{target}_id": key}) for record, some in links for key in some]
    save(through, rows)

"""Write batches of reviews into the tables, without history, search index and redacted words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError, transaction
from django.db.models import Model, Q

from learning.models import (
    Agency,
    AgencyKind,
    ChangeKind,
    LearningItem,
    OldAddress,
    Partnership,
    PublishedChange,
    Review,
    ReviewKind,
    ReviewSection,
    SourceDocument,
    Theme,
    ThemeGroup,
)
from learning.models.old_slug import can_be_merged
from recommendations.models import Recommendation
from reviews_portal.redaction.guard import clean

from .reading import Statement, Vocabulary, Whole

OTHER = "other"  # the kind of a review whose kind the portal does not know
ROWS = 1000  # rows in one statement to the database


@dataclass
class Loaded:
    """How much of a corpus was loaded, and how much was skipped because it exists already."""

    reviews: int = 0
    items: int = 0
    skipped_reviews: int = 0
    skipped_items: int = 0


@dataclass(frozen=True)
class Keys:
    """The primary key of each word of the vocabulary, by slug."""

    themes: dict[str, int]
    agencies: dict[str, int]
    partnerships: dict[str, int]
    everyone: int
    kinds: dict[str, int]  # of all kinds of review
    other_kind: int

    @classmethod
    def of(cls, words: Vocabulary) -> "Keys":
        """Create the missing records of the vocabulary, leave the existing ones unchanged, and return all keys."""
        refuse_generic(words.agencies)
        kinds = AgencyKind._base_manager
        everyone, _ = kinds.get_or_create(slug=AgencyKind.EVERYONE, defaults={"name": "All agencies", "order": 180})
        other_kind = keep(ReviewKind, {OTHER: "Other"}, order=900)[OTHER]
        keep(ReviewKind, words.types)
        other = kinds.filter(slug="corpus").first()
        if other is None and Agency._base_manager.filter(slug__in=words.agencies).count() < len(words.agencies):
            other = AgencyKind(slug="corpus", name="Other services", order=175)
            kinds.bulk_create([other])
        return cls(
            themes=keep(Theme, words.themes, group=ThemeGroup.PRACTICE, scope_note="From a corpus."),
            agencies=keep(Agency, words.agencies, kind=other),
            partnerships=keep(Partnership, words.partnerships),
            everyone=everyone.pk,
            kinds=dict(ReviewKind._base_manager.values_list("slug", "pk")),
            other_kind=other_kind,
        )


def refuse_generic(slugs: Iterable[str]) -> None:
    """Raise CommandError for an agency whose name the public must not see in a review without a decision on it."""
    held = Agency._base_manager.filter(slug__in=slugs)
    if agency := held.filter(~Q(kind__generic_name="") | Q(stands_for__isnull=False)).first():
        raise CommandError(
            f"The agency {agency.slug!r} has a generic public name. Leave it out of the corpus, load the reviews, and "
            "then give it a public name in each of them in the administration."
        )


def keep(model: type[Model], names: dict[str, str], **values: Any) -> dict[str, int]:
    """Create the records of these slugs that are missing, and return the key of each slug."""
    records = {slug: model(slug=slug, name=name, **values) for slug, name in names.items()}
    clean(records.values())
    slugs = {slug: str(record.slug) for slug, record in records.items()}  # type: ignore[attr-defined]
    held = model._base_manager.filter(slug__in=slugs.values()).values_list("slug", "pk")
    there = dict(held)
    new = {slugs[slug]: record for slug, record in records.items() if slugs[slug] not in there}
    model._base_manager.bulk_create(new.values(), ROWS)
    keys = dict(held.all())
    if can_be_merged(model):
        stands_as = dict(model._base_manager.exclude(merged_into=None).values_list("pk", "merged_into"))
        keys = {slug: stands_as.get(key, key) for slug, key in keys.items()}
    return {slug: keys[kept] for slug, kept in slugs.items()}


def write(batch: list[Whole], keys: Keys, loaded: Loaded) -> None:
    """Write a batch of reviews, skip those that exist already, and add to the counts in `loaded`.

    Must be called in a transaction. Raises CommandError if the database refuses the batch.
    """
    held = set(codes_held(batch))
    new = [one for one in batch if one.review.code not in held]
    clean(record for one in new for record in (one.review, one.document, one.section, *one.statements))
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
    """Yield the codes of these reviews that exist already."""
    codes = [one.review.code for one in batch]
    yield from Review._base_manager.filter(code__in=codes).values_list("code", flat=True)


def refuse_taken_slugs(new: list[Whole]) -> None:
    """Raise CommandError for a review whose slug is, or once was, the slug of another one."""
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
    """Insert reviews with all their records, in the order of the files."""
    statements = [
        (statement, themes, agencies)
        for one in new
        for statement, themes, agencies in zip(one.statements, one.themes, one.agencies, strict=True)
    ]
    save(Review, [one.review for one in new])
    save(PublishedChange, [PublishedChange(kind=ChangeKind.ADDED, review=one.review) for one in new])
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
    unknown = keys.other_kind
    kinds: list[tuple[Model, list[int]]] = [
        (one.review, list(dict.fromkeys(keys.kinds.get(slug, unknown) for slug in one.kinds))) for one in new
    ]
    tie(Review, "kinds", "reviewkind", kinds)
    for model in (LearningItem, Recommendation):
        mine = [row for row in statements if isinstance(row[0], model)]
        for level in levels(statement for statement, _, _ in mine):
            save(model, level)
        tie(model, "themes", "theme", [(one, [keys.themes[slug] for slug in themes]) for one, themes, _ in mine])
        tie(model, "agencies", "agency", [(one, [keys.agencies[slug] for slug in some]) for one, _, some in mine])
        tie(model, "agency_kinds", "agencykind", [(one, [keys.everyone]) for one, _, some in mine if not some])


def levels(statements: Iterable[Statement]) -> Iterator[list[Statement]]:
    """Yield the statements of each level, the highest first: an item is saved after the one that it stands under."""
    found: dict[int, list[Statement]] = defaultdict(list)
    for one in statements:
        found[len(one.ancestors()) if isinstance(one, LearningItem) else 0].append(one)
    yield from (found[depth] for depth in sorted(found))


def save(model: type[Model], records: list) -> None:
    """Insert records without history and search index."""
    model._base_manager.bulk_create(records, ROWS)


def tie(model: type[Model], relation: str, target: str, links: list[tuple[Model, list[int]]]) -> None:
    """Insert the rows of a many-to-many relation, from records of a model to the keys they are related to."""
    through = getattr(model, relation).through
    owner = f"{model._meta.model_name}_id"
    rows = [through(**{owner: record.pk, f"{target}_id": key}) for record, some in links for key in some]
    save(through, rows)

"""Build the index entries of the catalogue's published records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.apps import apps
from django.db.models import F

from learning import sight
from learning.hidden import in_shown_review, not_hidden
from learning.models import (
    Agency,
    AgencyInvolved,
    AgencyKind,
    GlossaryTerm,
    ItemKind,
    LearningItem,
    Resource,
    Review,
    ReviewSection,
    SourceDocument,
    Status,
    Theme,
)

from .entry import EVERYBODY, LAST_RANK, NOT_STATED, Entry, OfReview, fields, names, place, review_tags
from .languages import beside

# Order of the kinds: good practice first, then learning, recommendations and questions; theme headings last.
RANKS = {
    ItemKind.GOOD_PRACTICE: 0,
    ItemKind.LEARNING_POINT: 1,
    ItemKind.FINDING: 1,
    ItemKind.AREA_TO_STRENGTHEN: 1,
    ItemKind.CONCERN: 1,
    ItemKind.ACTION_TAKEN_SINCE: 1,
    "recommendation": 2,
    ItemKind.QUESTION: 3,
    ItemKind.KEY_THEME: 4,
    ItemKind.EMERGING_THEME: 4,
}

# --- Related records, read for many records at once -----------------------------------------------------------


def linked(through, owner: str, target: str, keys: Iterable[int]) -> dict[int, list[int]]:
    """Return the target keys of each owner key, from the `through` model of a many-to-many relation."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = through.objects.filter(**{f"{owner}__in": keys}).order_by(target).values_list(owner, target)
    for owner_key, target_key in rows:
        found[owner_key].append(target_key)
    return found


def partnerships_of(reviews: Iterable[int]) -> dict[int, list[int]]:
    """Return the partnership keys of each review."""
    return linked(Review.partnerships.through, "review_id", "partnership_id", set(reviews))


def related_to(reviews: Iterable[int]) -> dict[int, OfReview]:
    """Return the partnerships and kinds of each of these reviews."""
    keys = set(reviews)
    partnerships, kinds = partnerships_of(keys), linked(Review.kinds.through, "review_id", "reviewkind_id", keys)
    return {key: OfReview(partnerships[key], kinds[key]) for key in keys}


def statement_tags(model, keys: list[int]) -> dict[int, list[str]]:
    """Return the theme and agency tags of each statement."""
    tags: dict[int, list[str]] = defaultdict(list)
    owner = f"{model._meta.model_name}_id"
    for field, target, facet in [
        (model.themes, "theme_id", "theme"),
        (model.agencies, "agency_id", "agency"),
        (model.agency_kinds, "agencykind_id", "speaks-to"),
    ]:
        for key, targets in linked(field.through, owner, target, keys).items():
            tags[key] += [f"{facet}:{one}" for one in targets]
    return tags


def published(queryset, keys: list[int]):
    """Return the records with these keys whose review is published, with their review and document selected.

    Without what is hidden.
    """
    shown = queryset.filter(not_hidden(queryset.model), in_shown_review("review__"), pk__in=keys)
    return shown.filter(review__status=Status.PUBLISHED).select_related("review", "document")


# --- Entries ------------------------------------------------------------------------------------------------


def item_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each item of a published review."""
    items = list(published(LearningItem._base_manager, keys))
    related = related_to(item.review_id for item in items)
    tags = statement_tags(LearningItem, keys)
    also = beside(items)
    for item in items:
        body = fields(item.text, item.subheading, *also[item].words)
        yield statement_entry(item, item.kind, body, [*tags[item.pk], *also[item].tags], related)


def statement_entry(statement, kind: str, body: str, tags: list[str], related: dict[int, OfReview]) -> Entry:
    """Return the entry of a learning item or a recommendation."""
    review, document = statement.review, statement.document
    dates = [document.published_on, review.published_on]
    key = ["key:yes"] if statement.is_key else []  # part of its review's summary
    return Entry(
        record=statement.pk,
        tags=(f"kind:{kind}", *key, *tags, *review_tags(review, dates, related[review.pk])),
        place=place(
            RANKS[kind],
            document.published_on or review.published_on,
            review.code,
            document.position,
            statement.position,
        ),
        body=fields(body, statement.reference),
    )


def review_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each published review, made from its details and its narrative sections."""
    sections: dict[int, list[str]] = defaultdict(list)
    narrative = ReviewSection.objects.shown().filter(review__in=keys).select_related("document")
    passages = list(narrative.order_by("document__position", "position"))
    also = beside(passages)
    for passage in passages:
        sections[passage.review_id] += [passage.subheading, passage.text]
    for passage in passages:
        sections[passage.review_id] += also[passage].words
    involved = linked(AgencyInvolved, "review_id", "agency_id", keys)
    themes = linked(Review.themes.through, "review_id", "theme_id", keys)
    kinds = linked(Review.kinds.through, "review_id", "reviewkind_id", keys)
    documents: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    dated = SourceDocument.readers.filter(review__in=keys).order_by(F("published_on").asc(nulls_last=True), "pk")
    for key, title, on in dated.values_list("review_id", "title", "published_on"):
        documents[key].append((title, on))
    reviews = Review._base_manager.filter(in_shown_review(), pk__in=keys, status=Status.PUBLISHED)
    for review in reviews.prefetch_related("partnerships"):
        dates = [review.published_on, *(on for _, on in documents[review.pk])]
        on = next((on for on in dates if on), None)
        bodies = list(review.partnerships.all())
        own = [
            "kind:review",
            *(f"theme:{theme}" for theme in themes[review.pk]),
            *(f"agency:{agency}" for agency in involved[review.pk]),
        ]
        yield Entry(
            record=review.pk,
            tags=(*own, *review_tags(review, dates, OfReview([body.pk for body in bodies], kinds[review.pk]))),
            place=place(LAST_RANK - 3, on, review.code, 0, 0),
            title=names(review.title, review.subject, review.code),
            body=fields(
                *(title for title, _ in documents[review.pk]),
                review.partnership_as_named,
                *(name for body in bodies for name in (body.name, body.area, *body.former_names)),
                review.children,
                review.harm,
                review.reviewer,
                *sections[review.pk],
            ),
        )


def resource_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each resource of a published review."""
    resources = list(published(Resource._base_manager, keys))
    related = related_to(resource.review_id for resource in resources)
    also = beside(resources)
    for resource in resources:
        review, document = resource.review, resource.document
        dates = [document.published_on, review.published_on]
        yield Entry(
            record=resource.pk,
            tags=("kind:resource", *review_tags(review, dates, related[review.pk])),
            place=place(
                LAST_RANK - 2,
                document.published_on or review.published_on,
                review.code,
                document.position,
                resource.position,
            ),
            title=names(resource.title, *also[resource].words),
            body=resource.address,
        )


def theme_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each theme that was not merged into another. Themes are public."""
    for theme in Theme.objects.current().filter(pk__in=keys):
        yield Entry(
            record=theme.pk,
            tags=("kind:theme", f"theme:{theme.pk}", f"year:{NOT_STATED}", *EVERYBODY),
            place=place(LAST_RANK, None, "", 0, 0),
            title=names(theme.name, *theme.aliases),
            body=theme.scope_note,
        )


def work_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each kind of agency, so that readers can find the learning for their role."""
    for kind in AgencyKind._base_manager.filter(pk__in=keys):
        yield Entry(
            record=kind.pk,
            tags=("kind:work", f"speaks-to:{kind.pk}", f"year:{NOT_STATED}", *EVERYBODY),
            place=place(LAST_RANK, None, "", 0, 0),
            title=names(kind.name, kind.description),
        )


def agency_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each agency that a published review names, visible to readers of such a review."""
    seen_by = sights(keys, sight.AGENCY_LINKS)
    for agency in Agency.objects.current().filter(pk__in=seen_by):
        yield Entry(
            record=agency.pk,
            tags=(
                "kind:agency",
                f"agency:{agency.pk}",
                f"of-kind:{agency.kind_id}:{agency.pk}",
                f"year:{NOT_STATED}",
                *sorted(seen_by[agency.pk]),
            ),
            place=place(LAST_RANK, None, "", 0, 0),
            title=names(agency.name, *agency.aliases),
            body=agency.note,
        )


def term_entries(keys: list[int]) -> Iterator[Entry]:
    """Yield the entry of each glossary term, visible to readers of a document that uses it."""
    seen_by = sights(keys, sight.GLOSSARY_LINKS)
    for term in GlossaryTerm._base_manager.filter(pk__in=keys):
        tags = EVERYBODY if term.is_ours else sorted(seen_by.get(term.pk, ()))
        if tags:
            yield Entry(
                record=term.pk,
                tags=("kind:term", f"year:{NOT_STATED}", *tags),
                place=place(LAST_RANK, None, "", 0, 0),
                title=names(term.abbreviation, term.expansion),
                body=term.explanation,
            )


def sights(keys: list[int], links: list[tuple[str, str, str]]) -> dict[int, set[str]]:
    """Return the visibility tags of each record, taken from the published reviews that link to it.

    `links` is a list such as `sight.AGENCY_LINKS`. Records without a link to a published review are left out.
    """
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for label, to_record, to_review in links:
        records = apps.get_model(label).objects
        shown = records.published() if hasattr(records, "published") else records.shown()
        of_shown = shown.filter(in_shown_review(f"{to_review}__"))
        rows = of_shown.filter(**{f"{to_record}__in": keys, f"{to_review}__status": Status.PUBLISHED}).order_by()
        for key, review, audience in rows.values_list(to_record, to_review, f"{to_review}__audience").distinct():
            found[key].add((review, audience))
    partnerships = partnerships_of(review for pairs in found.values() for review, _ in pairs)
    return {
        key: {tag for review, audience in pairs for tag in sight.sight_tags(audience, partnerships[review])}
        for key, pairs in found.items()
    }


def named_by_reviews(reviews: list[int]) -> set[int]:
    """Return the agencies that these reviews name."""
    named: set[int] = set()
    for label, to_agency, to_review in sight.AGENCY_LINKS:
        rows = apps.get_model(label)._base_manager.filter(**{f"{to_review}__in": reviews})
        named.update(key for key in rows.values_list(to_agency, flat=True) if key)
    return named

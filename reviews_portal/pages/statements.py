"""Learning items and recommendations in one list, as readers meet them.

They stand in two tables of two apps. One query puts their keys in order, and a page of them
is fetched with all that hangs on it in three more, whatever the number of records.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Case, CharField, Count, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from learning.models import Closeness, ItemKind, LearningItem, Review
from recommendations.models import Recommendation, RecommendationPart, Response

RECOMMENDATION = "recommendation"
KIND_CHOICES = [
    *((kind.value, kind.label) for kind in ItemKind if kind != ItemKind.QUESTION),
    (RECOMMENDATION, "Recommendation"),
    (ItemKind.QUESTION.value, ItemKind.QUESTION.label),
]
# Good practice first, then what was learnt, what must change, what to ask; bare headings of themes last.
RANKS = {
    ItemKind.GOOD_PRACTICE: 0,
    ItemKind.LEARNING_POINT: 1,
    ItemKind.FINDING: 1,
    ItemKind.AREA_TO_STRENGTHEN: 1,
    RECOMMENDATION: 2,
    ItemKind.QUESTION: 3,
    ItemKind.KEY_THEME: 4,
    ItemKind.EMERGING_THEME: 4,
}
SORTS = {
    "good-practice": ("Good practice first", ("rank", "undated", "-source_on", "code", "place_in_review", "pk")),
    "newest": ("Newest first", ("undated", "-source_on", "code", "place_in_review", "pk")),
    "reference": ("By reference", ("code", "place_in_review", "pk")),
}
# A partnership's area, or its name where none is given.
AREA = Coalesce(NullIf("partnership__area", Value("")), "partnership__name")
CLOSEST = ("closeness", "rank", "undated", "-source_on", "code", "place_in_review", "pk")
DEFAULT_SORT = "good-practice"

type Attached = dict[tuple[str, int], list[tuple[str, str, str]]]  # what, label and text, by owner and its key


class StatementList(Sequence):
    """Learning items and recommendations in one order; a slice of it is fetched whole."""

    def __init__(
        self, items: QuerySet, recommendations: QuerySet, *, kinds: Sequence[str] = (), sort: str = DEFAULT_SORT
    ) -> None:
        """Both querysets hold only what the reader may see; both are `closest_to()` an agency, or neither is.

        `kinds` are the kinds that the list is narrowed to; none means all.
        """
        self.items = items
        self.recommendations = recommendations
        self.kinds = kinds
        self.sort = sort if sort in SORTS else DEFAULT_SORT
        self._counts: dict[str, int] | None = None

    def counts(self) -> dict[str, int]:
        """Return how many there are of each kind, also of those that the list is not narrowed to."""
        if self._counts is None:
            items = self.items.order_by().values_list("kind").annotate(n=Count("pk", distinct=True))
            recommendations = (
                self.recommendations.order_by()
                .annotate(word=Value(RECOMMENDATION, CharField()))
                .values_list("word")
                .annotate(n=Count("pk", distinct=True))
            )
            self._counts = dict(items.union(recommendations, all=True).order_by())
        return self._counts

    def __len__(self) -> int:
        return sum(number for kind, number in self.counts().items() if not self.kinds or kind in self.kinds)

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        rows = list(self.keys()[index])
        keys = [(app, pk) for app, pk, *_ in rows]
        found = {
            (app, record.pk): record
            for app, model in (("item", LearningItem), (RECOMMENDATION, Recommendation))
            for record in model.objects.filter(pk__in=[pk for of, pk in keys if of == app]).with_line()
        }
        for app, pk, closeness, *_ in rows:
            found[app, pk].closeness = Closeness(closeness)
        statements = [found[key] for key in keys]
        attach(statements)
        return statements

    def keys(self) -> QuerySet:
        """Return the ordered keys of all, one row each."""
        chosen_items, chosen_recommendations = self.items, self.recommendations
        if self.kinds:
            chosen_items = chosen_items.filter(kind__in=self.kinds)
            if RECOMMENDATION not in self.kinds:
                chosen_recommendations = chosen_recommendations.none()
        ranks = [When(kind=kind, then=Value(rank)) for kind, rank in RANKS.items() if kind != RECOMMENDATION]
        items = ordered_keys(chosen_items, "item", Case(*ranks, default=Value(9), output_field=IntegerField()))
        recommendations = ordered_keys(
            chosen_recommendations, RECOMMENDATION, Value(RANKS[RECOMMENDATION], IntegerField())
        )
        by_closeness = "closeness" in self.items.query.annotations
        return items.union(recommendations).order_by(*(CLOSEST if by_closeness else SORTS[self.sort][1]))


def ordered_keys(statements, app: str, rank) -> QuerySet:
    """Return the key of each statement with the columns that the lists are ordered by."""
    undated = Case(When(source_on=None, then=1), default=0, output_field=IntegerField())
    if "closeness" not in statements.query.annotations:
        statements = statements.annotate(closeness=Value(Closeness.TO_EVERYONE, IntegerField()))
    return (
        statements.order_by()
        .with_year()
        .annotate(
            app=Value(app, CharField()),
            rank=rank,
            undated=undated,
            code=F("review__code"),
            place_in_review=F("document__position") * 1_000_000 + F("position"),
        )
        .values_list("app", "pk", "closeness", "rank", "undated", "source_on", "code", "place_in_review")
    )


def attach(statements: Iterable) -> None:
    """Give each statement all that is shown of it, see `attach_lines` and `attach_parts`; one query."""
    found = united(line_rows(statements) + part_rows(statements))
    give_lines(statements, found)
    give_parts(statements, found)


def attach_lines(statements: Iterable) -> None:
    """Give each statement its `line_bodies` and its review's `line_place`; one query."""
    give_lines(statements, united(line_rows(statements)))


def attach_parts(statements: Iterable, *, with_answers: bool = True) -> None:
    """Give each recommendation among these its `line_parts` and, unless told, its `response_count`; one query."""
    give_parts(statements, united(part_rows(statements, with_answers=with_answers)))


def line_rows(statements: Iterable) -> list[QuerySet]:
    """Return the queries for those whom statements speak to, and for where their reviews were."""
    queries = []
    if reviews := {statement.review_id for statement in statements}:
        queries.append(rows(Review.partnerships.through.objects, "review", "review", reviews, AREA, "place"))
    for model, app, field in (
        (LearningItem, "item", "learningitem"),
        (Recommendation, RECOMMENDATION, "recommendation"),
    ):
        if pks := [statement.pk for statement in statements if isinstance(statement, model)]:
            owner = (app, field, pks)
            queries.append(rows(model.agencies.through.objects, *owner, "agency__name", "1 agency"))
            queries.append(rows(model.agency_kinds.through.objects, *owner, "agencykind__name", "2 kind"))
    return queries


def part_rows(statements: Iterable, *, with_answers: bool = True) -> list[QuerySet]:
    """Return the queries for the parts of recommendations and for the published responses to them."""
    pks = [statement.pk for statement in statements if isinstance(statement, Recommendation)]
    if not pks:
        return []
    whole = (RECOMMENDATION, "recommendation", pks)
    parts = rows(RecommendationPart.objects, *whole, "text", "part", label="label")
    return [parts, rows(Response.objects.published(), *whole, "agency__slug", "response")] if with_answers else [parts]


def give_lines(statements: Iterable, found: Attached) -> None:
    """Set what a line names."""
    for statement in statements:
        app = "item" if isinstance(statement, LearningItem) else RECOMMENDATION
        bodies = [(what, text) for what, _, text in found[app, statement.pk] if what in ("1 agency", "2 kind")]
        statement.line_bodies = [text for _, text in sorted(bodies)]
        areas = sorted(text for _, _, text in found["review", statement.review_id])
        statement.line_place = ", ".join(areas) or statement.review.partnership_as_named


def give_parts(statements: Iterable, found: Attached) -> None:
    """Set what a recommendation consists of, and how many bodies answered it."""
    for statement in statements:
        if isinstance(statement, Recommendation):
            attached = sorted(found[RECOMMENDATION, statement.pk])
            statement.line_parts = [(label, text) for what, label, text in attached if what == "part"]
            statement.response_count = sum(what == "response" for what, _, _ in attached)


def united(queries: list[QuerySet]) -> Attached:
    """Return what these queries of `rows()` find, by owner, in one query."""
    found: Attached = defaultdict(list)
    if not queries:
        return found
    first, *others = queries
    for owner, pk, what, label, text in first.union(*others, all=True).order_by() if others else first:
        found[owner, pk].append((what, label, text))
    return found


def rows(records, owner: str, to_owner: str, pks, text, what: str, label: str | None = None) -> QuerySet:
    """Return (owner, its key, what, label, text) for those of these records that hang on these owners."""
    return (
        records.filter(**{f"{to_owner}__in": pks})
        .order_by()
        .annotate(
            owner=Value(owner, CharField()),
            what=Value(what, CharField()),
            tag=Cast(label, CharField()) if label else Value("", CharField()),
        )
        .values_list("owner", f"{to_owner}_id", "what", "tag", text)
    )

"""What is found and counted is what reading every record would give; so both engines give the same."""

import random
from collections import Counter

import pytest

from learning.models import LearningItem
from learning.search.filters import PARAMETERS
from learning.search.index_sets import index_sets
from learning.search.query import Query, read_query
from learning.search.results import SearchResults
from learning.search.tokenizer import tokens_of
from recommendations.models import Recommendation
from recommendations.statements import STATEMENT_KINDS

pytestmark = pytest.mark.django_db
ROLES = ["anyone", "practitioner", "member", "scrutineer", "administrator"]
NOT_STATED = "not-stated"


class Record:
    """A statement as a reader of the records would know it, without any index."""

    def __init__(self, statement) -> None:
        self.statement = statement
        review = statement.review
        texts = [statement.subheading, statement.reference]
        if isinstance(statement, Recommendation):
            texts += [statement.stem, statement.tail, *(part.text for part in statement.parts.all()), statement.label]
        else:
            texts.append(statement.text)
        self.fields = [tokens_of(text) for text in texts]
        date = statement.document.published_on or review.published_on
        agencies = list(statement.agencies.all())
        self.values = {
            "kind": {getattr(statement, "kind", "recommendation")},
            "theme": {str(theme.pk) for theme in statement.themes.all()},
            "agency": {str(agency.pk) for agency in agencies},
            "speaks-to": {str(kind.pk) for kind in statement.agency_kinds.all()} | {str(a.kind_id) for a in agencies},
            "type": {str(kind.pk) for kind in review.kinds.all()},
            "partnership": {str(one.pk) for one in review.partnerships.all()} or {NOT_STATED},
            "year": {str(date.year) if date else NOT_STATED},
            "audience": {review.audience},
        }

    def holds(self, phrase: tuple[str, ...]) -> bool:
        length = len(phrase)
        return any(
            tuple(tokens[start : start + length]) == phrase
            for tokens in self.fields
            for start in range(len(tokens) - length + 1)
        )

    def answers(self, query: Query) -> bool:
        return all(any(map(self.holds, choices)) for choices in query.wanted) and not any(
            map(self.holds, query.unwanted)
        )

    def has(self, chosen: dict[str, list[str]]) -> bool:
        return all(self.values[facet] & set(values) for facet, values in chosen.items())


def everything(user) -> list[Record]:
    """Return every published statement that a user may see."""
    seen = [
        *LearningItem.objects.visible_to(user).filter(review__status="published"),
        *Recommendation.objects.visible_to(user).filter(review__status="published"),
    ]
    return [Record(statement) for statement in seen]


def made_up(chance: random.Random, records: list[Record]) -> tuple[str, dict[str, list[str]]]:
    """Return a query in quotation marks, so that nothing is looked for under another name, and some filters."""
    record = chance.choice(records)
    tokens = [token for field in record.fields for token in field]
    other = chance.choice(records)
    others = [token for field in other.fields for token in field]
    words = chance.choices(tokens, k=chance.choice([0, 1, 1, 2]))
    query = " ".join(f'"{word}"' for word in words)
    if words and chance.random() < 0.3:
        query += f' or "{chance.choice(others)}"'
    if words and chance.random() < 0.3:
        query += f' -"{chance.choice(others)}"'
    if chance.random() < 0.3:
        field = chance.choice([field for field in record.fields if len(field) > 2] or [tokens])
        start = chance.randrange(max(len(field) - 2, 1))
        query += f' "{" ".join(field[start : start + 2])}"'
    chosen = {}
    for facet in chance.sample(sorted(record.values), k=chance.choice([0, 0, 1, 2])):
        if record.values[facet]:
            values = {chance.choice(sorted(record.values[facet]))}
            if other.values[facet] and chance.random() < 0.4:
                values.add(chance.choice(sorted(other.values[facet])))
            chosen[facet] = sorted(values)
    return query, chosen


@pytest.mark.parametrize("role", ROLES)
def test_sets_and_counts_are_those_of_the_records(world, role):
    """Forty queries for each of five roles, with filters: the set, and the counts of every facet."""
    user, chance = world.people[role], random.Random(role)
    records = everything(user)
    known = index_sets()
    for _ in range(40):
        text, chosen = made_up(chance, records)
        query = read_query(text)
        tags = {facet: [f"{facet}:{value}" for value in values] for facet, values in chosen.items()}
        found = SearchResults(user, known, query=query, chosen=tags, kinds=STATEMENT_KINDS, order="reference")
        answering = [record for record in records if record.answers(query)]
        expected = {record.statement for record in answering if record.has(chosen)}
        if not answering and len(query.wanted) > 1:
            assert found.ranking.is_relaxed, text
            continue
        assert set(found[0 : len(found)]) == expected, (text, chosen)
        assert len(found) == len(expected)
        for facet in (parameter.facet for parameter in PARAMETERS.values()):
            others = {name: values for name, values in chosen.items() if name != facet}
            counts = Counter(value for record in answering if record.has(others) for value in record.values[facet])
            assert found.counts(facet) == dict(counts), (text, chosen, facet)


@pytest.mark.parametrize("order", ["good-practice", "newest", "reference"])
def test_pages_follow_each_other_in_one_order(world, order):
    found = SearchResults(world.people["practitioner"], index_sets(), kinds=STATEMENT_KINDS, order=order)
    whole = found[0 : len(found)]
    assert [record for start in range(0, len(found), 7) for record in found[start : start + 7]] == whole
    assert len(set(whole)) == len(whole) > 50
    if order == "newest":
        dates = [one.document.published_on or one.review.published_on for one in whole]
        stated = [date for date in dates if date]
        assert stated == sorted(stated, reverse=True)
        assert dates[: len(stated)] == stated, "the undated come last"
    if order == "reference":
        places = [(one.review.code, one.document.position, one.position) for one in whole]
        assert places == sorted(places)
    if order == "good-practice":
        kinds = [getattr(one, "kind", "recommendation") for one in whole]
        assert kinds[: kinds.count("good-practice")] == ["good-practice"] * kinds.count("good-practice")


def test_a_facets_own_choice_does_not_empty_its_other_values(world):
    user, known = world.people["anyone"], index_sets()
    whole = SearchResults(user, known, kinds=STATEMENT_KINDS).counts("kind")
    chosen = SearchResults(user, known, kinds=STATEMENT_KINDS, chosen={"kind": ["kind:finding"]})
    assert chosen.counts("kind") == whole
    assert len(chosen) == whole["finding"]
    assert sum(chosen.counts("type").values()) == whole["finding"]


def test_what_the_index_finds_is_asked_for_by_the_rule_of_sight_again(world):
    """A row of the index that says too much shows nothing."""
    made = world.reviews["draft"]
    from learning.models import SearchEntry, SearchGeneration

    SearchGeneration.objects.update(number=10**6)
    SearchEntry.objects.create(
        source="item", record=made.item.pk, body="wombat", tags="kind:finding seen-by:public", changed=10**6
    )
    found = SearchResults(world.people["anyone"], index_sets(), query=read_query("wombat"))
    assert found[0:10] == []

"""The line under a statement is the same from the index as from the tables."""

from learning.models import LearningItem
from learning.search.index_sets import index_sets
from learning.search.related_names import attach_lines
from learning.search.results import SearchResults
from recommendations.models import Recommendation
from tests.world import everyone

LINE = ("agency_names", "place_name", "theme_names")


def test_every_line_is_that_of_the_tables(world):
    made = world.reviews["public"]
    made.item.agencies.add(world.reviews["professionals"].agency)
    made.item.agency_kinds.add(1, 2)
    found = SearchResults(world.people["administrator"], index_sets(), kinds=[*kinds(), "recommendation"])
    listed = found[:]
    assert len(listed) > 80
    for statement in listed:
        as_tables_say = type(statement).objects.get(pk=statement.pk)
        assert sorted(statement.agency_names) == sorted(as_tables_say.agency_names)
        assert statement.place_name == as_tables_say.place_name
        assert statement.theme_names == sorted(statement.themes.values_list("name", flat=True))
    assert {type(statement) for statement in listed} == {LearningItem, Recommendation}
    assert all(any(getattr(statement, part) for statement in listed) for part in LINE)


def test_statements_of_published_reviews_and_of_drafts_have_lines(world, django_assert_max_num_queries):
    pairs = [world.reviews["public"], world.reviews["draft"]]
    statements = [
        model.objects.select_related("review", "document").get(pk=one.pk)
        for made in pairs
        for model, one in ((LearningItem, made.item), (Recommendation, made.recommendation))
    ]
    sets = index_sets()
    with django_assert_max_num_queries(8):
        attach_lines(statements, sets)
        lines = [(one.agency_names, one.place_name) for one in statements]
    of_public, of_draft = lines[:2], lines[2:]
    assert of_public == [([everyone().name], "Northshire"), (["Agency quokka0"], "Northshire")]
    assert of_draft == [([everyone().name], "Northshire"), ([world.reviews["draft"].agency.name], "Northshire")]


def test_a_renamed_agency_is_named_anew_at_once(world):
    made = world.reviews["public"]
    agency = made.agency
    made.item.agencies.add(agency)
    assert agency.name in line_of(made.item)
    agency.name = "Renamed agency"
    agency.save()
    assert "Renamed agency" in line_of(made.item)
    made.item.agencies.clear()
    assert "Renamed agency" not in line_of(made.item)


def kinds() -> list[str]:
    return list(LearningItem.objects.order_by().values_list("kind", flat=True).distinct())


def line_of(item: LearningItem) -> list[str]:
    known = index_sets()
    found = SearchResults(None, known, kinds=[item.kind])
    return next(one for one in found[:] if one.pk == item.pk).agency_names

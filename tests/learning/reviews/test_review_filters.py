"""The filters of the lists: each narrows as it says, and can be taken away."""

import pytest
from django.test import RequestFactory

from learning.models import LearningItem, ReflectiveQuestion, Review
from learning.review_filters import ReviewFilter
from learning.search.filters import ListFilters, SearchFilters
from recommendations.filters import RecommendationFilters
from recommendations.models import Recommendation, ResponseVersion
from reviews_portal.selectors.theme import ThemeFilter
from tests.slowly import slow

NOT_STATED = "not-stated"


def themes(record) -> set[str]:
    return {theme.slug for theme in record.themes.all()}


def speaks_to(record) -> set[str]:
    return {kind.slug for kind in record.agency_kinds.all()} | {body.kind.slug for body in record.agencies.all()}


def partnerships(review) -> set[str]:
    return {partnership.slug for partnership in review.partnerships.all()} or {NOT_STATED}


def year(record) -> set[str]:
    date = record.document.published or record.review.published
    return {str(date.year) if date else NOT_STATED}


def learnt(review) -> set[str]:
    dates = [document.published.on for document in review.documents.all() if document.published]
    on = review.published.on if review.published else min(dates, default=None)
    return {str(on.year) if on else NOT_STATED}


def answered(recommendation) -> set[str]:
    held = ResponseVersion.objects.published().filter(response__recommendation=recommendation).exists()
    return {"held" if held else "none"}


OF_A_STATEMENT = {
    "theme": themes,
    "speaks_to": speaks_to,
    "type": lambda record: {kind.slug for kind in record.review.kinds.all()},
    "partnership": lambda record: partnerships(record.review),
    "year": year,
}
# For each list what it shows, and for each filter which of its values a record has.
LISTS = {
    "/learning/": (
        (LearningItem, Recommendation),
        OF_A_STATEMENT
        | {
            "kind": lambda record: {getattr(record, "kind", "recommendation")},
            "agency": lambda record: {agency.slug for agency in record.agencies.all()},
            "audience": lambda record: {record.review.audience},
        },
    ),
    "/recommendations/": ((Recommendation,), OF_A_STATEMENT | {"responses": answered}),
    "/questions/": ((ReflectiveQuestion,), OF_A_STATEMENT),
    "/reviews/": (
        (Review,),
        {
            "theme": themes,
            "type": lambda review: {kind.slug for kind in review.kinds.all()},
            "partnership": partnerships,
            "year": learnt,
        },
    ),
}


@pytest.fixture
def visible(world):
    """Return what anyone sees in a list, everything hidden left out by hand."""
    seen = ["R0001", "R0002", "R0003", "R9000"]

    def visible(address: str) -> list:
        return [
            record
            for model in LISTS[address][0]
            for record in model.objects.filter(**{"code__in" if model is Review else "review__code__in": seen})
        ]

    return visible


def shown(client, address: str) -> set[str]:
    """Return all that a list shows, page after page."""
    found: set[str] = set()
    number = 1
    while True:
        page = client.get(f"{address}{'&' if '?' in address else '?'}page={number}").context["page"]
        assert not found & {str(record) for record in page}, "a record stands in the list twice"
        found |= {str(record) for record in page}
        if not page.has_next():
            assert len(found) == page.paginator.count
            return found
        number += 1


@pytest.mark.parametrize("address", LISTS)
def test_a_list_shows_all_that_the_reader_may_see(client, visible, address):
    assert shown(client, address) == {str(record) for record in visible(address)}


@pytest.mark.parametrize(
    ("address", "name"), [(address, name) for address, (_, names) in LISTS.items() for name in names]
)
@pytest.mark.parametrize("most", [3, slow(None)], ids=["some", "all"])
def test_each_value_of_a_filter_shows_what_has_it_and_nothing_else(client, visible, address, name, most):
    records, values_of = visible(address), LISTS[address][1][name]
    values = {value for record in records for value in values_of(record)}
    assert values
    for value in sorted(values)[:most]:
        expected = {str(record) for record in records if value in values_of(record)}
        assert shown(client, f"{address}?{name}={value}") == expected, value


@pytest.mark.parametrize(
    ("address", "name"), [(address, name) for address, (_, names) in LISTS.items() for name in names]
)
def test_several_values_of_one_filter_widen_it(client, visible, address, name):
    records, values_of = visible(address), LISTS[address][1][name]
    two = sorted({value for record in records for value in values_of(record)})[:2]
    expected = {str(record) for record in records if values_of(record) & set(two)}
    assert shown(client, f"{address}?{'&'.join(f'{name}={value}' for value in two)}") == expected


def test_both_values_of_the_filter_on_responses_mean_all(client, visible):
    records = {str(record) for record in visible("/recommendations/")}
    assert shown(client, "/recommendations/?responses=held&responses=none") == records


@pytest.mark.parametrize("address", ["/recommendations/", "/questions/"])
def test_a_list_of_one_kind_offers_every_value_that_it_has_and_counts_none(client, visible, address):
    filters = client.get(address).context["filters"]
    options = {facet.name: facet.options for facet in filters.shown}
    for name in ("theme", "speaks_to"):
        held = {value for record in visible(address) for value in OF_A_STATEMENT[name](record)}
        assert {option.value for option in options.get(name, ())} == (held if len(held) > 1 else set())
    # A filter with a single value is not shown: the questions of this world are all undated.
    assert ("year" in options) == (address == "/recommendations/")
    assert address == "/questions/" or [option.value for option in options["year"]][-1] == NOT_STATED
    assert all(option.number is None for of_one in options.values() for option in of_one)
    assert ("responses" in options) == (address == "/recommendations/")


def test_two_filters_narrow_together(client, visible):
    expected = {
        str(record)
        for record in visible("/learning/")
        if "neglect" in themes(record) and getattr(record, "kind", "") in ("finding", "question")
    }
    assert expected
    assert shown(client, "/learning/?theme=neglect&kind=finding&kind=question") == expected


@pytest.mark.parametrize("filters", [ReviewFilter, ListFilters, SearchFilters, RecommendationFilters, ThemeFilter])
def test_no_filter_is_on_age_sex_or_the_date_of_the_incident(filters):
    known = {"theme", "kind", "speaks_to", "agency", "type", "partnership", "year", "responses", "audience", "scope"}
    taken = filters.parameters if issubclass(filters, SearchFilters) else filters.base_filters
    assert set(taken) <= known
    assert set(getattr(filters, "order", ())) <= set(taken)


def made(world, query: str) -> SearchFilters:
    request = RequestFactory().get(f"/learning/?{query}")
    request.user = world.people["anyone"]
    return SearchFilters(request.GET, request=request)


def test_each_choice_has_the_address_of_the_list_without_it(world):
    filters = made(world, "theme=neglect&kind=finding&kind=question&sort=reference&page=3")
    assert {choice.label: choice.without for choice in filters.chosen} == {
        "Neglect": "?kind=finding&kind=question&sort=reference",
        "Finding": "?theme=neglect&kind=question&sort=reference",
        "Reflective question": "?theme=neglect&kind=finding&sort=reference",
    }


def test_taking_the_only_choice_away_leaves_the_whole_list(world):
    assert [choice.without for choice in made(world, "kind=finding").chosen] == ["?"]


def test_an_unknown_value_is_no_choice_and_is_said_to_be_unknown(world):
    filters = made(world, "kind=finding&kind=nonsense&theme=<b>")
    assert [choice.label for choice in filters.chosen] == ["Finding"]
    assert sorted(filters.unknown) == [
        "“<b>” is not an option for “Theme”, so it was ignored.",
        "“nonsense” is not an option for “Type”, so it was ignored.",
    ]


def test_a_long_unknown_value_is_cut(world):
    assert len(made(world, "kind=" + "x" * 5000).unknown[0]) < 120


def test_a_page_shows_its_choices_with_links_that_take_them_away(client, world):
    page = client.get("/learning/?theme=neglect&kind=finding").text
    assert '<a href="/learning/?kind=finding"><span class="visually-hidden">Remove </span>Neglect' in page
    assert '<a href="/learning/?theme=neglect"><span class="visually-hidden">Remove </span>Finding' in page
    assert 'name="kind" value="finding" checked' in page


def test_years_and_partnerships_are_offered_only_where_a_visible_review_has_them(world, client, client_of):
    def offered(browser, name):
        return {value for value, _ in browser.get("/reviews/").context["filters"].choices_of(name)}

    Review.objects.filter(code="R9003").update(published_on="2031-01-01", published_precision="year")
    for_anyone = offered(client, "year")
    assert "2031" not in for_anyone
    assert for_anyone == {"2016", "2021", NOT_STATED}
    assert "2031" in offered(client_of("administrator"), "year")
    hidden = world.people["other-editor"].memberships.get().partnership
    assert hidden.slug not in offered(client_of("administrator"), "partnership")
    world.reviews["draft"].review.partnerships.add(hidden)
    assert hidden.slug not in offered(client, "partnership")
    assert hidden.slug in offered(client_of("administrator"), "partnership")

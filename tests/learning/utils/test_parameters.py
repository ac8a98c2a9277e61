"""Which parameters a page reads, and which its links keep."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict

from learning.models import Theme
from learning.review_filters import ReviewFilter
from learning.search.filters import PARAMETERS
from learning.search.query import MAX_LENGTH
from learning.utils.parameters import CARRIED, LONGEST, LONGEST_VALUE, MOST_VALUES, are_too_many, within_bounds
from recommendations.filters import RecommendationFilters
from recommendations.yearly_report import PARTS

LISTS = ["/themes/neglect/", "/learning/", "/search/?q=child", "/recommendations/", "/questions/", "/reviews/"]


def size(query: QueryDict) -> int:
    return sum(len(name) + len(value) for name, values in query.lists() for value in values)


@pytest.mark.parametrize(
    "query",
    [
        "sort=" + "x" * 900_000,
        "theme=" + "&theme=".join(str(number) for number in range(900)),
        "&".join(f"x{number}=1" for number in range(900)),
        "&".join(f"theme={'y' * 190}{number}" for number in range(900)),
    ],
    ids=["one long", "many", "many unknown", "many long"],
)
def test_no_more_is_read_than_there_is_room_for(query):
    kept = within_bounds(QueryDict(query))
    assert sum(len(values) for _, values in kept.lists()) <= MOST_VALUES
    assert size(kept) <= LONGEST
    assert all(len(value) <= LONGEST_VALUE + 1 for _, values in kept.lists() for value in values)
    assert set(kept) <= CARRIED


def test_what_a_reader_chooses_is_read_whole():
    query = QueryDict("theme=neglect&theme=fathers&q=" + "w" * MAX_LENGTH + "&page=2&theme=neglect&utm_source=x")
    kept = within_bounds(query)
    assert kept.getlist("theme") == ["neglect", "fathers"]
    assert kept["q"] == "w" * MAX_LENGTH
    assert set(kept) == {"theme", "q"}
    assert not are_too_many(query)


def test_every_filter_and_order_of_a_list_is_carried_on():
    names = {*PARAMETERS, *RecommendationFilters.parameters, *ReviewFilter.order, *PARTS}
    assert names | {"q", "sort", "show", "start", "end", "role"} <= CARRIED


@pytest.mark.parametrize("address", LISTS)
def test_a_page_with_many_links_repeats_nothing_that_it_does_not_know(client, db, address):
    query = f"zzunknown=1&sort=zzsort{'x' * 4_000}&theme=zztheme"
    page = client.get(address.partition("?")[0], QUERY_STRING="&".join(filter(None, [urlsplit(address).query, query])))
    assert page.status_code == 200
    links = [part.partition('"')[0] for part in page.text.split('href="')[1:]]
    assert not [link for link in links if "zzunknown" in link or "x" * (LONGEST_VALUE + 2) in link]
    assert address == "/questions/" or any("theme=zztheme" in link for link in links)
    assert page.text.count("zzunknown") == 1  # the address under the page, for print


def test_choosing_more_than_a_list_takes_is_said(client, db):
    values = "&".join(f"theme=nonsense{number}" for number in range(200))
    text = client.get("/learning/", QUERY_STRING=values).text
    assert f"Select {MOST_VALUES} or fewer. The rest were ignored." in text
    assert "75 more values are not options either, so they were ignored." in text
    assert text.count("is not an option for") == 5


@pytest.mark.parametrize("address", ["/learning/", "/reviews/", "/questions/"])
def test_every_theme_at_once_is_still_chosen_and_can_be_taken_away(client, db, address):
    slugs = list(Theme.objects.values_list("slug", flat=True))[:MOST_VALUES]
    page = client.get(address, {"theme": slugs, "sort": "reference"})
    chosen = page.context["filters"].chosen
    assert len(chosen) == len(slugs)
    for choice in chosen:
        assert len(parse_qsl(choice.without[1:])) == len(slugs)  # all but one, and the order

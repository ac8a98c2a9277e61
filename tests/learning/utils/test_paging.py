"""Pages of a list."""

import pytest
from django.test import RequestFactory

from learning.utils.paging import PER_PAGE, page_of

RECORDS = list(range(PER_PAGE * 4 + 1))


def page(asked: str | None, records=RECORDS):
    return page_of(RequestFactory().get("/", {} if asked is None else {"page": asked}), records)


@pytest.mark.parametrize(("asked", "number"), [(None, 1), ("1", 1), ("3", 3), ("5", 5)])
def test_a_page_that_is_there_is_shown_without_a_notice(asked, number):
    assert (page(asked).number, page(asked).notice) == (number, "")


@pytest.mark.parametrize(
    ("asked", "number"),
    [("0", 5), ("-1", 5), ("6", 5), ("1000000000", 5), ("9" * 5000, 5), ("abc", 1), ("", 1), ("1.5", 1), ("\x00", 1)],
)
def test_a_page_that_is_not_there_gives_the_first_or_last_and_says_so(asked, number):
    found = page(asked)
    assert found.number == number
    assert found.notice.startswith(f"Page “{asked[:20].strip(chr(0))}")
    assert found.notice.endswith(f"” does not exist. Showing page {number} of 5.")
    assert "\x00" not in found.notice


def test_a_list_of_nothing_has_one_page():
    empty = page("2", [])
    assert (empty.number, empty.paginator.num_pages, list(empty)) == (1, 1, [])


def test_all_records_stand_on_the_pages_once():
    assert [record for number in range(1, 6) for record in page(str(number))] == RECORDS


def test_far_pages_are_left_out_of_the_links():
    many = page("50", list(range(PER_PAGE * 100)))
    assert [str(number) for number in many.window()] == ["1", "…", "49", "50", "51", "…", "100"]


def test_links_to_other_pages_keep_the_filters(client, world):
    text = client.get("/learning/?kind=finding&kind=learning-point&sort=reference").text
    assert 'href="/learning/?kind=finding&amp;kind=learning-point&amp;sort=reference&amp;page=2" rel="next"' in text


def test_another_order_starts_at_the_first_page(client, world):
    text = client.get("/learning/?kind=finding&page=2").text
    assert 'href="/learning/?kind=finding&amp;sort=reference"' in text

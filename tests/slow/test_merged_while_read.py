"""A theme of thousands of items, merged while people read: each page shows all of it, or nothing."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from learning import merging
from learning.models import LearningItem, Review, Theme
from learning.search.index import differences

from .test_web_killed import Server

pytestmark = pytest.mark.slow
MANY = 5_000
NUMBER = re.compile(r"<h2>([\d,]+) items?</h2>")


@pytest.fixture
def server(portal) -> Iterator[Server]:
    server = Server(portal)
    yield server
    server.kill()


def add_items(theme: Theme) -> None:
    review = Review.objects.get(code="R0001")
    document = review.documents.first()
    items = LearningItem.objects.bulk_create(
        LearningItem(
            review=review,
            document=document,
            position=100_000 + number,
            kind="finding",
            text=f"One of many wombats, {number}.",
            reference=f"R0001-9{number:05}",
        )
        for number in range(MANY)
    )
    theme.learningitems.add(*items)


def number_on(portal, address: str) -> str:
    """Return the number of items that a page says it has. Raises HTTPError if the page is not there."""
    with urlopen(f"{portal.url}{address}", timeout=60) as answer:
        found = NUMBER.search(answer.read().decode())
    return found[1] if found else "0"  # the page of a theme without items has no list


@contextmanager
def readers(portal, addresses: list[str]) -> Iterator[dict[str, set[str]]]:
    """Ask for these pages again and again, and yield the numbers that they have shown."""
    shown: dict[str, set[str]] = defaultdict(set)
    is_over = threading.Event()

    def read(address: str) -> None:
        while not is_over.is_set():
            shown[address].add(number_on(portal, address))

    threads = [threading.Thread(target=read, args=[address]) for address in addresses]
    for one in threads:
        one.start()
    try:
        yield shown
    finally:
        is_over.set()
        for one in threads:
            one.join()


def test_a_merge_is_shown_whole_or_not_at_all(portal, inside, server):
    record, into = Theme.objects.get(slug="hoarding"), Theme.objects.get(slug="self-neglect")
    add_items(record)
    either, other = "/learning/?theme=hoarding&theme=self-neglect", "/themes/self-neglect/"
    with readers(portal, [either, other]) as shown:
        merging.merge(record, into)
    assert shown[either] == {f"{MANY:,}"}
    assert shown[other]
    assert shown[other] <= {"0", f"{MANY:,}"}
    assert number_on(portal, "/themes/hoarding/") == number_on(portal, other) == f"{MANY:,}"
    assert list(differences()) == []

"""axe finds nothing on any page of staff under /manage/, and none scrolls sideways at 320 pixels."""

import pytest
from django.urls import resolve

from tests.slowly import slow
from tests.sweeps.addresses import ADDRESSES, MOVED

from ..test_accessibility import NARROWEST, OTHERS, USUAL, assert_axe_finds_nothing
from .pages import ELSEWHERE, NO_PAGES, STOPS, Stop

WHATEVER = {
    **dict.fromkeys(("draft", "awaiting", "published", "agency"), "nothing"),
    **dict.fromkeys(("document", "row", "section", "position", "action", "response"), 9),
    **dict.fromkeys(("overdue", "own", "restored", "report", "proposal", "declined"), 9),
    **dict.fromkeys(("imported", "resembling", "refused", "waiting", "stopped", "failed", "sedge"), "nothing"),
    "reference": "R9999-1",
}


def sizes() -> list:
    """Return each stop with a width and a scheme: in two of them in turn, and in the others in the slow tests."""
    found = []
    for at, stop in enumerate(STOPS):
        all_sizes = [USUAL[at % 2], USUAL[1 - at % 2], *OTHERS]
        found += [
            (pytest.param if number == 0 else slow)(stop, *size, id=f"{stop.who}, {stop.name}, {size[0]}, {size[1]}")
            for number, size in enumerate(all_sizes)
        ]
    return found


def test_every_page_is_gone_to():
    expected = {
        route
        for route, (_, answers) in ADDRESSES.items()
        if route.startswith("manage/") and answers != MOVED and not route.startswith(tuple(ELSEWHERE))
    }
    visited = {resolve(stop.address.format(**WHATEVER).partition("?")[0]).route for stop in STOPS}
    assert visited == expected - NO_PAGES


@pytest.mark.parametrize(("stop", "width", "scheme"), sizes())
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page_of, made, stop: Stop, width: int, scheme: str):
    page = page_of(stop.who)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    stop.go(page, made)
    assert_axe_finds_nothing(page)
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST

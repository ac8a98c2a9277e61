"""The sort key of an entry: rank, newest first, then review, statements before responses, document and position."""

from datetime import date
from itertools import pairwise

import pytest

from learning.search.entry import (
    LAST_RANK,
    MOST_DOCUMENTS,
    MOST_POSITIONS,
    MOST_REVIEWS,
    NEWEST_BITS,
    REFERENCE_BITS,
    REVIEW_SHIFT,
    place,
)

ON = date(2026, 1, 1)


@pytest.mark.parametrize(
    "ordered",
    [
        [place(1, ON, "R0001", document, 10) for document in (0, 7, 8, 30, 31)],
        [place(1, ON, "R0001", 3, position) for position in (0, 16_383, 16_384, 50_000, 65_535)],
        [place(1, ON, "R0001", 31, 65_535), place(1, ON, "R0001", 0, 0, is_response=True)],
        [place(1, ON, "R0001", 31, 65_535, is_response=True), place(1, ON, "R0002", 0, 0)],
        [place(1, on, "R0001", 0, 0) for on in (date(2200, 1, 1), ON, date(2025, 12, 31), date(1850, 1, 2), None)],
        [place(1, None, "R999999", 31, 65_535, is_response=True), place(2, date.max, "R0001", 0, 0)],
    ],
    ids=["documents", "positions", "responses", "reviews", "dates", "ranks"],
)
def test_places_are_in_order(ordered):
    assert all(earlier < later for earlier, later in pairwise(ordered))


def test_what_has_no_room_stands_last_and_changes_nothing_beside_it():
    assert place(1, ON, "R0001", 99, 1 << 20) == place(1, ON, "R0001", MOST_DOCUMENTS, MOST_POSITIONS)
    assert place(1, ON, "R0001", 99, 1 << 20) < place(1, ON, "R0001", 0, 0, is_response=True)
    assert place(1, date.min, "R0001", 0, 0) == place(1, date(1850, 1, 1), "R0001", 0, 0)
    assert place(1, date.min, "R0001", 0, 0) < place(1, None, "R0001", 0, 0)
    assert place(1, date.max, "R0001", 0, 0) < place(1, date(2200, 1, 1), "R0001", 0, 0)
    last = place(LAST_RANK, None, f"R{MOST_REVIEWS + 5}", 99, 1 << 20, is_response=True)
    assert last < 1 << 63
    assert last >> REVIEW_SHIFT & MOST_REVIEWS == MOST_REVIEWS
    assert REFERENCE_BITS < NEWEST_BITS

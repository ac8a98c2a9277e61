"""The largest possible requests to every address: responses, queries and stored data are bounded.

Bytes and queries are counted, not seconds.
"""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import ErrorReport, Theme
from recommendations.models import ConflictingDraft, ResponseDraft, ScrutinyComment
from reviews_portal.middleware.address_length import LONGEST_ADDRESS
from tests.slowly import rest_slow, slow
from tests.sweeps.test_hostile_values import FIELDS, addresses

ROOM = LONGEST_ADDRESS - 200  # of which an address takes less
MORE_BYTES = 250_000
MORE_QUERIES = 12
LARGEST_BODY = 2_400_000  # bytes: more is refused before any of it is read


def many(pair: str) -> str:
    """Return as many of these parameters as an address holds; `{}` is a number."""
    pairs, length = [], 0
    while length < ROOM - 30:
        pairs.append(pair.format(len(pairs)))
        length += len(pairs[-1]) + 1
    return "&".join(pairs)


QUERIES = {
    "order": "sort=" + "x" * (ROOM - 10),
    "search": "q=" + "x" * (ROOM - 10),
    "spaces": "q=" + "+" * (ROOM - 10),
    "quotes": "q=" + '"' * (ROOM - 10),
    "words": "q=" + "ab+" * ((ROOM - 10) // 3),
    "unknown values": many("theme=t{}"),
    "unknown names": many("x{}=1"),
    "items": many("item=R9000-{}"),
    "numbers": "page=" + "9" * (ROOM - 10),
    "from": "from=learning%3Ftheme%3D" + "y" * (ROOM - 40),
    "about": "about=" + "<" * (ROOM - 10),
}


@pytest.fixture
def places(world, asked):
    return addresses(world.reviews["public"], asked)


@pytest.fixture
def plain(client, places) -> dict[str, tuple[int, int]]:
    """Return how many bytes and queries each page takes by itself."""
    return {address: cost(client, address) for address in places}


def cost(client, address: str, query: str = "") -> tuple[int, int]:
    """Return how many bytes a page has, with its headers, and how many queries it takes."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, QUERY_STRING=query)
        content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code < 500, address
    return len(content) + len(str(response.headers)), len(captured)


@pytest.mark.parametrize("names", [["words", "unknown values", "known values"], slow([*QUERIES])], ids=["some", "all"])
def test_no_address_with_the_largest_query_costs_much_more_than_without(client, places, plain, names):
    themes = "&".join(f"theme={slug}" for slug in Theme.objects.values_list("slug", flat=True))
    for name in names:
        query = (QUERIES | {"known values": themes})[name]
        for address in places:
            size, queries = cost(client, address, query)
            assert size <= plain[address][0] + MORE_BYTES, (name, address)
            assert queries <= plain[address][1] + MORE_QUERIES, (name, address)


@pytest.mark.parametrize("role", rest_slow(["partnership-editor", "anyone", "writer"], 1))
def test_no_form_answers_or_stores_much_more_than_it_is_sent(client_of, places, role):
    """Each field in turn is as long as a request may be."""
    client = client_of(role)
    words = "word " * (LARGEST_BODY // 5 - 100)
    fields = ["text", "comment", "note", "introduction", "about", "from", "back", "window", "kept", "do", "passage"]
    assert set(fields) <= set(FIELDS)
    for address in places:
        if address.startswith(("/accounts/sign-out", "/accounts/remove", "/accounts/data")):
            continue
        field = fields[hash_of(address) % len(fields)]
        for name in {"text", field}:
            sent = {name: words, "kind": "error", "revision": "0", "layout": "briefing", "form-TOTAL_FORMS": "0"}
            response = client.post(address, sent | {"form-INITIAL_FORMS": "0"})
            assert response.status_code < 500, address
            if not response.streaming:
                assert len(response.content) <= 2.5 * LARGEST_BODY, (address, name)
            assert len(response.headers.get("Location", "")) < 10_000, (address, name)
    longest = {
        "sessions": max([len(one.session_data) for one in Session.objects.all()], default=0),
        "drafts": max([len(one.text) for one in ResponseDraft.objects.all()], default=0),
        "late": max([len(str(one.typed)) for one in ConflictingDraft.objects.all()], default=0),
        "comments": max([len(one.text) for one in ScrutinyComment.objects.all()], default=0),
        "reports": max([len(one.text) + len(one.about) for one in ErrorReport.objects.all()], default=0),
    }
    assert all(size < 600_000 for size in longest.values()), longest


def hash_of(text: str) -> int:
    return sum(text.encode())

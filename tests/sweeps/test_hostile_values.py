"""No value of any parameter, path or form field makes a page fail, at any address outside the administration."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import get_resolver

from recommendations.models import ResponseRequest
from tests.recommendations.conftest import page_of
from tests.slowly import rest_slow, slow
from tests.sweeps.addresses import ADMIN, patterns

FORM = "application/x-www-form-urlencoded"
TWENTY_NINES = "9" * 20
HOSTILE = [
    TWENTY_NINES,
    "-" + TWENTY_NINES,
    "9" * 5000,
    "-1",
    "1.5",
    "1e400",
    "\N{ARABIC-INDIC DIGIT THREE}\N{FULLWIDTH DIGIT TWO}\N{SUPERSCRIPT TWO}",
    "a\x00b",
    "\ud800",
    "%FF",
    "9999-12-31",
    "0001-01-01",
    "0000-00-00",
    "10000-01-01",
    "x" * 3000,
    "[1]",
]
FEW = [HOSTILE[0], HOSTILE[2], HOSTILE[7]]
USUAL = [*FEW, HOSTILE[6], HOSTILE[8], HOSTILE[9], HOSTILE[10]]
# Each kind of value once, a number, a character that no database holds and half a character; all in the slow tests.
ONE_OF_EACH = [HOSTILE[0], HOSTILE[7], HOSTILE[8]]
# Every name by which a page takes anything from its address, and some that none does.
NAMES = [
    "page", "sort", "q", "theme", "kind", "type", "partnership", "year", "agency", "speaks_to", "responses",
    "scope", "audience", "format", "about", "item", "from", "layout", "start", "end", "show", "review", "for",
    "write", "role", "address", "check", "version", "public", "next", "back", "key", "code", "process", "state",
    "array[]", "review_page", "agency_page", "theme_page", "language", "recommendation", "document", "row",
    "mark", "select", "choose",
]  # fmt: skip
FIELDS = [
    "do", "version", "comment", "text", "agencies", "due_on", "note", "revision", "late", "parts", "new_date",
    "link", "completed_on", "signed_off_on", "judged_on", "evidence_on", "judgement", "shows", "deciding_body",
    "meeting", "to", "item", "from", "back", "order", "fit", "window", "title", "introduction", "layout",
    "form-TOTAL_FORMS", "kept", "form-INITIAL_FORMS", "form-0-reference", "form-0-note", "kind", "about",
    "reply_to", "email", "role", "agency", "passage", "match_case", "after", "document", "number", "piece",
    "rows", "row", "put_back", "add", "suggestion", "confirm", "blocks", "words", "themes", "more_themes", "level",
    "reason", "replacement", "seen", "dismiss", "before",
    "writer", "login", "password", "code", "all", "next", "start", "key", "credential", "why_text",
    "why_references", "why_opened", "decision", "read", "audience", "published", "decided_on", "minute",
    "name", "aliases", "partnership", "group", "scope_note", "into", "keep_words", "opened", "recommendation",
    "further_columns", "previewed", "pair-TOTAL_FORMS", "pair-INITIAL_FORMS", "pair-0-recommendation",
    "pair-0-agency", "place", "choice", "review", "handling", "phone",
]  # fmt: skip


def encoded(value: str) -> str:
    return value if value == "%FF" else quote(value.encode("utf-8", "surrogatepass"), safe="")


def answered(client: Client, address: str, query: str = "", sent: dict | str | None = None) -> int:
    """Return the status of a page, drawn to its end; what a page raises goes on to the test.

    A form is `sent` as its fields, or as a text that is encoded already.
    """
    with transaction.atomic():
        if sent is None:
            response = client.get(address, QUERY_STRING=query)
        else:
            encoding = FORM if isinstance(sent, str) else MULTIPART_CONTENT
            response = client.post(address, sent, encoding, QUERY_STRING=query)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code < 500, address[:200]
    return response.status_code


def addresses(made, asked) -> list[str]:
    """Return an address of every pattern, with records that are there where it takes any."""
    real = {
        "reviews/<slug:slug>/": made.review.slug,
        "themes/<slug:slug>/": "neglect",
        "agencies/<slug:slug>/": made.agency.slug,
        "work-in/<slug:kind>/": "police",
        "responses/partnerships/": "northshire",
        "manage/reviews/": made.review.slug,
        "manage/agencies/": made.agency.slug,
        "manage/hidden/": made.review.slug,
    }
    found = []
    for pattern in patterns(get_resolver()):
        if pattern.startswith(ADMIN) or "(" in pattern:
            continue
        slug = next((slug for begin, slug in real.items() if pattern.startswith(begin)), "neglect")
        for part, value in {
            "<int:pk>": str(asked.pk),
            "<int:late>": "1",
            "<int:position>": str(made.document.position),
            "<reference:reference>": made.recommendation.reference if "recomm" in pattern or "ask" in pattern
            else made.item.reference,
            "<slug:agency>": made.agency.slug,
            "<slug:what>": "theme" if "<slug:key>" in pattern else "learning",
            "<slug:key>": "neglect",
            "<str:key>": "nothing",
            "<slug:format>": "json",
            "<slug:code>": "ABCDEFGH",
            "<slug:slug>": slug,
            "<slug:kind>": "police",
        }.items():  # fmt: skip
            pattern = pattern.replace(part, value)
        assert "<" not in pattern, pattern
        found.append(f"/{pattern}")
    return found


@pytest.fixture
def made(world):
    return world.reviews["public"]


@pytest.mark.parametrize(
    ("role", "value"),
    [
        *((("anyone", value) if value in ONE_OF_EACH else slow("anyone", value)) for value in HOSTILE),
        ("partnership-editor", FEW[0]),
        *(slow("partnership-editor", value) for value in FEW[1:]),
    ],
    ids=[*range(len(HOSTILE)), "twenty", "5000", "NUL"],
)
def test_no_value_of_every_parameter_at_once_makes_a_page_fail(client_of, made, asked, role, value):
    client = client_of(role)
    names = NAMES if len(value) < 1000 else NAMES[:1]
    query = "&".join(f"{name}={encoded(value)}" for name in names)
    for address in addresses(made, asked):
        answered(client, address, query)


@pytest.mark.parametrize(
    ("role", "values"),
    [("administrator", FEW[:1]), ("writer", FEW[2:]), *(slow(role, USUAL) for role in ("administrator", "writer"))],
)
def test_no_value_of_one_parameter_makes_a_page_fail(client_of, made, asked, submitted, role, values):
    client = client_of(role)
    takes = {
        "/themes/neglect/": ["page", "sort", "kind", "year", "type", "partnership", "agency"],
        "/learning/": ["page", "sort", "year", "theme", "format"],
        "/reviews/": ["page", "year", "partnership"],
        "/recommendations/": ["page", "year", "responses", "scope", "sort"],
        "/questions/": ["page", "year"],
        "/agencies/": ["page"],
        "/whats-new/": ["page"],
        "/search/": ["q"],
        "/search/suggest/": ["q"],
        "/contact/": ["about"],
        "/briefings/add/": ["item", "from"],
        "/briefings/learning.json": ["layout", "year", "page"],
        "/responses/": ["page", "show"],
        "/responses/partnerships/northshire/": ["page", "show", "review", "agency"],
        "/responses/partnerships/northshire/report/": ["start", "end", "show", "review", "agency", "theme", "format"],
        "/briefings/report/northshire.json": ["start", "end"],
        page_of(asked): ["write", "check"],
        f"/responses/ask/{made.recommendation.reference}/": ["for"],
    }
    for address, names in takes.items():
        for name in names:
            for value in values:
                answered(client, address, f"{name}={encoded(value)}")


@pytest.mark.django_db
@pytest.mark.parametrize("value", rest_slow([HOSTILE[7], HOSTILE[6], "0" * 2000, "1_000", "R0001-1\0", "\0"], 3))
def test_no_reference_or_slug_within_a_parameter_makes_a_page_fail(client, value):
    written, code = encoded(value), "check=1K4X9M2P7QTW"  # a code that can be read
    answered(client, "/check/mine/", f"{code}&item={written}")
    answered(client, "/check/mine/", f"{code}&item={written}-1.2")
    answered(client, "/check/work-in/police/", f"{code}&theme={written}")
    for what in ("review", "theme", "agency", "work-in", "recommendation", "report"):
        answered(client, "/briefings/add/", f"from={encoded(what + '/' + value)}")
    answered(client, "/briefings/add/", f"item={written}&item=R0001-1")
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-reference": value}
    for do in ("save", "items/up", "items/remove", "save-for-later"):
        answered(client, f"/briefings/{do}/", sent=rows | {"layout": "briefing", "item": value})


@pytest.mark.parametrize(
    ("start", "end"),
    [("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31"), ("0001-01-01", "0001-01-01"), ("9999-01-01", "")],
)
@pytest.mark.parametrize("rest", rest_slow(["", "&format=csv", "&show=overdue"], 1))
def test_a_report_on_any_period_is_a_page(client_of, world, asked, submitted, start, end, rest):
    client = client_of("partnership-editor")
    base = "/responses/partnerships/northshire/report/"
    ResponseRequest.objects.update(
        asked_on=asked.asked_on - timedelta(days=9), due_on=asked.asked_on - timedelta(days=2)
    )
    status = answered(client, base, f"start={start}&end={end}{rest}")
    assert status == (200 if end else 422)
    answered(client, "/briefings/report/northshire.json", f"start={start}&end={end}")  # 404 where nothing was asked


@pytest.mark.parametrize(
    "value", rest_slow(["a\x00b", TWENTY_NINES, FEW[1], "\ud800", "0", "-1", "..", "1.5"], 2), ids=range(8)
)
def test_no_part_of_a_path_makes_a_page_fail(client_of, value):
    clients = [client_of("anyone"), client_of("administrator")]
    part = encoded(value)
    body = f"version={part}"  # encoded here: the test client cannot encode half a character
    for pattern in patterns(get_resolver()):
        if "<" in pattern and "(" not in pattern and not pattern.startswith(ADMIN):
            address = "/" + "".join(
                part + rest.partition(">")[2] if number else rest for number, rest in enumerate(pattern.split("<"))
            )
            for client in clients:
                answered(client, address)
                answered(client, address, sent=body)


@pytest.mark.parametrize(
    ("role", "value"),
    [
        pytest.param("partnership-editor", FEW[2], id="editor-2"),
        pytest.param("writer", "9999-12-31", id="writer-date"),
        *(slow("partnership-editor", value, id=f"editor-{value[:4]}") for value in (*FEW[:2], "9999-12-31")),
        *(slow("writer", value, id=f"writer-{at}") for at, value in enumerate(FEW)),
        *(slow("anyone", value, id=f"anyone-{at}") for at, value in enumerate([*FEW, "9999-12-31"])),
    ],
)
def test_no_value_of_every_field_at_once_makes_a_form_fail(client_of, made, asked, submitted, role, value):
    client = client_of(role)
    sent = dict.fromkeys(FIELDS, value)
    for address in addresses(made, asked):
        if not address.startswith(("/accounts/sign-out", "/accounts/remove")):
            answered(client, address, sent=sent)
    for do in ("save", "save-and-preview", "submit", "publish", "return", "withdraw", "assure", "chase", "comment"):
        answered(client, page_of(asked, f"{do}/"), sent=sent)


@pytest.mark.parametrize(
    "value", rest_slow([TWENTY_NINES, "1\x00", "", "9" * 5000, "-1", "\N{ARABIC-INDIC DIGIT THREE}"], 3)
)
def test_a_version_or_an_agency_that_no_number_can_name_is_not_there(client_of, made, asked, submitted, value):
    client = client_of("partnership-editor")
    assert answered(client, page_of(asked, "publish/"), sent={"version": value, "deciding_body": "Board"}) == 404
    ask = f"/responses/ask/{made.recommendation.reference}/"
    assert answered(client, ask, sent={"agencies": [value], "due_on": "2099-01-01"}) == 422
    assert answered(client, ask, sent={"agencies": [value, str(asked.agency.pk)], "due_on": "9999-12-31"}) == 422

"""With a read-only database, pages answer as before, and requests that change something say why they cannot."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews_portal.accounts.sessions import SEEN
from tests.read_only import read_only
from tests.recommendations.conftest import page_of, typed
from tests.slowly import rest_slow, slow
from tests.sweeps.addresses import ADDRESSES

ROLES = ["anyone", "writer", "signed-in", "practitioner", "scrutineer", "partnership-editor", "administrator"]
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|TRUNCATE)\b|.*\bFOR (NO KEY )?UPDATE\b", re.I)
ADMIN = [
    "/admin/",
    "/admin/learning/review/",
    "/admin/learning/learningitem/",
    "/admin/accounts/user/",
    "/admin/audit/auditentry/",
]
MESSAGE = "You cannot save changes at the moment"


# Of whose records every address is read; of the others in the slow tests.
SOME_OR_ALL = pytest.mark.parametrize(
    "names", [["public", "professionals"], slow(None)], ids=["some of each kind", "all"]
)


@pytest.fixture
def addresses(world, asked, names) -> list[str]:
    """Return every address, with those of the records of the world's reviews with these names."""
    found = [address for address, _ in ADDRESSES.values()]
    for made in [world.reviews[name] for name in names or world.reviews]:
        slug, reference = made.review.slug, made.item.reference
        found += [*made.addresses, made.agency.get_absolute_url(), f"/briefings/add/?item={reference}"]
        found += [f"/briefings/review/{slug}.{format}" for format in ("md", "csv", "json", "html")]
    found += [
        "/search/?q=quokka0",
        "/learning/?theme=neglect",
        "/briefings/learning.csv",
        "/api/v1/reviews/review-quokka0",
    ]
    found += [page_of(asked), page_of(asked, "preview/"), f"/responses/ask/{asked.recommendation.reference}/"]
    role = asked.asked_by.memberships.first()
    pages = ("", "report/", "people/", f"people/roles/{role.pk}/end/")
    found += [f"/responses/partnerships/{asked.asked_by.slug}/{page}" for page in pages]
    return found + ADMIN


def comparable(response) -> str:
    """Return what an answer says, without what differs each time: tokens, signed marks and the time left."""
    streamed = response.streaming_content if response.streaming else [response.content]
    text = b"".join(streamed).decode("utf-8", "replace")
    return re.sub(r'name="(csrfmiddlewaretoken|revision|writer)" value="[^"]*"|"seconds": \d+|secret=\w+', "", text)


def is_not_recorded(response, address: str) -> bool:
    """Return whether this export may be answered 503: one that is not for everyone is recorded, or not handed out."""
    return response.status_code == 503 and address.startswith(("/briefings/", "/recommendations/actions.csv"))


@SOME_OR_ALL
@pytest.mark.parametrize("asks", [{"accept": "application/json", "x-requested-with": "XMLHttpRequest"}])
def test_no_address_stores_anything_for_who_only_reads_it(addresses, asks):
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            Client(headers=asks).get(address)
        assert not [query["sql"] for query in queries if WRITES.match(query["sql"])], address


@SOME_OR_ALL
@pytest.mark.parametrize("role", rest_slow(ROLES, 2))
def test_every_address_answers_as_before(client_of, addresses, role):
    client = client_of(role)
    if role != "anyone":
        session = client.session
        session[SEEN] -= 600  # so that this would be noted
        session.save()
    secrets = re.compile(r"/accounts/second-factor/totp|webauthn")  # a new secret each time
    for address in addresses:
        before = client.get(address)
        with read_only():
            now = client.get(address)
        if role != "anyone" and is_not_recorded(now, address):
            assert MESSAGE in now.text
            continue
        assert now.status_code == before.status_code, address
        if not secrets.search(address):
            assert comparable(now) == comparable(before), address


@SOME_OR_ALL
def test_nothing_is_written_for_anonymous_readers(client, addresses):
    for address in addresses:
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            client.get(address)
        written = [query["sql"] for query in asked_for if WRITES.match(query["sql"])]
        assert not written, (address, written)


def test_opening_a_request_writes_no_draft(client_of, asked):
    client = client_of("writer")
    for address in (page_of(asked), f"{page_of(asked)}?write", page_of(asked, "preview/")):
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(address).status_code == 200
        assert not [query["sql"] for query in asked_for if WRITES.match(query["sql"])], address


TYPED = "What I typed for half an hour, with <b> & quotes.\n\nAnd another paragraph."
SHOWN = "What I typed for half an hour, with &lt;b&gt; &amp; quotes.\n\nAnd another paragraph."


def says_so(response) -> bool:
    return response.status_code == 503 and MESSAGE in response.text and response["Retry-After"] == "120"


@pytest.mark.parametrize(
    ("role", "address", "sent"),
    [
        ("anyone", "/contact/", {"kind": "identification", "text": TYPED}),
        (
            "partnership-editor",
            "/manage/redactions/propose/",
            {"passage": "Stem quokka0", "match_case": "no", "replacement": "[removed]", "reason": TYPED},
        ),
        (
            "partnership-editor",
            "/manage/reviews/review-quokka0/briefing/save/",
            {"why_text": TYPED, "why_references": "R9000-1"},
        ),
        (
            "administrator",
            "/admin/learning/glossaryterm/add/",
            {"abbreviation": "X1", "slug": "x1", "expansion": TYPED},
        ),
    ],
)
def test_what_was_typed_stays_on_the_page_that_says_why(client_of, role, address, sent):
    client = client_of(role)
    with read_only():
        answer = client.post(address, sent)
    assert says_so(answer)
    assert SHOWN in answer.text
    assert f'action="{address}"' in answer.text, "it can be sent again"
    names = re.findall(r'name="([^"]+)"', answer.text)
    assert set(sent) <= set(names)


def test_a_response_that_is_typed_stays_on_the_page(client_of, asked, draft):
    client = client_of("writer")
    with read_only():
        answer = client.post(page_of(asked, "save/"), typed(draft, text=TYPED))
    assert says_so(answer)
    assert SHOWN in answer.text
    with read_only():
        kept_by_script = client.post(
            page_of(asked, "save/"), typed(draft, text=TYPED), headers={"accept": "application/json"}
        )
    assert kept_by_script.status_code == 503
    assert kept_by_script.json()["problem"].startswith(MESSAGE)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/accounts/sign-in/", {"login": "health-visitor@example.org", "password": "a long password"}),
        ("/accounts/sign-in/", {"login": "health-visitor@example.org", "password": "wrong"}),
        ("/accounts/password/reset/", {"email": "health-visitor@example.org"}),
    ],
)
def test_signing_in_says_why_it_cannot_be_done_and_never_that_it_was_tried_too_often(client, world, address, sent):
    with read_only():
        answer = client.post(address, sent)
    assert says_so(answer)
    assert "Too many" not in answer.text
    assert sent.get("password", "no password") not in answer.text


def test_signing_out_says_that_the_session_goes_on(client_of):
    client = client_of("practitioner")
    with read_only():
        assert says_so(client.post("/accounts/sign-out/"))
    assert client.get("/reviews/review-quokka1/").status_code == 200


def test_collecting_for_a_briefing_says_why_it_is_not_kept(world):
    client = Client(raise_request_exception=False)  # it is refused before a view
    reference = world.reviews["public"].item.reference
    with read_only():
        assert says_so(client.post("/briefings/add/", {"item": reference}))


def test_an_account_whose_password_was_changed_elsewhere_is_read_for_as_anonymous(client_of, world):
    client, user = client_of("practitioner"), world.people["practitioner"]
    user.set_password("Quokka-37-lantern")
    user.save()
    with read_only():
        assert client.get("/reviews/review-quokka1/").status_code == 404
        assert client.get("/").status_code == 200


def test_a_session_of_another_key_of_the_portal_is_read(client_of, settings):
    client = client_of("practitioner")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, which is as long as it must be"
    with read_only():
        assert client.get("/reviews/review-quokka1/").status_code == 200


def test_a_session_that_lasted_too_long_is_read_for_as_anonymous(client_of):
    client = client_of("practitioner")
    session = client.session
    session["began"] -= 13 * 3600
    session.save()
    with read_only():
        assert client.get("/reviews/review-quokka1/").status_code == 404


def test_staying_signed_in_is_not_said_to_last_longer_than_it_does(client_of):
    client = client_of("practitioner")
    session = client.session
    session[SEEN] -= 3000
    session.save()
    with read_only():
        assert client.post("/accounts/session/").json() == {"seconds": pytest.approx(600, abs=5)}

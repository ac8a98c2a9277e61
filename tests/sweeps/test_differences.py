"""Hidden reviews and working copies change nothing: each page is the same, byte for byte, as before they were made."""

import re
from datetime import date
from itertools import cycle
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from learning.models import (
    Agency,
    AgencyKind,
    Audience,
    Partnership,
    Review,
    ReviewStage,
    SourceDocument,
    Stage,
    Status,
    Theme,
)
from learning.utils.parameters import CARRIED
from recommendations.models import ResponseRequest
from reviews_portal.groups import PRACTITIONERS
from reviews_portal.hiding import actions
from tests.learning.originals.made import add
from tests.slowly import slow
from tests.working_copies import open_with_changes
from tests.world import make_partnership, make_review, make_user

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
LISTS = ["/themes/neglect/", "/reviews/", "/learning/", "/recommendations/", "/questions/"]
AT_ONCE = "hidden at once"  # in place of a status: it was published before
HIDDEN = [
    (audience, status)
    for audience in Audience.values
    for status in Status.values
    if (audience, status) != ("public", "published")
] + [("public", AT_ONCE)]
WORDS = [f"wombat{number}" for number in range(len(HIDDEN))]
SOME_OR_ALL = pytest.mark.parametrize("most", [3, slow(None)], ids=["some of each kind", "all"])
pytestmark = pytest.mark.usefixtures("pages_kept")


def addresses(most: int | None) -> list[str]:
    """Return every list with each of its filters, and whatever could lead to a hidden review.

    Of the records that were there before, the pages of at most so many of a kind; of the filters one value each, and
    each filter and order at one of the lists, which all take them from the same place.
    """
    found = ["/", "/themes/", "/glossary/", "/agencies/", "/whats-new/", "/work-in/", "/contact/", "/robots.txt"]
    found.append("/kinds-of-review/")
    queries = ["", "sort=newest", "sort=reference", "sort=title"]
    one_each = 1 if most else None  # first those that the hidden reviews have
    values = {
        "kind": ["finding", "recommendation", "good-practice", "question"],
        "theme": ["neglect"],
        "speaks_to": ["police", "everyone"],
        "type": ["domestic-homicide-review", "rapid-review"],
        "partnership": ["hiddenshire", "northshire", "not-stated"],
        "year": ["2031", "2016", "not-stated"],
        "responses": ["held", "none"],
    }
    assert values.keys() <= CARRIED  # a list ignores a parameter of any other name
    queries += [f"{name}={value}" for name, choices in values.items() for value in choices[:one_each]]
    narrowed = [(one, query) for one in LISTS for query in queries]
    if most:
        narrowed = [(one, "") for one in LISTS] + list(zip(cycle(LISTS), queries[1:]))
    found += [f"{one}?{query}" for one, query in narrowed]
    found += [f"/themes/{slug}/" for slug in Theme.objects.values_list("slug", flat=True)[:most]]
    found += [f"/work-in/{slug}/" for slug in AgencyKind.objects.values_list("slug", flat=True)[:most]]
    found += [f"/agencies/{slug}/" for slug in Agency.objects.values_list("slug", flat=True)[:most]]
    found += [f"/reviews/{slug}/" for slug in Review.objects.values_list("slug", flat=True)]
    for word in (*WORDS, "wombat", "Hiddenshire", "ZZWOMBAT"):
        found += [f"/search/?q={quote(word)}", f"/reviews/review-{word}/", f"/agencies/agency-{word}/"]
    for number in range(len(HIDDEN)):
        found += [f"/learning/R91{number:02}-{n}/" for n in (1, 5, 8)] + [f"/recommendations/R91{number:02}-9/"]
    return found


def snapshot(browsers: dict[str, Client], name: str, visited: list[str]) -> dict[str, tuple]:
    """Return status, headers and body of each page; for anyone of all, for others of some."""
    client, visited = browsers[name], visited if name == "anyone" else visited[::4]
    pages = {}
    for address in visited:
        response = client.get(address)
        headers = {name: value for name, value in response.items() if name != "Expires"}
        pages[address] = (response.status_code, headers, TOKEN.sub(b"", response.content))
    return pages


def different(before: dict, after: dict) -> list[str]:
    return [address for address in before if before[address] != after[address]]


def hide(number: int, audience: str, status: str, partnership: Partnership):
    """Return a hidden review that shares with public ones what it can, and has what no other review has."""
    made = make_review(
        f"R91{number:02}",
        WORDS[number],
        partnership,
        audience=audience,
        status=Status.PUBLISHED if status == AT_ONCE else status,
        kind="domestic-homicide-review",
        published_on=date(2031, 1, 1),
        published_precision="year",
        added_on=date(2031, 1, 1),
    )
    public = Review.objects.filter(audience="public", status="published")
    made.document.glossary_terms.add(*SourceDocument.objects.filter(review__in=public).first().glossary_terms.all())
    made.item.agencies.add(*Agency.objects.visible_to(None)[:3])
    made.item.themes.add(*Theme.objects.all()[:4])
    ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=Agency.objects.visible_to(None).first(),
        asked_by=partnership,
        asked_on=date(2031, 1, 1),
        due_on=date(2031, 3, 1),
    )
    ReviewStage.objects.create(review=made.review, stage=Stage.COMMISSIONED, reached_on=date(2031, 1, 1))
    boss = get_user_model().objects.get(email="boss@example.org")
    add(made.document, boss, WORDS[number])
    if status == AT_ONCE:
        actions.hide(made.review, reason="It names a street.", by=boss)
    return made


@pytest.fixture
def browsers(db) -> dict[str, Client]:
    """Return the browsers of who sees only what is public, and of a practitioner."""
    browsers = {"anyone": Client(), "signed-in": Client(), "practitioner": Client()}
    browsers["signed-in"].force_login(make_user("nobody"))
    browsers["practitioner"].force_login(make_user("health-visitor", PRACTITIONERS))
    return browsers


@SOME_OR_ALL
def test_making_hidden_reviews_changes_no_page_of_who_may_not_see_them(browsers, most):
    public = make_review("R9000", "quokka", make_partnership(), audience="public", status="published")
    boss = make_user("boss", is_superuser=True)
    add(public.document, boss, "Quokka.")
    visited = addresses(most)
    before = {name: snapshot(browsers, name, visited) for name in browsers}
    hidden_place = make_partnership("Hiddenshire")
    hidden_place.shows_unanswered = True
    hidden_place.save()
    made = [hide(number, *each, hidden_place) for number, each in enumerate(HIDDEN)]
    other = make_user("second-boss", is_superuser=True)
    for one in (public, made[HIDDEN.index(("public", "draft"))], made[HIDDEN.index(("professionals", "published"))]):
        open_with_changes(one.review, boss, other)

    told, codes = set(), []
    for status in ("withdrawn", AT_ONCE):
        number = HIDDEN.index(("public", status))
        told |= set(made[number].addresses)
        codes += [f"/learning/R91{number:02}-", f"/recommendations/R91{number:02}-"]
    gone = {address for address in visited if address in told or address.startswith(tuple(codes))}
    for name in ("anyone", "signed-in"):
        after = snapshot(browsers, name, visited)
        assert set(different(before[name], after)) == gone & set(after), name
        assert {after[address][0] for address in gone & set(after)} == {410}
    # The practitioner does see some of them, so that the same pages can tell.
    after = snapshot(browsers, "practitioner", visited)
    assert len(different(before["practitioner"], after)) > (5 if most else 20)


@SOME_OR_ALL
def test_the_restricted_review_of_the_fixtures_changes_no_page_of_who_may_not_see_it(browsers, most):
    restricted = Review.objects.filter(code="R0004")
    if not restricted:
        pytest.skip("fixtures/restricted is not here, so that its review cannot be checked.")
    review = restricted.get()
    visited = addresses(most)
    visited += [one.get_absolute_url() for one in review.learningitems.all()[:most]]
    visited += [f"/search/?q={quote(one.text[:60])}" for one in review.learningitems.all()[:most]]
    visited += [
        f"/search/?q={quote(term)}" for term in review.documents.values_list("glossary_terms__slug", flat=True)
    ]
    before = {name: snapshot(browsers, name, visited) for name in browsers}
    restricted.update(status=Status.DRAFT)
    for name in ("anyone", "signed-in"):
        assert different(before[name], snapshot(browsers, name, visited)) == [], name
    after = snapshot(browsers, "practitioner", visited)
    assert len(different(before["practitioner"], after)) > (5 if most else 20)

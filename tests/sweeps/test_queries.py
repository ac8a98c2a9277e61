"""No page runs more queries because there is more to show."""

from datetime import date
from itertools import cycle, product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import (
    Agency,
    AgencyInvolved,
    AgencyKind,
    GlossaryTerm,
    LearningItem,
    Partnership,
    Review,
    SourceDocument,
    Theme,
)
from learning.search.index import deferred, rebuild
from learning.search.index_sets import index_sets
from recommendations.models import Recommendation, RecommendationPart, Response, ResponseStep, ResponseVersion
from reviews_portal.accounts import sessions
from tests.slowly import slow
from tests.world import publish_version

LIST_PAGE, REVIEW_PAGE = 12, 28  # the most queries that each may run when nothing was read before
# Search shows eight kinds of record in one list, each fetched by the rule of sight, and looks up each word typed.
SEARCH_PAGE = 23
MANY = 200
KINDS = ["good-practice", "learning-point", "finding", "area-to-strengthen", "key-theme", "question"]
LISTS = [
    "/",
    "/themes/",
    "/themes/neglect/",
    "/themes/neglect/?kind=good-practice&kind=recommendation&speaks_to=police&year=not-stated&sort=newest",
    "/themes/neglect/?page=3",
    "/reviews/",
    "/reviews/?theme=neglect&partnership=northshire&partnership=not-stated&year=not-stated&sort=title",
    "/learning/",
    "/learning/?theme=neglect&kind=finding&speaks_to=everyone&partnership=northshire&year=not-stated&sort=reference",
    "/learning/?page=3",
    "/recommendations/",
    "/recommendations/?responses=held&theme=neglect&speaks_to=police&sort=reference",
    "/questions/",
    "/questions/?theme=neglect",
    "/agencies/",
    "/agencies/agency-quokka0/",
    "/agencies/agency-quokka0/?page=3",
    "/agencies/agency-quokka0/responses/",
    "/work-in/",
    "/work-in/police/",
    "/work-in/police/?theme=neglect",
    "/search/?q=quokka0",
    "/search/?q=quokka0&page=3",
    "/whats-new/",
    "/glossary/",
    "/kinds-of-review/",
]
REVIEW = "/reviews/review-quokka0/"
RECORDS = ["/learning/R9000-1/", "/recommendations/R9000-9/", "/recommendations/R9000-9/responses/agency-quokka0/"]


@deferred()
def fill(made, numbers: range) -> None:
    """Add to a review of the world an item, an answered recommendation, and another review, for each number."""
    at = {"review": made.review, "document": made.document, "heading": "Heading"}
    theme, everyone = Theme.objects.get(slug="neglect"), AgencyKind.objects.get(slug=AgencyKind.EVERYONE)
    items = LearningItem.objects.bulk_create(
        LearningItem(
            **at, position=1000 + n, kind=KINDS[n % 6], text=f"One of many, quokka0 {n}", reference=f"R9000-{1000 + n}"
        )
        for n in numbers
    )
    tenth = len(numbers) // 10
    for item in items[:tenth]:
        item.parent = items[-1]
    for number, item in enumerate(items[tenth : 2 * tenth]):  # under those: three levels
        item.parent = items[number % tenth]
    LearningItem.objects.bulk_update(items, ["parent"])
    whole = Recommendation.objects.bulk_create(
        Recommendation(
            **at,
            position=5000 + n,
            short_label=str(100 + n),
            stem=f"Must change, quokka0 {n}",
            reference=f"R9000-{5000 + n}",
        )
        for n in numbers
    )
    RecommendationPart.objects.bulk_create(
        RecommendationPart(recommendation=one, position=position, label=label, text="Part quokka0")
        for one in whole
        for position, label in enumerate("ab", start=1)
    )
    agency = Agency.objects.get(pk=made.agency.pk)
    for statements, name in [(items, "learningitem"), (whole, "recommendation")]:
        model = type(statements[0])
        for field, value in [("themes", theme), ("agency_kinds", everyone), ("agencies", agency)]:
            through = getattr(model, field).through
            key = {"themes": "theme_id", "agency_kinds": "agencykind_id", "agencies": "agency_id"}[field]
            through.objects.bulk_create(through(**{f"{name}_id": one.pk, key: value.pk}) for one in statements)
    responses = Response.objects.bulk_create(Response(recommendation=one, agency=agency) for one in whole)
    versions = ResponseVersion.objects.bulk_create(
        ResponseVersion(response=one, number=1, text=f"Answer quokka0 {n}\n\nAnd more.", document=made.document)
        for n, one in enumerate(responses)
    )
    ResponseStep.objects.bulk_create(ResponseStep(version=one, action="published") for one in versions)
    add_reviews(numbers, theme, at["review"].partnerships.get())
    rebuild()  # rows that tie two records together were made past the index


def add_reviews(numbers: range, theme: Theme, partnership: Partnership) -> None:
    """Add a public review for each number, with a document, an agency and a term of the glossary."""
    reviews = Review.objects.bulk_create(
        Review(
            code=f"R{80000 + n}",
            slug=f"one-of-many-{n}",
            title=f"One of many, quokka0 {n}",
            added_on=date(2026, 11, 1),
            audience="public",
            status="published",
        )
        for n in numbers
    )
    documents = SourceDocument.objects.bulk_create(
        SourceDocument(review=one, slug=f"document-{one.slug}", title="Document quokka0", kind="report")
        for one in reviews
    )
    terms = GlossaryTerm.objects.bulk_create(
        GlossaryTerm(abbreviation=f"QK{n}", slug=f"qk-{n}", expansion="Quokka0") for n in numbers
    )
    police = AgencyKind.objects.get(slug="police")
    agencies = Agency.objects.bulk_create(
        Agency(name=f"Quokka0 body {n}", slug=f"body-{n}", kind=police) for n in numbers
    )
    for review, document, term, agency in zip(reviews, documents, terms, agencies, strict=True):
        Review.themes.through.objects.create(review=review, theme=theme)
        Review.partnerships.through.objects.create(review=review, partnership=partnership)
        SourceDocument.glossary_terms.through.objects.create(sourcedocument=document, glossaryterm=term)
        AgencyInvolved.objects.create(review=review, agency=agency, named_as="Quokka0")


@pytest.fixture(autouse=True)
def sessions_noted_at_sign_in_only(monkeypatch):
    """On a slow machine these tests take longer than a minute, after which a session is noted as in use: a query."""
    monkeypatch.setattr(sessions, "NOTED_EVERY", 3600)


def queries(client, address: str) -> list[str]:
    """Return the queries that a page runs, and check that it is one. No record was read for another page."""
    index_sets().shown.forget()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return [query["sql"][:300] for query in captured.captured_queries]


def budget(address: str, role: str = "") -> int:
    """Return the most queries that a page may run. For editors, one says which statements they may edit."""
    own = role == "partnership-editor"
    if address.startswith("/search/"):
        return SEARCH_PAGE + own
    return (LIST_PAGE if address in LISTS else REVIEW_PAGE) + own


def in_lines(found: list[str]) -> str:
    return "\n".join(f"{number}. {sql}" for number, sql in enumerate(found, 1))


@pytest.mark.parametrize("all_of_them", [False, slow(True)], ids=["each page for one of the roles", "all"])
def test_pages_keep_to_their_number_of_queries_at_one_item_and_at_two_hundred(world, client_of, all_of_them):
    clients = {role: client_of(role) for role in ("anyone", "practitioner", "partnership-editor")}
    pages = [*LISTS, REVIEW, *RECORDS]
    every = list(product(clients, pages) if all_of_them else zip(cycle(clients), pages))
    fill(world.reviews["public"], range(1))
    publish_version(world.reviews["public"].response, "A second answer.")
    for role, address in every:
        found = queries(clients[role], address)
        assert len(found) <= budget(address, role), f"{address} for {role} at one item:\n{in_lines(found)}"
    fill(world.reviews["public"], range(1, len(KINDS)))  # one of each kind, so that no list is empty any more
    small = {(role, address): queries(clients[role], address) for role, address in every}
    fill(world.reviews["public"], range(len(KINDS), MANY))
    for number in range(9):
        publish_version(world.reviews["public"].response, f"Yet another answer, {number}.")
    for (role, address), before in small.items():
        after = queries(clients[role], address)
        assert len(after) <= budget(address, role), f"{address} for {role} at {MANY} items:\n{in_lines(after)}"
        own = role == "partnership-editor"  # of an empty list, nothing says what they may edit
        assert len(after) <= len(before) + own, f"{address} for {role} grows:\n{in_lines(before)}\n\n{in_lines(after)}"


def test_a_briefing_costs_no_page_a_query_more_for_each_item(world, client):
    """The builder shows a preview of all items; the pages of a reader with a session say which are in the briefing."""
    made = world.reviews["public"]
    fill(made, range(MANY))
    pages = ["/briefings/", "/themes/neglect/", REVIEW, RECORDS[0]]
    client.post("/briefings/add/", {"item": "R9000-1000"})
    small = {address: queries(client, address) for address in pages}
    client.post("/briefings/add/", {"item": [f"R9000-{1000 + n}" for n in range(MANY)]})
    assert len(client.session["briefing"]["entries"]) > MANY - 10
    for address, before in small.items():
        after = queries(client, address)
        allowed = REVIEW_PAGE if address == "/briefings/" else budget(address) + 1  # reads the session
        assert len(after) <= allowed, f"{address}:\n{in_lines(after)}"
        assert len(after) <= len(before), f"{address} grows:\n{in_lines(before)}\n\n{in_lines(after)}"

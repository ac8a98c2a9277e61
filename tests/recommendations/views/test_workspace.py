"""The lists of the workspace: what they count, in which order, with how many queries."""

import re
from html import unescape

import pytest
from django.utils import timezone

from learning.models import Agency
from learning.utils.paging import PER_PAGE
from recommendations.actions import checking, drafting
from recommendations.models import Recommendation, RequestState, ResponseRequest
from recommendations.requests.states import with_states
from recommendations.requests.table import asked_of
from recommendations.workspace_permissions import permissions_of
from tests.recommendations.conftest import in_days, judged, page_of


def test_the_dashboard_counts_and_leads_to_what_it_counts(client_of, world, asked, submitted):
    ResponseRequest.objects.create(
        recommendation=asked.recommendation,
        agency=world.reviews["public"].agency,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    silent = Agency.objects.create(name="Silent", slug="silent", kind=asked.agency.kind)
    ResponseRequest.objects.create(
        recommendation=world.reviews["draft"].recommendation,
        agency=silent,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    client = client_of("partnership-editor")
    address = "/responses/partnerships/northshire/"
    page = client.get(address)
    tally = page.context["tally"]
    assert tally.counted == {"asked": 3, "answered": 1, "waits": 1, "overdue": 1, "completed": 0, "assured": 0}
    shares = [(share.label, share.number, share.x, share.width) for share in tally.shares]
    assert shares == [
        ("published", 1, "0.000%", "33.333%"),
        ("awaiting partnership check", 1, "33.333%", "33.333%"),
        ("overdue", 1, "66.667%", "33.333%"),
        ("no response yet", 0, "100.000%", "0.000%"),
    ]
    assert re.findall(r'<a href="([^"]*)">1 published</a>', page.text) == [
        "?show=answered#requests",
        f"?review={world.reviews['public'].review.code}&amp;show=answered#requests",
        f"?agency={world.reviews['public'].agency.slug}&amp;show=answered#requests",
    ]
    # A filter that would list nothing is not offered, unless it is selected.
    assert [label for _, label in page.context["shown"]] == [
        "Overdue",
        "Not started",
        "Awaiting partnership check",
        "Published",
    ]
    page = client.get(f"{address}?agency=silent&show=completed")
    assert [label for _, label in page.context["shown"]] == ["Overdue", "Not started", "Completed"]
    assert {one.name: one.counted["asked"] for one in page.context["by_agency"]} == {
        "Northshire Health": 1, world.reviews["public"].agency.name: 1, "Silent": 1
    }  # fmt: skip
    for query, expected in (
        ("show=overdue", [silent.name]),
        ("show=waits", ["Northshire Health"]),
        ("show=answered", [world.reviews["public"].agency.name]),
        ("agency=silent&show=waits", []),
        (f"review={world.reviews['draft'].review.code}", [silent.name]),
        ("show=nonsense", [one.agency.name for one in ResponseRequest.objects.order_by("due_on", "pk")]),
    ):
        assert [one.agency.name for one in client.get(f"{address}?{query}").context["page"]] == expected, query


def test_each_number_of_the_dashboard_is_that_of_the_rows_it_leads_to_and_of_the_report(
    client_of, world, asked, draft, published
):
    writer, editor = world.people["writer"], world.people["partnership-editor"]
    done = {"progress": "completed", "completed_on": timezone.localdate()}
    mine = drafting.save_draft(draft, done, revision=draft.revision, by=writer)
    version = drafting.submit(mine, revision=mine.revision, by=writer)
    checking.publish_version(version, by=editor, deciding_body="Board")
    judged(world, published)
    # Something newer waits to be checked: it is answered all the same.
    mine = drafting.save_draft(mine, {"text": "More."}, revision=mine.revision, by=writer)
    drafting.submit(mine, revision=mine.revision, by=writer)
    silent = Agency.objects.create(name="Silent", slug="silent", kind=asked.agency.kind)
    for recommendation in (asked.recommendation, world.reviews["partnership"].recommendation):
        ResponseRequest.objects.create(
            recommendation=recommendation,
            agency=silent,
            asked_by=world.partnership,
            asked_on=in_days(-9),
            due_on=in_days(-1),
        )
    client, address = client_of("partnership-editor"), "/responses/partnerships/northshire/"
    page = client.get(address)
    assert page.context["tally"].counted == {
        "asked": 3, "answered": 1, "waits": 1, "overdue": 2, "completed": 1, "assured": 1
    }  # fmt: skip
    links = re.findall(r'<td [^>]*><a href="([^"]*)#requests">(\d+)</a></td>', page.text)
    assert len(links) == 15
    in_bars = re.findall(r'<a href="([^"]*)#requests">(\d+) [a-z ]+</a></li>', page.text)
    assert len(in_bars) == 5
    links += in_bars
    for link, number in links:
        assert client.get(address + unescape(link)).context["page"].paginator.count == int(number), link
    figures = {
        figure.key: number for _, group in client.get(f"{address}report/").context["report"].figures()
        for figure, number in group
    }  # fmt: skip
    same = {"answered": "answered", "overdue": "overdue", "progress-completed": "completed",
            "judgement-assured": "assured"}  # fmt: skip
    assert {column: figures[key] for key, column in same.items()} == {
        column: page.context["tally"].counted[column] for column in same.values()
    }


def test_each_number_of_the_first_page_leads_to_the_list_that_it_counts(client_of, world, asked, submitted):
    late = Agency.objects.create(name="Silent", slug="silent", kind=asked.agency.kind)
    ResponseRequest.objects.create(
        recommendation=asked.recommendation,
        agency=late,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    page = client_of("partnership-editor").get("/responses/").text
    links = re.findall(r'href="/responses/partnerships/northshire/\?show=([^"]*)"', page)
    assert links == ["overdue#requests", "waits#requests", "answered#requests"]


def test_an_agencys_requests_stand_by_what_there_is_to_do(client_of, world, asked):
    agency = asked.agency
    late = ResponseRequest.objects.create(
        recommendation=world.reviews["professionals"].recommendation,
        agency=agency,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    page = client_of("writer").get("/responses/")
    assert "Requests to your agency</h2>" in page.text
    assert f"{agency.name}:" not in page.text
    assert list(page.context["own"]) == [late, asked]
    assert "overdue, was due 1 February 2020" in page.text
    # An agency that is asked reads the recommendation, though it may not see the review.
    assert world.reviews["professionals"].word in client_of("writer").get(page_of(late)).text


def test_each_link_names_its_agency_for_those_who_write_for_several(client_of, world, asked):
    other = world.reviews["public"].agency
    world.people["writer"].memberships.create(agency=other, role="agency-editor")
    page = client_of("writer").get("/responses/").text
    assert "Requests to your agencies</h2>" in page
    assert f">{asked.agency.name}: " in page


@pytest.mark.parametrize("who", ["writer", "partnership-editor", "scrutineer"])
def test_a_list_takes_as_many_queries_for_many_requests_as_for_one(
    client_of, world, asked, submitted, who, django_assert_max_num_queries
):
    client = client_of(who)
    pages = ["/responses/"]
    if who != "writer":
        pages += ["/responses/partnerships/northshire/", "/responses/partnerships/northshire/report/"]

    def counted() -> list[int]:
        numbers = []
        for page in pages:
            with django_assert_max_num_queries(25) as queries:
                assert client.get(page).status_code == 200
            numbers.append(len(queries))
        return numbers

    one = counted()
    for number in range(20):
        made = Recommendation.objects.create(
            review=asked.recommendation.review,
            document=asked.recommendation.document,
            position=2000 + number,
            short_label=str(50 + number),
            stem=f"Stem {number}",
        )
        made.themes.set(asked.recommendation.themes.all())
        ResponseRequest.objects.create(
            recommendation=made,
            agency=asked.agency,
            asked_by=world.partnership,
            asked_on=asked.asked_on,
            due_on=asked.due_on,
        )
    assert counted() == one


@pytest.mark.parametrize(
    ("who", "is_led_there"),
    [("anyone", False), ("practitioner", False), ("agency-editor", True), ("partnership-editor", True)],
)
def test_the_home_page_leads_those_to_their_work_who_have_some(client_of, who, is_led_there):
    assert ("Responses that are due or need checking" in client_of(who).get("/").text) is is_led_there


def many_requests(asked, number: int) -> None:
    """Make so many requests to the agency, most of them overdue."""
    recommendation = asked.recommendation
    made = Recommendation.objects.bulk_create(
        Recommendation(
            review=recommendation.review,
            document=recommendation.document,
            position=3000 + one,
            short_label=str(100 + one),
            reference=f"R9000-{100 + one}",
            stem=f"Stem {one} of many, as long as those of the documents are: what agencies should do, and by when.",
        )
        for one in range(number)
    )
    ResponseRequest.objects.bulk_create(
        ResponseRequest(
            recommendation=one, agency=asked.agency, asked_by=asked.asked_by, asked_on=in_days(-9), due_on=in_days(-1)
        )
        for one in made
    )


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("writer", "/responses/"),
        ("partnership-editor", "/responses/"),
        ("partnership-editor", "/responses/partnerships/northshire/"),
        ("partnership-editor", "/responses/partnerships/northshire/report/"),
    ],
)
def test_a_page_weighs_what_a_reader_can_read_however_many_requests_there_are(
    client_of, asked, submitted, who, path, django_assert_max_num_queries
):
    many_requests(asked, 2000)
    client = client_of(who)
    with django_assert_max_num_queries(30):
        page = client.get(path)
    assert len(page.content) < 150_000
    if who == "writer":
        assert (page.context["to_answer"], page.context["overdue"]) == (2000, 2000)
        assert page.context["own"].paginator.count == 2001
        last = client.get(f"{path}?page={page.context['own'].paginator.num_pages}")
        assert list(last.context["own"])[-1] == asked  # it waits to be checked
    elif path == "/responses/":
        (overview,) = page.context["overviews"]
        assert (overview.asked, overview.answered, overview.waits, overview.overdue) == (2001, 0, 1, 2000)
    else:
        assert page.context["page"].paginator.count == 2001
        assert len(page.context["page"].object_list) == PER_PAGE


def test_a_table_of_the_dashboard_has_pages_and_its_totals_are_of_all(client_of, asked):
    many_requests(asked, 1)
    recommendation = ResponseRequest.objects.exclude(pk=asked.pk).get().recommendation
    for number in range(12):
        agency = Agency.objects.create(name=f"Body {number:02}", slug=f"body-{number}", kind=asked.agency.kind)
        ResponseRequest.objects.create(
            recommendation=recommendation,
            agency=agency,
            asked_by=asked.asked_by,
            asked_on=in_days(-9),
            due_on=in_days(-1),
        )
    client, address = client_of("partnership-editor"), "/responses/partnerships/northshire/"
    first, second = client.get(address), client.get(f"{address}?agency_page=2&show=overdue")
    names = [tally.name for page in (first, second) for tally in page.context["by_agency"]]
    assert names == sorted({one.agency.name for one in ResponseRequest.objects.all()})
    assert len(names) == 13
    assert first.context["tally"].counted == second.context["tally"].counted
    assert first.context["tally"].counted["asked"] == 14
    assert 'aria-label="Pages, by agency"' in first.text
    assert f'href="{address}?agency_page=2' in first.text
    assert "agency_page=1&amp;show=overdue" in second.text


@pytest.mark.parametrize("what", ["not begun", "saved", "waits", "returned", "published", "updated", "closed"])
def test_what_is_done_is_what_the_state_says(client_of, world, asked, draft, what):
    writer, editor = world.people["writer"], world.people["partnership-editor"]
    if what not in ("not begun", "saved", "closed"):
        version = drafting.submit(draft, revision=draft.revision, by=writer)
        if what == "returned":
            checking.return_version(version, by=editor, comment="Say since when.")
        elif what != "waits":
            checking.publish_version(version, by=editor, deciding_body="Board")
        if what == "updated":
            mine = drafting.save_draft(draft, {"text": "More."}, revision=draft.revision, by=writer)
            more = drafting.submit(mine, revision=mine.revision, by=writer)
            checking.return_version(more, by=editor, comment="Say since when.")
    elif what == "not begun":
        draft.delete()
    elif what == "closed":
        asked.recommendation.review.partnerships.set([world.people["other-editor"].memberships.get().partnership])
    (one,) = with_states([ResponseRequest.objects.get(pk=asked.pk)], writer)
    done = (RequestState.WAITS, RequestState.PUBLISHED, RequestState.CLOSED)
    (outcome,) = asked_of(frozenset([asked.agency_id]), in_days(0)).opened_to(permissions_of(writer)).outcomes
    assert outcome.is_done == (one.state in done)
    assert outcome.is_done == (what in ("waits", "published", "closed"))
    assert outcome.state in (one.state, RequestState.NOT_STARTED)  # it has no regard to a draft

"""The pages of roles and the pages of agencies: what is relevant to one by name, then what is for all agencies."""

import json

import pytest

from learning.models import Agency, AgencyKind, LearningItem
from learning.search.index import deferred
from recommendations.models import Recommendation, RecommendationPart
from reviews_portal.briefings.outline import from_data
from reviews_portal.briefings.writers import FORMATS, pdf
from tests.world import make_item, make_recommendation, make_review, publish_version

from .words import ANYONE, text_of

RELEVANT = "?speaks_to=police&speaks_to=everyone"


def kind(slug: str) -> AgencyKind:
    return AgencyKind.objects.get(slug=slug)


def test_work_in_leads_to_the_page_of_the_kind_with_the_theme(client, made):
    assert client.get("/work-in/?kind=police&theme=neglect")["Location"] == "/work-in/police/?theme=neglect"
    assert client.get("/work-in/?kind=police&theme=")["Location"] == "/work-in/police/"
    assert client.get("/work-in/?kind=police&theme=nonsense")["Location"] == "/work-in/police/"


def shown(client, address: str) -> dict[str, list[str]]:
    """Return what a page for a role shows: the words of its statements by heading."""
    return {
        one.tier.heading: [getattr(statement, "text", "") or statement.stem for statement in one.statements]
        for one in client.get(address).context["relevant"].shown
    }


def test_work_in_shows_what_names_the_role_then_its_kind_then_what_is_for_all(client, theme, at, made):
    for position, (text, to) in enumerate(
        [("to all", "everyone"), ("to police", "police"), ("to housing", "housing"), ("by name", None)]
    ):
        item = LearningItem.objects.create(**at, position=900 + position, kind="finding", text=f"Lantern {text}")
        item.themes.add(theme)
        if to:
            item.agency_kinds.add(kind(to))
        else:
            item.agencies.add(made.agency)
    assert shown(client, "/work-in/police/?theme=lanterns") == {
        "For this role": ["Lantern to police"],
        "For agencies of this kind": ["Lantern by name"],
        "For all agencies": ["Lantern to all"],
    }
    page = text_of(client.get("/work-in/police/?theme=lanterns").text)
    assert "3 items are relevant to this role: 2 name it or an agency of this kind, and 1 is for all agencies." in page
    assert client.get(f"/learning/{RELEVANT}&theme=lanterns").context["page"].paginator.count == 3


def test_work_in_counts_and_shows_each_item_once(client, theme, at):
    """A recommendation may name a role in one part, and all agencies in another."""
    both = Recommendation.objects.create(**at, position=950, short_label="50", stem="Lantern for both")
    both.agency_kinds.set([kind("police"), kind("everyone")])
    both.themes.add(theme)
    bare = make_item(at | {"position": 951}, "key-theme", "Lantern", "lanterns")
    for position in range(2):
        make_item(at | {"position": 952 + position}, "finding", f"Lantern {position}", "lanterns")
    page = client.get("/work-in/police/?theme=lanterns")
    assert (page.context["relevant"].naming, page.context["relevant"].for_all) == (1, 3)
    assert len(page.context["relevant"].statements) == 4
    assert page.context["relevant"].shown[-1].statements[-1] == bare  # the others have more words
    assert f'href="/learning/{RELEVANT}&theme=lanterns"'.replace("&", "&amp;") in page.text
    assert client.get(f"/learning/{RELEVANT}&theme=lanterns").context["page"].paginator.count == 4
    assert "This page shows" not in text_of(page.text)

    make_item(at | {"position": 960}, "finding", "Lantern 3", "lanterns")
    page = client.get("/work-in/police/?theme=lanterns")
    assert bare not in page.context["relevant"].statements
    assert "This page shows 4 of them" in text_of(page.text)


@pytest.mark.django_db
def test_the_police_are_shown_what_their_page_counts_on_domestic_abuse(client):
    relevant = client.get("/work-in/police/?theme=domestic-abuse").context["relevant"]
    assert (relevant.naming, relevant.for_all) == (2, 2)
    assert {one.reference for one in relevant.statements} == {"R0001-23", "R0001-24", "R0001-14", "R0002-8"}


@pytest.mark.django_db
def test_education_is_shown_the_three_items_that_name_it(client):
    """One is an item of its own, two are sub-points."""
    named = LearningItem.objects.filter(agency_kinds__slug="education")
    assert named.filter(parent=None).count() == 1
    assert named.exclude(parent=None).count() == 2
    first = client.get("/work-in/education/").context["relevant"].shown[0]
    assert first.tier.heading == "For this role"
    assert {item.reference for item in first.statements} == set(named.values_list("reference", flat=True))


def test_recommendations_and_their_parts_name_a_role_too(client, made, theme, at):
    whole = Recommendation.objects.create(**at, position=950, short_label="50", stem="Lantern whole")
    parted = Recommendation.objects.create(**at, position=951, short_label="51", stem="Lantern parted")
    whole.agency_kinds.add(kind("midwifery"))
    part = RecommendationPart.objects.create(recommendation=parted, label="a", text="A part")
    part.agency_kinds.add(kind("midwifery"))
    for one in (whole, parted):
        one.themes.add(theme)
    assert shown(client, "/work-in/midwifery/?theme=lanterns") == {
        "For this role": ["Lantern whole", "Lantern parted"]
    }
    assert "A part" in client.get("/work-in/midwifery/?theme=lanterns").text


def test_work_in_says_plainly_when_nothing_names_the_role(client, theme, at):
    make_item(at | {"position": 900}, "finding", "Lantern for all", "lanterns")
    page = text_of(client.get("/work-in/probation/?theme=lanterns").text)
    assert "No items name this role on this theme yet. 1 item is for all agencies." in page
    assert "items that name your role" not in page.split("Where I work")[0]


def test_work_in_shows_some_of_each_look_the_key_points_first(client, theme, at):
    kinds = ["good-practice", "finding", "question", "key-theme"]
    for position in range(40):
        item = make_item(at | {"position": 900 + position}, kinds[position % 4], f"Lantern {position}", "lanterns")
        if position in (36, 37, 38):  # the last of each kind, which a curator marked as key
            LearningItem.objects.filter(pk=item.pk).update(is_key=True)
    groups = client.get("/work-in/police/?theme=lanterns").context["relevant"].shown[0].groups
    found = {name: [item.text for item in items] for name, items in groups}
    assert {name: len(items) for name, items in found.items()} == {"Good practice": 3, "Learning": 3, "Questions": 3}
    assert [items[0] for items in found.values()] == ["Lantern 36", "Lantern 37", "Lantern 38"]


def test_work_in_shows_nothing_that_is_hidden(client, world):
    for name in ("professionals", "partnership", "draft", "withdrawn"):
        world.reviews[name].item.agency_kinds.add(kind("probation"))
    assert "No items name this role yet" in text_of(client.get("/work-in/probation/").text)
    assert client.get("/work-in/probation/").context["relevant"].naming == 0


def test_a_theme_leads_to_items_for_a_role_and_stays_chosen(client, theme, made):
    assert 'href="/work-in/?theme=neglect"' in client.get("/themes/neglect/").text
    assert 'href="/work-in/?theme=lanterns"' not in client.get("/themes/lanterns/").text  # it has no items
    assert '<option value="lanterns" selected>' in client.get("/work-in/?theme=lanterns").text
    assert "is not in our list" not in client.get("/work-in/?theme=lanterns").text


def test_work_in_without_anything_says_what_to_try(client, theme, made):
    page = client.get("/work-in/police/?theme=lanterns").text
    assert "No items are relevant to this role on this theme yet." in page
    assert "Show all themes for: Police" in page
    assert "/briefings/work-in/" not in page


@pytest.mark.parametrize("format", list(FORMATS))
def test_work_in_is_downloaded_as_its_page_shows_it(client, db, format):
    address = "/work-in/childrens-social-care/?theme=multi-agency-working"
    page = client.get(address)
    assert f"/briefings/work-in/childrens-social-care.{format}?theme=multi-agency-working" in page.text
    answer = client.get(f"/briefings/work-in/childrens-social-care.{format}?theme=multi-agency-working")
    assert answer.status_code == 200
    content = answer.content
    if format == "json":
        outline = from_data(json.loads(content))
        relevant = page.context["relevant"]
        assert [item.reference for item in outline.items()] == [one.reference for one in relevant.statements]
        assert [one.heading for one in outline.sections] == [one.tier.heading for one in relevant.shown]
        assert outline.address.endswith(address)


@pytest.mark.parametrize("role", ["childrens-social-care", "education", "police", "probation"])
def test_one_page_for_a_role_is_one_page_and_keeps_what_names_it_longest(client, db, role):
    answer = client.get(f"/briefings/work-in/{role}.json?layout=one-page")
    outline = from_data(json.loads(answer.content))
    assert pdf.pages(outline) == 1
    shown = [item.reference for item in outline.items()]
    whole = [one.reference for one in client.get(f"/work-in/{role}/").context["relevant"].statements]
    assert shown == whole[: len(shown)]
    gone = whole[len(shown) :]
    assert all(one in outline.remarks[-1] for one in gone)


def test_nobody_is_told_who_may_not_what_somebody_else_downloaded_for_a_role(client, client_of, world):
    hidden = world.reviews["professionals"]
    hidden.item.agency_kinds.add(kind("probation"))
    theirs = client_of("practitioner").get("/briefings/work-in/probation.json")
    assert hidden.word in theirs.text
    answer = client.get("/briefings/work-in/probation.json")
    assert hidden.word not in answer.text


def test_an_agency_shows_what_names_it_then_its_kind_then_everyone(client, made):
    other = make_review("R9199", "wombat", audience="public", status="published")
    at = {"review": other.review, "document": other.document}
    to_kind = LearningItem.objects.create(**at, position=900, kind="finding", text="To the police")
    to_kind.agency_kinds.add(kind("police"))
    to_other = LearningItem.objects.create(**at, position=901, kind="finding", text="To housing")
    to_other.agency_kinds.add(kind("housing"))
    closeness: list[int] = []
    texts = []
    number, more = 1, True
    while more:
        page = client.get(f"{made.agency.get_absolute_url()}?page={number}").context["page"]
        closeness += [one.closeness for one in page]
        texts += [str(one) for one in page]
        number, more = number + 1, page.has_next()
    assert closeness == sorted(closeness)
    assert set(closeness) == {0, 1, 2}
    assert any("To the police" in text for text in texts)
    assert not any("To housing" in text for text in texts)
    assert f"{made.recommendation}" == texts[0]


def test_the_page_of_an_agency_sorts_no_more_than_it_shows(client, made, django_assert_max_num_queries):
    with django_assert_max_num_queries(16) as queries:
        assert client.get(made.agency.get_absolute_url()).context["page"].paginator.count > 25
    assert not [
        one["sql"] for one in queries.captured_queries if " OFFSET " in one["sql"] or "closeness" in one["sql"]
    ]


@pytest.fixture
def many(made, at) -> list[LearningItem]:
    """Return sixty long items that name the agency, which answered thirty recommendations at length."""
    items = []
    with deferred():
        for number in range(60):
            item = LearningItem.objects.create(
                **at, position=1000 + number, kind="finding", text=f"Numbat {number}. " + "word " * 200
            )
            item.agencies.add(made.agency)
            items.append(item)
        for number in range(30):
            _, response = make_recommendation(at | {"position": 2000 + number}, made.agency, "numbat", 100 + number)
            publish_version(response, f"Answer {number} of many. " + "word " * 200)
    return items


def test_the_pages_of_an_agency_show_each_statement_once_in_order(client, made, many):
    shown, sizes = [], []
    for number in range(1, 100):
        page = client.get(f"{made.agency.get_absolute_url()}?page={number}").context["page"]
        shown += [(one.closeness, one.reference) for one in page]
        sizes.append(len(page))
        if not page.has_next():
            break
    assert set(sizes[:-1]) == {25}
    assert len(shown) == len(set(shown)) == page.paginator.count
    assert [closeness for closeness, _ in shown] == sorted(closeness for closeness, _ in shown)
    ours = {one.reference for one in many}
    assert [reference for _, reference in shown if reference in ours] == [one.reference for one in many]


def test_the_page_of_an_agency_weighs_as_much_however_much_it_answered(
    client, made, many, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        page = client.get(made.agency.get_absolute_url()).text
    assert len(page) < 150_000
    assert "has responded to 31 recommendations" in text_of(page)
    assert "Answer 8 of many." in page
    assert "Answer 9 of many." not in page
    after = page.partition("Showing the first 10 of 31.")[2]
    assert f'href="{made.agency.get_absolute_url()}responses/"' in after
    assert f'href="/briefings/agency/{made.agency.slug}.csv"' in after


def test_the_responses_of_an_agency_are_each_shown_once_in_order(client, made, many, django_assert_max_num_queries):
    answers = []
    for number in range(1, 5):
        with django_assert_max_num_queries(12):
            page = client.get(f"{made.agency.get_absolute_url()}responses/?page={number}")
        assert len(page.content) < 150_000
        answers += [version.text.partition(".")[0] for version in page.context["page"]]
    assert answers == ["Answer quokka0", *(f"Answer {number} of many" for number in range(30))]


def test_responses_to_hidden_recommendations_are_not_shown_to_who_may_not_see_them(client, client_of, world):
    hidden = world.reviews["professionals"]
    agency = hidden.agency
    world.reviews["public"].item.agencies.add(agency)  # its page is for everyone
    address = f"{agency.get_absolute_url()}responses/"
    assert "No response from this agency is published here." in text_of(client.get(address).text)
    theirs = client_of("practitioner").get(address).text
    assert f"Answer {hidden.word}" in theirs
    assert "Not all of this page is public." in theirs


def test_an_agency_says_what_it_answered_and_what_it_was_and_became(client, made):
    successor = Agency.objects.create(name="Successor body", slug="successor-body", kind=kind("police"))
    Agency.objects.filter(pk=made.agency.pk).update(
        succeeded_by=successor, succeeded_on="2022-07-01", note="A note of ours.", aliases=["AQ"]
    )
    page = text_of(client.get(made.agency.get_absolute_url()).text)
    assert "1 item is for this agency" in page or "items are for this agency" in page
    assert f"{made.agency.name} has responded to 1 recommendation" in page
    assert "Answer quokka0" in page
    assert "Replaced by Successor body on 1 July 2022." in page
    assert "Also known as AQ." in page
    assert "Editor’s note A note of ours." in page


@pytest.mark.django_db
def test_the_list_of_agencies_holds_those_that_public_records_name_by_kind(client):
    page = client.get("/agencies/").context["page"]
    expected = Agency.objects.visible_to(ANYONE)
    assert {agency.slug for agency in page} == set(expected.values_list("slug", flat=True))
    orders = [agency.kind.order for agency in page]
    assert orders == sorted(orders)

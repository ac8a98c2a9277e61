""" "I work in" and the pages of agencies: what speaks to one by name, then what speaks to everyone."""

import pytest

from learning.models import Agency, AgencyKind, LearningItem
from reviews_portal.pages.agency import BEST
from tests.world import make_item, make_review

from .words import ANYONE, text_of


def kind(slug: str) -> AgencyKind:
    return AgencyKind.objects.get(slug=slug)


def test_work_in_leads_to_the_page_of_the_kind_with_the_theme(client, made):
    assert client.get("/work-in/?kind=police&theme=neglect")["Location"] == "/work-in/police/?theme=neglect"
    assert client.get("/work-in/?kind=police&theme=")["Location"] == "/work-in/police/"
    assert client.get("/work-in/?kind=police&theme=nonsense")["Location"] == "/work-in/police/"


def test_work_in_shows_what_names_the_work_before_what_speaks_to_everyone(client, theme, at, made):
    spoken = {}
    for position, (text, to) in enumerate(
        [("to all", "everyone"), ("to police", "police"), ("to housing", "housing"), ("by name", None)]
    ):
        item = LearningItem.objects.create(**at, position=900 + position, kind="finding", text=f"Lantern {text}")
        item.themes.add(theme)
        if to:
            item.agency_kinds.add(kind(to))
        else:
            item.agencies.add(made.agency)
        spoken[text] = item
    best = client.get("/work-in/police/?theme=lanterns").context["best"]
    assert [item.text for item in best["learning"]] == ["Lantern to police", "Lantern by name", "Lantern to all"]
    assert client.get("/work-in/midwifery/?theme=lanterns").context["total"] == 1


def test_work_in_shows_the_best_of_good_practice_learning_and_questions_on_one_page(client, theme, at):
    for position in range(40):
        item = make_item(
            at | {"position": 900 + position},
            ["good-practice", "finding", "question", "key-theme"][position % 4],
            f"Lantern {position}",
            "lanterns",
        )
        if position in (36, 37, 38):  # the last of each kind, which a curator marked as key
            LearningItem.objects.filter(pk=item.pk).update(is_key=True)
    best = client.get("/work-in/police/?theme=lanterns").context["best"]
    assert {name: len(items) for name, items in best.items()} == BEST
    assert [items[0].text for items in best.values()] == ["Lantern 36", "Lantern 37", "Lantern 38"]
    page = client.get("/work-in/police/?theme=lanterns").text
    assert page.index('id="good"') < page.index('id="learning"') < page.index('id="questions"')


def test_work_in_without_anything_says_what_to_try(client, theme, made):
    page = client.get("/work-in/police/?theme=lanterns").text
    assert "Nothing here speaks to this work on this theme yet." in page
    assert "See every theme for: Police" in page


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


def test_an_agency_says_what_it_answered_and_what_it_was_and_became(client, made):
    successor = Agency.objects.create(name="Successor body", slug="successor-body", kind=kind("police"))
    Agency.objects.filter(pk=made.agency.pk).update(
        succeeded_by=successor, succeeded_on="2022-07-01", note="A note of ours.", aliases=["AQ"]
    )
    page = text_of(client.get(made.agency.get_absolute_url()).text)
    assert "It answered 1 recommendation" in page
    assert "Answer quokka0" in page
    assert "Succeeded by Successor body on 1 July 2022." in page
    assert "Also named: AQ" in page
    assert "Note by this portal A note of ours." in page


@pytest.mark.django_db
def test_the_list_of_agencies_holds_those_that_public_records_name_by_kind(client):
    page = client.get("/agencies/").context["page"]
    expected = Agency.objects.visible_to(ANYONE)
    assert {agency.slug for agency in page} == set(expected.values_list("slug", flat=True))
    orders = [agency.kind.order for agency in page]
    assert orders == sorted(orders)

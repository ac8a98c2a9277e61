"""The form of a planned action, a response or an agency involved has the columns that its document prints."""

import pytest

from learning.models import Agency, AgencyKind
from reviews_portal.editing.actions.rows import save_row
from reviews_portal.editing.models import Row

PRINTED = {"lead": "Named Nurse", "due": "31 June", "status": "Amber", "further_columns": "# Milestones\nIn May"}


@pytest.fixture
def action(copy, rows, editor) -> Row:
    save_row(rows[1], {"kind": "recommendation"}, revision=0, by=editor)
    return save_row(rows[2], {"kind": "action"}, revision=0, by=editor)


@pytest.fixture
def council(world) -> Agency:
    agency = Agency.objects.create(name="Wombatshire", slug="wombatshire", kind=AgencyKind.objects.get(slug="police"))
    agency.partnerships.add(world.partnership)
    return agency


def test_the_columns_of_an_action_are_typed_in_its_form_and_shown_in_the_list(client, at, action, sent):
    form = client.get(f"{at('edit/')}?row={action.pk}").text
    assert all(f'name="{name}"' in form for name in (*PRINTED, "answers"))
    page = client.post(at(f"rows/{action.pk}/"), sent(action, answers="1", **PRINTED), follow=True).text
    action.refresh_from_db()
    assert (action.lead, action.due, action.answers) == ("Named Nurse", "31 June", "1")
    assert action.further_columns == [["Milestones", "In May"]]
    assert "<dt>Lead</dt><dd>Named Nurse</dd>" in page
    assert "<dt>Milestones</dt><dd>In May</dd>" in page


def test_text_without_a_heading_is_not_saved_as_a_column_and_stays_in_the_form(client, at, action, sent):
    answer = client.post(at(f"rows/{action.pk}/"), sent(action, lead="Nurse", further_columns="Only words"))
    assert answer.status_code == 422
    assert "Only words" in answer.text
    action.refresh_from_db()
    assert (action.lead, action.further_columns) == ("Nurse", [])


def test_the_agencies_of_a_response_are_chosen_by_name(client, at, action, sent, council):
    client.post(
        at(f"rows/{action.pk}/"), sent(action, kind="response", named_agencies="Wombats", acceptance="accepted")
    )
    action.refresh_from_db()
    assert (action.kind, action.acceptance, list(action.agencies.all())) == ("response", "accepted", [council])
    page = client.get(at("edit/")).text
    assert "<dt>Agencies</dt><dd>Wombatshire</dd>" in page
    client.post(at(f"rows/{action.pk}/"), sent(action, named_agencies=""))
    assert not action.agencies.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [("Police", "is a kind of agency. Enter the name of an agency."), ("Nobody at all", "is not in the list.")],
)
def test_a_name_that_is_no_agency_is_refused(client, at, action, sent, typed, message):
    answer = client.post(at(f"rows/{action.pk}/"), sent(action, kind="response", named_agencies=typed))
    assert answer.status_code == 422
    assert message in answer.text
    action.refresh_from_db()
    assert action.kind == "response"


def test_two_people_who_change_the_columns_of_an_action_see_both(client, at, action, sent, world):
    stale = sent(action, further_columns="# RAG\nGreen")
    other = world.people["administrator"]
    save_row(action, {"further_columns": [["RAG", "Red"]]}, revision=action.revision, by=other)
    answer = client.post(at(f"rows/{action.pk}/"), stale)
    assert answer.status_code == 409
    assert "RAG: Green" in answer.text
    assert "RAG: Red" in answer.text

"""A school with a generic public name is asked and answers as before; only those concerned see its own name."""

from collections.abc import Callable
from html import unescape
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from learning.models import Agency, AgencyKind, Membership, NamedAgency, Role
from learning.public_names import use_generic_name
from recommendations.actions import asking, checking, drafting
from recommendations.models import ResponseRequest, ResponseVersion
from recommendations.workspace_permissions import heirs, permissions_of
from tests.learning.public_names.school import NAME, SECOND_NAME, STAGES_OF_THE_SCHOOL, TRACES, School
from tests.recommendations.conftest import WHOLE, in_days, page_of, read, told
from tests.world import World, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def stages(stages) -> dict[str, Callable[[World], None]]:
    """Return the stages that these tests add to the world: the school, then what all tests of responses add."""
    return STAGES_OF_THE_SCHOOL | stages


@pytest.fixture
def school(world) -> School:
    return world.made["school"]


@pytest.fixture
def request_to_school(school) -> ResponseRequest:
    return school.stand_in.requests.get()


@pytest.fixture
def nursery(world) -> Agency:
    """Return an agency of the partnership whose name the public must not see; it has an editor."""
    made = Agency.objects.create(name="Wombat Nursery", slug="wombat", kind=AgencyKind.objects.get(slug="early-years"))
    made.partnerships.add(world.partnership)
    world.people["nurse"] = make_user("nurse")
    Membership.objects.create(user=world.people["nurse"], role=Role.AGENCY_EDITOR, agency=made)
    return made


def ask(world, agency, made=None) -> asking.Asked:
    return asking.ask(
        (made or world.reviews["public"]).recommendation,
        [agency],
        asked_by=world.partnership,
        by=world.people["partnership-editor"],
        due_on=in_days(10),
    )


def write(world, request: ResponseRequest, **changes):
    """Return a complete draft that the school's editor saved."""
    teacher = world.people["teacher"]
    draft = drafting.draft_for(request.recommendation, request.agency, by=teacher)
    values = WHOLE | {"signed_off_on": timezone.localdate()} | changes
    return drafting.save_draft(draft, values, revision=draft.revision, by=teacher)


def assert_no_email_names_the_school() -> None:
    assert mail.outbox
    for message in mail.outbox:
        whole = f"{message.subject} {message.body} {message.alternatives}"
        assert not [trace for trace in TRACES if trace in whole], message.subject


# --- Answering -------------------------------------------------------------------------------------------------------


def test_the_schools_editor_answers_under_the_generic_name(client_of, world, school, request_to_school):
    assert {school.stand_in.pk, school.second.pk, school.real.pk} <= permissions_of(world.people["teacher"]).agencies
    page = unescape(client_of("teacher").get("/responses/").text)
    assert f"{NAME} ({school.real.name})" in page
    assert f"{SECOND_NAME} ({school.real.name})" in page
    form = unescape(client_of("teacher").get(page_of(request_to_school, "?write")).text)
    assert f"In this review the public sees your agency as “{NAME}”." in " ".join(form.split())
    draft = write(world, request_to_school)
    version = drafting.submit(draft, revision=draft.revision, by=world.people["teacher"])
    assert version.steps.get().acted_as == f"an editor of {NAME}"
    assert told("Response to check") == ["editor"]
    checking.publish_version(version, by=world.people["partnership-editor"], deciding_body="Board")
    assert told("published") == ["teacher"]
    assert_no_email_names_the_school()
    public = client_of("anyone").get(request_to_school.recommendation.get_absolute_url()).text
    assert WHOLE["text"] in public
    assert not [trace for trace in TRACES if trace in public]


@pytest.mark.parametrize(
    "said",
    [
        {"text": "At St Quillon’s we changed how we ask."},
        {"acceptance": "accepted-in-part", "acceptance_reason": "SQPS has no nurse."},
        {"signed_off_by": "Head of Quillon"},
    ],
)
def test_a_response_that_names_the_school_is_not_submitted(world, request_to_school, said):
    draft = write(world, request_to_school, **said)
    with pytest.raises(ValidationError, match=f"the public sees your agency as “{NAME}”"):
        drafting.submit(draft, revision=draft.revision, by=world.people["teacher"])
    draft.refresh_from_db()
    assert draft.text == said.get("text", WHOLE["text"])


def test_a_response_that_names_the_school_is_not_published(world, school, request_to_school):
    draft = write(world, request_to_school, text="The lantern room is where we ask.")
    version = drafting.submit(draft, revision=draft.revision, by=world.people["teacher"])
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="Do not name the agency"):
        checking.publish_version(version, by=editor, deciding_body="Governors of St Quillon’s Primary School")
    school.real.aliases = [*school.real.aliases, "The Lantern Room"]
    school.real.save()
    version = ResponseVersion.objects.get(pk=version.pk)
    with pytest.raises(ValidationError, match="This response contains the name of the agency"):
        checking.publish_version(version, by=editor, deciding_body="Board")
    checking.return_version(version, by=editor, comment="Leave out the name of the room.")
    assert_no_email_names_the_school()


def test_no_response_is_published_under_a_name_that_is_not_public(world, nursery):
    """As for one that was written while the name became generic."""
    made = world.reviews["public"]
    ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=nursery,
        asked_by=world.partnership,
        asked_on=timezone.localdate(),
        due_on=in_days(3),
    )
    nurse = world.people["nurse"]
    draft = drafting.draft_for(made.recommendation, nursery, by=nurse)
    draft = drafting.save_draft(draft, WHOLE | {"signed_off_on": timezone.localdate()}, revision=0, by=nurse)
    version = drafting.submit(draft, revision=draft.revision, by=nurse)
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="must not see the name of “Wombat Nursery”"):
        checking.publish_version(version, by=editor, deciding_body="Board")
    use_generic_name(nursery, made.review)
    version = ResponseVersion.objects.get(pk=version.pk)
    assert checking.publish_version(version, by=editor, deciding_body="Board").version.response.agency.name == (
        "A nursery"
    )


def test_a_successor_of_the_school_answers_for_its_generic_name(world, school, request_to_school):
    academy = Agency.objects.create(name="Numbat Academy", slug="numbat", kind=school.real.kind)
    head = world.people["head"] = make_user("head")
    Membership.objects.create(user=head, role=Role.AGENCY_EDITOR, agency=academy)
    school.real.succeeded_by, school.real.succeeded_on = academy, timezone.localdate()
    school.real.save()
    stand_in = Agency.objects.get(pk=school.stand_in.pk)
    assert heirs(stand_in) == [school.stand_in, school.real, academy]
    assert school.stand_in.pk in permissions_of(head).agencies
    draft = write(world, request_to_school)
    with pytest.raises(ValidationError, match="has been replaced by Numbat Academy"):
        drafting.submit(draft, revision=draft.revision, by=world.people["teacher"])
    version = drafting.submit(draft, revision=draft.revision, by=head)
    assert version.steps.get().acted_as == f"an editor of {NAME}"


def test_reminders_go_to_the_schools_editor_and_do_not_name_it(world, request_to_school):
    ResponseRequest.objects.filter(pk=request_to_school.pk).update(due_on=in_days(3))
    asked_anew = ResponseRequest.objects.filter(pk=request_to_school.pk)
    for version in request_to_school.versions_for(world.people["administrator"]).published():
        version.steps.create(action="withdrawn")
    call_command("send_reminders", stdout=StringIO())
    assert asked_anew.get().chase_stage == "reminded"
    assert told("Reminder") == ["teacher"]
    assert_no_email_names_the_school()


# --- Who sees the name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["teacher", "partnership-editor", "scrutineer", "administrator"])
def test_those_concerned_see_both_names(client_of, school, request_to_school, role):
    page = unescape(client_of(role).get(page_of(request_to_school)).text)
    assert f"{NAME} ({school.real.name})" in page


def test_others_who_are_asked_see_only_the_generic_name(client_of, world, asked, school):
    """Whoever answers beside the school reads what it answered, as everybody does."""
    browser = client_of("writer")
    page = browser.get(page_of(asked))
    assert NAME in page.text
    assert not [trace for trace in TRACES if trace in unescape(page.text)]
    assert browser.get(page_of(school.stand_in.requests.get())).status_code == 404
    assert client_of("other-editor").get(page_of(school.stand_in.requests.get())).status_code == 404


def test_the_partnerships_overview_shows_both_names_but_its_report_only_the_generic_one(client_of, school):
    editor = client_of("partnership-editor")
    overview = unescape(read(editor, "/responses/partnerships/northshire/"))
    assert f"{NAME} ({school.real.name})" in overview
    assert f"{SECOND_NAME} ({school.real.name})" in overview
    found = unescape(read(editor, f"/responses/partnerships/northshire/?agency={school.stand_in.slug}"))
    assert school.made.review.title in found
    for form in ("", "csv"):
        report = unescape(read(editor, f"/responses/partnerships/northshire/report/?format={form}"))
        assert NAME in report
        assert not [trace for trace in TRACES if trace in report]


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_an_agency_is_asked_under_a_generic_name_which_it_gets(client_of, world, nursery):
    made = world.reviews["public"]
    address = f"/responses/ask/{made.recommendation.reference}/"
    editor = client_of("partnership-editor")
    assert "Wombat Nursery (published under a generic name, such as “A nursery”)" in unescape(editor.get(address).text)
    done = editor.post(address, {"agencies": [nursery.pk], "due_on": "2099-01-01"}, follow=True)
    assert "You have asked A nursery (Wombat Nursery) to respond." in unescape(done.text)
    stand_in = ResponseRequest.objects.get().agency
    assert (stand_in.name, stand_in.stands_for) == ("A nursery", nursery)
    assert told("Response requested") == ["nurse"]
    assert "Wombat" not in mail.outbox[-1].body
    again = ask(world, nursery)
    assert again.new == []
    assert again.before == [ResponseRequest.objects.get()]


def test_an_agency_that_the_document_names_is_asked_by_its_name(client_of, world, nursery):
    made = world.reviews["public"]
    NamedAgency.objects.create(review=made.review, agency=nursery)
    page = client_of("partnership-editor").get(f"/responses/ask/{made.recommendation.reference}/")
    assert "published under a generic name" not in page.text
    assert ask(world, nursery).new[0].agency == nursery


def test_the_stand_in_of_the_review_is_offered_and_no_other(world, school, nursery):
    offered = asking.agencies_to_ask(world.partnership, school.made.recommendation)
    assert {school.stand_in, nursery} <= set(offered)
    assert not {school.real, school.second} & set(offered)
    assert ask(world, school.real).before == [school.stand_in.requests.get()]
    with pytest.raises(ValidationError, match="is the public name of an agency in another review"):
        ask(world, school.second)
    assert use_generic_name(nursery, school.made.review) in asking.agencies_to_ask(
        world.partnership, school.made.recommendation
    )


def test_a_request_is_not_made_under_a_name_that_is_not_public(world, nursery):
    """Nor in the administration."""
    made = ResponseRequest(
        recommendation=world.reviews["public"].recommendation,
        agency=nursery,
        asked_by=world.partnership,
        asked_on=timezone.localdate(),
        due_on=in_days(3),
    )
    with pytest.raises(ValidationError, match="must not see the name of “Wombat Nursery”"):
        made.full_clean()

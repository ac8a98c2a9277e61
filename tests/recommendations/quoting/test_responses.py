"""An editor records a response that a document contains: published at once, held once, corrected by a new version."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from learning.models import Agency, AgencyKind, Review
from learning.public_names import use_generic_name
from recommendations.actions.joint import Pair, record_joint_response
from recommendations.actions.quotations import Quotation
from recommendations.actions.quoted_responses import (
    preview_quoted_response,
    record_quoted_response,
    withdraw_quoted_response,
)
from recommendations.models import Passage, Response, ResponseStep, ResponseVersion
from tests.portal.pages.words import text_of
from tests.recommendations.conftest import told

WORDS = "We changed our forms in spring.\n\nAnd we check them."
NOBODY_ELSE = ["anyone", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"]


@pytest.fixture
def made(world):
    return world.reviews["public"]


@pytest.fixture
def council(world) -> Agency:
    """Return an agency of the partnership that has answered nothing."""
    agency = Agency.objects.create(
        name="Numbat Council", slug="numbat-council", kind=AgencyKind.objects.get(slug="council")
    )
    agency.partnerships.add(world.partnership)
    return agency


def quoted(made, *agencies: Agency, **said) -> Quotation:
    fields, parts = said.pop("fields", {}), said.pop("parts", [])
    pairs = [Pair(made.recommendation, agency, parts, fields) for agency in agencies]
    return Quotation(**{"document": made.document, "text": WORDS, "pairs": pairs, "place": "page 4"} | said)


def record(world, made, *agencies, who="partnership-editor", replaces=None, reason="", **said):
    said = quoted(made, *agencies, **said)
    return record_quoted_response(said, by=world.people[who], replaces=replaces, reason=reason)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Passage, Response, ResponseVersion, ResponseStep))


def refused(world, made, *agencies, **said) -> str:
    before = counts()
    with pytest.raises(ValidationError) as error:
        record(world, made, *agencies, **said)
    assert counts() == before
    return " ".join(error.value.messages)


def test_it_is_published_at_once_with_who_recorded_it(world, made, council):
    part = made.recommendation.parts.first()
    (version,) = record(world, made, council, parts=[part], fields={"acceptance": "accepted"}, named_as={
        (made.recommendation.pk, council.pk): "The Council"
    })  # fmt: skip
    assert (version.text, version.document, version.place) == (WORDS, made.document, "page 4")
    assert (version.number, version.acceptance, version.answered_parts) == (1, "accepted", [part])
    assert version.response.named_as == "The Council"
    step = version.steps.get()
    assert (step.action, step.actor) == ("published", world.people["partnership-editor"])
    assert step.acted_as == f"an editor of {world.partnership}"
    assert step.note == f"Quoted from “{made.document}”."
    assert "We changed our forms" in Client().get(made.recommendation.get_absolute_url()).text
    (other,) = record(world, world.reviews["draft"], council, who="administrator")
    assert other.steps.get().acted_as == "an administrator"


def test_one_text_for_several_agencies_is_held_once(world, made, council):
    trust = Agency.objects.create(name="Numbat Trust", slug="numbat-trust", kind=council.kind)
    versions = record(world, made, council, trust)
    passage = Passage.objects.get(text=WORDS)
    assert [(one.passage, one.text, one.response.agency) for one in versions] == [
        (passage, "", council),
        (passage, "", trust),
    ]
    assert ResponseStep.objects.filter(version__passage=passage, action="published").count() == 2


def test_a_second_click_and_a_preview_store_nothing(world, made, council):
    before = counts()
    part = made.recommendation.parts.first()
    preview = preview_quoted_response(quoted(made, council, parts=[part]), by=world.people["partnership-editor"])
    assert [(one.words, one.response.agency, one.answered_parts) for one in preview] == [(WORDS, council, [part])]
    assert counts() == before
    assert mail.outbox == []
    first = record(world, made, council)
    held = counts()
    assert record(world, made, council) == first
    assert counts() == held


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_nobody_else_records_corrects_or_withdraws(world, made, council, who):
    version = made.response.versions.get()
    for act in (
        lambda: record(world, made, council, who=who),
        lambda: record(world, made, made.agency, who=who, replaces=version, reason="Mine."),
        lambda: withdraw_quoted_response(version, by=world.people[who], reason="Mine."),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_is_refused(world, made, council):
    foreign = world.reviews["professionals"]
    assert "Enter the text exactly" in refused(world, made, council, text=" \u200b")
    assert "Shorten the text to 20,000" in refused(world, made, council, text="x" * 20_001)
    assert "Select at least one agency" in refused(world, made)
    assert "is entered twice" in refused(world, made, council, council)
    assert "is not in the document’s review" in refused(world, foreign, council, document=made.document)
    parts = [foreign.recommendation.parts.first()]
    assert "parts of this recommendation only" in refused(world, made, council, parts=parts)
    assert "why the recommendation is not accepted" in refused(
        world, made, council, fields={"acceptance": "not-accepted"}
    )
    assert "Correct that response instead" in refused(world, made, made.agency)
    assert "has been withdrawn" in refused(world, world.reviews["withdrawn"], council)


def test_what_a_newer_or_waiting_version_refuses(world, made, council, asked, draft, submitted):
    assert "awaiting partnership check" in refused(world, made, asked.agency)
    response = Response.objects.create(recommendation=made.recommendation, agency=council)
    version = ResponseVersion.objects.create(response=response, number=1, text="Its own.")
    for action in ("submitted", "published"):
        ResponseStep.objects.create(version=version, action=action)
    assert "do not show which is newer" in refused(world, made, council)
    made.document.published_on, made.document.published_precision = date(2099, 1, 1), "day"
    assert record(world, made, council)[0].number == 2


def test_the_name_of_an_agency_with_a_generic_name_is_never_published(world, made):
    school = Agency.objects.create(
        name="St Quokka School", slug="st-quokka", kind=AgencyKind.objects.get(slug="education")
    )
    (version,) = record(world, made, school)
    assert version.response.agency.stands_for == school
    assert version.response.agency.name in Client().get(made.recommendation.get_absolute_url()).text
    use_generic_name(school, world.reviews["draft"].review)
    draft = world.reviews["draft"]
    assert "contains the name of an agency" in refused(world, draft, draft.agency, text="St Quokka School agreed.")
    name = {(draft.recommendation.pk, school.pk): "St Quokka School"}
    assert "identifies the agency" in refused(world, draft, school, named_as=name)


def test_an_agency_that_was_asked_is_told_and_its_request_is_answered(world, made, asked):
    mail.outbox.clear()
    made.document.published_on, made.document.published_precision = date(2099, 1, 1), "day"
    record(world, made, asked.agency)
    assert told("published") == ["second-writer", "writer"]
    assert all("We changed" not in message.body for message in mail.outbox)


def test_a_correction_withdraws_what_was_wrong_and_says_why(world, made):
    wrong = made.response.versions.get()
    assert "Enter why you are correcting" in refused(world, made, made.agency, replaces=wrong, reason=" ")
    unchanged = {"text": wrong.text, "place": wrong.place, "replaces": wrong, "reason": "Why."}
    assert "have not changed anything" in refused(world, made, made.agency, **unchanged)
    (right,) = record(world, made, made.agency, replaces=wrong, reason="A line was left out.")
    assert (right.number, right.response) == (2, made.response)
    assert wrong.steps.get(action="withdrawn").note == "Corrected: A line was left out."
    assert list(ResponseVersion.objects.current().filter(response=made.response)) == [right]
    again = {"replaces": wrong, "reason": "A line was left out."}
    assert record(world, made, made.agency, **again) == [right]  # a second click
    assert "Someone else has replaced or withdrawn" in refused(world, made, made.agency, text="Other.", **again)


def test_a_joint_response_is_corrected_and_withdrawn_as_a_whole(world, made, council):
    trust = Agency.objects.create(name="Numbat Trust", slug="numbat-trust", kind=council.kind)
    first = record(world, made, council, trust)
    second = record(world, made, council, trust, text="Right.", replaces=first[1], reason="Wrong.")
    assert {one.passage.text for one in second} == {"Right."}
    assert ResponseVersion.objects.published().filter(pk__in=[one.pk for one in first]).count() == 0
    withdraw_quoted_response(second[0], by=world.people["partnership-editor"], reason="All wrong.")
    assert (
        ResponseVersion.objects.published().filter(passage__isnull=False, passage__document=made.document).count() == 0
    )
    with pytest.raises(ValidationError, match="replaced or withdrawn"):
        withdraw_quoted_response(second[0], by=world.people["partnership-editor"], reason="Again.")
    assert record(world, made, council)[0].number == 3


def test_what_was_checked_in_the_workspace_is_not_withdrawn_here(world, made, council, published):
    version = published.versions.get()
    with pytest.raises(ValidationError, match="submitted and checked in the workspace"):
        withdraw_quoted_response(version, by=world.people["partnership-editor"], reason="Mine.")
    passage = record_joint_response(
        made.document, text=WORDS, pairs=[Pair(made.recommendation, council)], by=world.people["partnership-editor"]
    )
    with pytest.raises(ValidationError, match="submitted and checked in the workspace"):
        withdraw_quoted_response(passage.versions.get(), by=world.people["partnership-editor"], reason="Mine.")


# --- Pages -----------------------------------------------------------------------------------------------------------

BASE = "/manage/reviews/review-quokka0/responses/"


def typed(made, *agencies: Agency, **fields) -> dict:
    """Return what the form sends."""
    data = {"document": made.document.pk, "text": WORDS, "place": "page 4", "language": ""}
    data |= {"pair-TOTAL_FORMS": len(agencies), "pair-INITIAL_FORMS": 0}
    for number, agency in enumerate(agencies):
        data |= {f"pair-{number}-recommendation": made.recommendation.pk, f"pair-{number}-agency": agency.pk}
    return data | fields


def test_the_pages_from_what_is_missing_to_the_next_one(world, made, council, client_of):
    made.recommendation.agencies.add(council)
    client = client_of("partnership-editor")
    assert f'href="{BASE}"' in client.get(BASE.replace("responses/", "")).text
    page = client.get(BASE)
    assert "No response recorded from Numbat Council" in text_of(page.text)
    add = f"{BASE}add/?recommendation={made.recommendation.reference}&amp;agency=numbat-council"
    assert f'href="{add}"' in page.text
    form = client.get(add.replace("&amp;", "&"))
    assert f'<option value="{council.pk}" selected>' in form.text
    assert "the words will be visible at once" in text_of(form.text)

    preview = client.post(f"{BASE}add/preview/", typed(made, council))
    assert "<p>We changed our forms in spring.</p>" in preview.text
    assert "Publish response" in preview.text
    assert not Response.objects.filter(agency=council).exists()
    edited = client.post(f"{BASE}add/back/", typed(made, council))
    assert "And we check them." in edited.text
    skipped = client.post(f"{BASE}add/publish/", typed(made, council))  # without having seen the preview
    assert "Publish response" in skipped.text
    done = client.post(f"{BASE}add/publish/", typed(made, council, previewed="yes"), follow=True)
    version = ResponseVersion.objects.get(response__agency=council)
    assert done.redirect_chain[-1][0] == f"{BASE}{version.pk}/"
    assert f"?document={made.document.position}&amp;agency=numbat-council" in done.text
    following = client.get(f"{BASE}add/?document={made.document.position}&agency=numbat-council")
    assert f'<option value="{made.document.pk}" selected>' in following.text
    client.post(f"{BASE}add/publish/", typed(made, council, previewed="yes"))
    assert ResponseVersion.objects.filter(response__agency=council).count() == 1


def test_the_pages_that_correct_and_withdraw(world, made, client_of):
    client, wrong = client_of("partnership-editor"), made.response.versions.get()
    form = client.get(f"{BASE}{wrong.pk}/edit/")
    assert "Answer quokka0" in form.text
    sent = typed(made, made.agency, previewed="yes", text="Right words.")
    refused = client.post(f"{BASE}{wrong.pk}/edit/publish/", sent)
    assert (refused.status_code, "Enter why you are correcting" in refused.text) == (422, True)
    client.post(f"{BASE}{wrong.pk}/edit/publish/", sent | {"reason": "A word was wrong."})
    right = ResponseVersion.objects.current().get(response=made.response)
    assert right.text == "Right words."
    moved = client.get(f"{BASE}{wrong.pk}/edit/", follow=True)
    assert "has been replaced or withdrawn" in moved.text
    assert client.post(f"{BASE}{right.pk}/withdraw/", {"reason": ""}).status_code == 422
    client.post(f"{BASE}{right.pk}/withdraw/", {"reason": "All wrong."})
    assert not ResponseVersion.objects.current().filter(response=made.response).exists()
    assert "All wrong." not in Client().get(made.recommendation.get_absolute_url()).text


def test_more_rows_and_errors_keep_everything(world, made, council, client_of):
    client = client_of("partnership-editor")
    page = client.post(f"{BASE}add/more-rows/", typed(made, council))
    assert page.text.count('<fieldset class="pair">') == 4
    assert "And we check them." in page.text
    assert f'<option value="{council.pk}" selected>' in page.text
    page = client.post(f"{BASE}add/preview/", typed(made, council, place="p" * 61, text="Kept words."))
    assert (page.status_code, "Kept words." in page.text) == (422, True)


def test_forged_posts_of_others_do_nothing(world, made, council, client_of):
    version, before = made.response.versions.get(), counts()
    data = typed(made, council, previewed="yes", reason="Mine.")
    for who in NOBODY_ELSE:
        for path in ("add/publish/", "add/preview/", f"{version.pk}/edit/publish/", f"{version.pk}/withdraw/"):
            assert client_of(who).post(f"{BASE}{path}", data).status_code in (403, 404), (who, path)
    foreign = world.reviews["professionals"].response.versions.get()
    assert client_of("partnership-editor").post(f"{BASE}{foreign.pk}/withdraw/", data).status_code == 404
    stolen = data | {"document": world.reviews["professionals"].document.pk}
    assert client_of("partnership-editor").post(f"{BASE}add/publish/", stolen).status_code == 422
    assert counts() == before


def test_what_was_typed_is_there_again_after_signing_in(world, made, council, client_of):
    mark = client_of("partnership-editor").get(f"{BASE}add/").context["writer"]
    late = Client().post(f"{BASE}add/publish/", typed(made, council, previewed="yes", writer=mark))
    assert late.status_code == 403
    client = Client()
    data = {"login": "editor@example.org", "password": "a long password", "kept": late.context["kept"]}
    client.post("/accounts/sign-in/", data | {"next": f"{BASE}add/"})
    assert "And we check them." in client.get(f"{BASE}add/").text
    assert not Response.objects.filter(agency=council).exists()


def test_the_administration_adds_no_response(world, client_of):
    client = client_of("administrator")
    assert client.get("/admin/recommendations/response/add/").status_code == 403
    assert client.get(f"/manage/reviews/{Review.objects.get(code='R0001').slug}/responses/").status_code == 200

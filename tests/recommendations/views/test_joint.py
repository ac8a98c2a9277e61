"""The pages on which a partnership's editors record a joint response and decide on it, without JavaScript."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.models import Agency, Review
from recommendations.actions import drafting
from recommendations.actions.checking import return_version
from recommendations.actions.joint import Pair, record_joint_response, return_joint
from recommendations.joint_workspace import waiting_joint_responses
from recommendations.models import Passage, Recommendation, ResponseStep, ResponseVersion
from recommendations.requests.outcomes import results_of
from recommendations.requests.states import with_states
from recommendations.workspace_permissions import permissions_of
from tests.portal.pages.words import text_of
from tests.recommendations.actions.test_joint import TEXT, joint_world, record  # noqa: F401 - a fixture

ROW = {"acceptance": "not-stated", "progress": "not-stated"}


@pytest.fixture
def sign_in(client, joint_world):  # noqa: F811
    def as_person(name: str):
        client.force_login(joint_world.people[name])
        return client

    return as_person


def address(world) -> str:
    return f"/responses/joint/record/{world.made['pairs'][0].recommendation.reference}/"


def typed(world, *rows: dict, **fields) -> dict:
    """Return what the form sends: the words, and these rows."""
    data = {
        "document": world.made["document"].pk,
        "text": TEXT,
        "place": "page 4",
        "language": "cy",
        "pair-TOTAL_FORMS": len(rows) + 1,
        "pair-INITIAL_FORMS": 0,
    } | fields
    for number, row in enumerate([*rows, {}]):
        data |= {f"pair-{number}-{name}": value for name, value in (ROW | row).items()}
    return data


def rows_of(world) -> list[dict]:
    return [{"recommendation": pair.recommendation.pk, "agency": pair.agency.pk} for pair in world.made["pairs"]]


def test_an_editor_records_one_and_another_publishes_it(sign_in, joint_world):  # noqa: F811
    client = sign_in("recorder")
    recommendation = joint_world.made["pairs"][0].recommendation
    assert f'href="{address(joint_world)}"' in client.get(recommendation.get_absolute_url()).text
    page = client.get(address(joint_world)).text
    assert page.count('<fieldset class="pair">') == 4
    sent = client.post(address(joint_world), typed(joint_world, *rows_of(joint_world)), follow=True)
    passage = Passage.objects.get(text=TEXT)
    assert sent.redirect_chain[-1][0] == f"/responses/joint/{passage.pk}/"
    assert (passage.language, passage.place, passage.versions.count()) == ("cy", "page 4", 3)
    assert "Awaiting partnership check." in text_of(sent.text)
    assert '<blockquote lang="cy">' in sent.text

    client = sign_in("partnership-editor")
    assert f'href="/responses/joint/{passage.pk}/"' in client.get("/responses/").text
    done = client.post(f"/responses/joint/{passage.pk}/publish/", {"deciding_body": "Board"}, follow=True)
    assert "Published for all agencies and recommendations." in text_of(done.text)
    assert ResponseVersion.objects.current().filter(passage=passage).count() == 3
    assert f'href="/responses/joint/{passage.pk}/"' not in client.get("/responses/").text
    gone = client.post(f"/responses/joint/{passage.pk}/withdraw/", {"comment": "A wrong word."}, follow=True)
    assert "Withdrawn for all agencies and recommendations." in text_of(gone.text)
    assert "“A wrong word.”" in text_of(gone.text)


def test_it_is_returned_with_a_comment(sign_in, joint_world):  # noqa: F811
    passage = record(joint_world)
    client = sign_in("partnership-editor")
    page = client.post(f"/responses/joint/{passage.pk}/return/", {"comment": ""})
    assert page.status_code == 422
    assert "Enter what should be changed." in page.text
    page = client.post(f"/responses/joint/{passage.pk}/return/", {"comment": "A word is missing."}, follow=True)
    assert "Record the joint response again with changes" in page.text
    assert ResponseStep.objects.filter(version__passage=passage, action="returned").count() == 3


def test_errors_keep_everything_that_was_typed(sign_in, joint_world):  # noqa: F811
    client = sign_in("recorder")
    pair = joint_world.made["pairs"][0]
    rows = [
        {"recommendation": pair.recommendation.pk, "progress": "completed"},
        {"recommendation": pair.recommendation.pk, "agency": pair.agency.pk, "acceptance": "not-accepted"},
        {
            "recommendation": pair.recommendation.pk,
            "agency": pair.agency.pk,
            "progress": "delayed",
            "new_date": "soon",
        },
    ]
    page = client.post(address(joint_world), typed(joint_world, *rows, place="p" * 61, text="Kept words."))
    assert page.status_code == 422
    text = text_of(page.text)
    for words in (
        "Row 1: Select the agency, or clear this row.",
        "Row 1: Enter the date completed.",
        "Row 2: Enter why it is not accepted.",
        "Row 3: Enter why it is delayed.",
        "Row 3: New due date must be a real date",
        "Shorten to 60 characters or fewer",
    ):
        assert words in text, words
    assert "Kept words." in text
    assert 'value="soon"' in page.text
    assert not Passage.objects.filter(text="Kept words.").exists()


def test_what_the_action_refuses_is_said_and_kept(sign_in, joint_world):  # noqa: F811
    client, (first, *_) = sign_in("recorder"), rows_of(joint_world)
    page = client.post(address(joint_world), typed(joint_world, first, first))
    assert page.status_code == 422
    assert "is entered twice. Clear one of the rows." in text_of(page.text)
    assert TEXT in text_of(page.text)
    page = client.post(address(joint_world), typed(joint_world))
    assert "Select at least one agency and the recommendation that it responds to." in text_of(page.text)


def test_more_rows_keep_everything_and_record_nothing(sign_in, joint_world):  # noqa: F811
    client = sign_in("recorder")
    page = client.post(f"{address(joint_world)}more-rows/", typed(joint_world, *rows_of(joint_world), text="Long."))
    assert page.status_code == 200
    assert page.text.count('<fieldset class="pair">') == 3 + 3
    assert "Long." in page.text
    assert len(re.findall(r"<option value=\"\d+\" selected>", page.text)) == 3 * 2 + 1  # and the document
    assert not Passage.objects.filter(text="Long.").exists()
    assert client.get(f"{address(joint_world)}more-rows/").status_code == 302


def test_rows_for_parts_of_one_recommendation_are_one_version(sign_in, joint_world):  # noqa: F811
    client, recommendation = sign_in("recorder"), joint_world.made["pairs"][0].recommendation
    agency = joint_world.made["pairs"][0].agency.pk
    for position, label in enumerate("abc", start=1):
        recommendation.parts.create(position=position, label=label, text=f"Part {label}.")
    rows = [{"recommendation": f"{recommendation.pk}.{position}", "agency": agency} for position in (1, 3)]
    client.post(address(joint_world), typed(joint_world, *rows))
    version = Passage.objects.get(text=TEXT).versions.get()
    assert [part.label for part in version.answered_parts] == ["a", "c"]
    rows[1] |= {"acceptance": "accepted"}
    page = client.post(address(joint_world), typed(joint_world, *rows, text="Again."))
    assert "enter the same details for all of its parts" in text_of(page.text)


@pytest.mark.parametrize("who", ["agency-editor", "scrutineer", "member", "other-editor", "practitioner"])
def test_others_do_not_record_or_decide(sign_in, joint_world, who):  # noqa: F811
    passage = record(joint_world)
    client = sign_in(who)
    assert client.get(address(joint_world)).status_code == 403
    assert client.post(address(joint_world), typed(joint_world)).status_code == 403
    watches = who == "scrutineer"
    assert client.get(f"/responses/joint/{passage.pk}/").status_code == (200 if watches else 404)
    client.post(f"/responses/joint/{passage.pk}/publish/", {"deciding_body": "Board"})
    assert not ResponseStep.objects.filter(version__passage=passage, action="published").exists()


def test_only_agencies_that_the_editor_may_know_of_are_offered(sign_in, joint_world):  # noqa: F811
    kind = Agency.objects.all()[0].kind
    Agency.objects.create(name="Secret Numbat", slug="secret-numbat", kind=kind)
    page = sign_in("recorder").get(address(joint_world)).text
    assert "Secret Numbat" not in page
    joint_world.partnership.agencies.add(Agency.objects.get(slug="secret-numbat"))
    assert "Secret Numbat" in sign_in("recorder").get(address(joint_world)).text


def test_the_page_of_a_request_leads_to_the_joint_response(sign_in, joint_world, asked):  # noqa: F811
    passage = record_joint_response(
        asked.recommendation.document,
        text=TEXT,
        pairs=[Pair(asked.recommendation, asked.agency)],
        by=joint_world.people["recorder"],
    )
    page = sign_in("partnership-editor").get(f"/responses/{asked.pk}/").text
    assert f'href="/responses/joint/{passage.pk}/"' in page
    assert f'action="/responses/{asked.pk}/publish/"' not in page
    assert TEXT in text_of(page)
    own = sign_in("writer").get(f"/responses/{asked.pk}/")
    assert TEXT not in text_of(own.text)  # it is the partnership's until it is published
    assert Recommendation.objects.filter(pk=asked.recommendation_id).exists()


def states_of(asked, user) -> list[object]:
    """Return the state of a request on its page, and in the lists whether it is returned, waiting and published."""
    (seen,) = with_states(type(asked).objects.filter(pk=asked.pk).select_related("recommendation__review"), user)
    (result,) = results_of(type(asked).objects.filter(pk=asked.pk), timezone.localdate())
    return [seen.state, result.outcome.is_returned, result.outcome.is_waiting, result.outcome.is_answered]


def test_agencies_do_not_see_it_submitted_and_returned(sign_in, joint_world, asked, published):  # noqa: F811
    people = joint_world.people
    before = states_of(asked, people["writer"])
    assert before == ["published", False, False, True]
    document, pair = asked.recommendation.document, Pair(asked.recommendation, asked.agency)
    document.published_on, document.published_precision = timezone.localdate(), "day"
    passage = record_joint_response(document, text=TEXT, pairs=[pair], by=people["recorder"])
    assert states_of(asked, people["writer"]) == before
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=people["writer"])
    with pytest.raises(ValidationError, match="A joint response that includes your agency"):
        drafting.submit(draft, revision=draft.revision, by=people["writer"])
    return_joint(passage, by=people["partnership-editor"], comment="Only for the recorder.")
    for name in ("writer", "partnership-editor"):
        assert states_of(asked, people[name]) == before
    for page in ("", "?write"):
        text = text_of(sign_in("writer").get(f"/responses/{asked.pk}/{page}").text)
        assert "Only for the recorder." not in text
        assert "Returned" not in text
    text = text_of(sign_in("partnership-editor").get(f"/responses/{asked.pk}/").text)
    assert "Only for the recorder." in text


def test_a_comment_on_their_own_version_is_still_shown_to_them(sign_in, joint_world, asked, submitted):  # noqa: F811
    return_version(submitted, by=joint_world.people["partnership-editor"], comment="Say when.")
    pair = Pair(asked.recommendation, asked.agency)
    record_joint_response(asked.recommendation.document, text=TEXT, pairs=[pair], by=joint_world.people["recorder"])
    text = text_of(sign_in("writer").get(f"/responses/{asked.pk}/").text)
    assert "Say when. Your draft is below." in text


def test_only_those_of_reviews_that_the_user_may_see_are_listed(joint_world):  # noqa: F811
    passage, editor = record(joint_world), joint_world.people["partnership-editor"]
    assert waiting_joint_responses(editor) == [passage]
    passage.document.review.partnerships.clear()  # its partnership still decides, for its own agencies
    assert waiting_joint_responses(editor) == [passage]
    Review.objects.filter(pk=passage.document.review_id).update(audience="partnership")
    assert waiting_joint_responses(editor) == []


def test_more_of_them_are_read_in_as_many_queries(joint_world, django_assert_num_queries):  # noqa: F811
    people, pairs = joint_world.people, joint_world.made["pairs"]
    for name in ("partnership-editor", "other-editor"):
        permissions_of(people[name])  # which are read once in a request
    passages = [record(joint_world, pairs=pairs[:1])]
    with CaptureQueriesContext(connection) as of_one:
        assert waiting_joint_responses(people["partnership-editor"]) == passages
    passages += [record(joint_world, pairs=[pair], text=f"{TEXT} {number}") for number, pair in enumerate(pairs[1:])]
    with django_assert_num_queries(len(of_one)):
        assert waiting_joint_responses(people["partnership-editor"]) == passages
    with django_assert_num_queries(len(of_one)):
        assert waiting_joint_responses(people["other-editor"]) == []

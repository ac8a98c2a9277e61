"""Whatever is sent into the workspace, the answer is clear, and what was typed is still there."""

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from learning.actions import withdraw_review
from learning.models import Agency
from recommendations.actions import checking
from recommendations.models import ConflictingDraft, ResponseDraft, ResponseStep, ResponseVersion
from recommendations.models.draft import MOST_LATE_TEXTS
from tests.recommendations.conftest import WHOLE, page_of, typed

PASTED = (
    "\ufeffWe changed\u00a0our form.\vIt asks \N{LEFT SINGLE QUOTATION MARK}who\N{RIGHT SINGLE QUOTATION MARK} lives "
    "there.\x07\r\n\r\n\N{BULLET}\tin May\x00\x02\u2028\N{BULLET}\tin June\r\n"
)
KEPT = "We changed\u00a0our form.\nIt asks ‘who’ lives there.\n\n•\tin May\n•\tin June"


def test_what_is_pasted_from_a_word_processor_is_plain_text(client_of, world, asked):
    client = client_of("writer")
    answer = client.post(page_of(asked, "save/"), {"text": PASTED, "revision": 0})
    assert answer.status_code == 302
    assert ResponseDraft.objects.get().text == KEPT
    # Sent again, as by a second click, it is the same.
    assert client.post(page_of(asked, "save/"), {"text": PASTED, "revision": 0}).status_code == 302
    assert ResponseDraft.objects.get().revision == 1


def test_paragraphs_that_a_browser_sends_are_published_as_paragraphs(client_of, client, world, asked, draft):
    writer = client_of("writer")
    writer.post(page_of(asked, "submit/"), typed(draft, text="We asked.\r\n\r\nWe wrote it down."))
    version = ResponseVersion.objects.waiting().get()
    checking.publish_version(version, by=world.people["partnership-editor"], deciding_body="Board")
    assert version.paragraphs == ["We asked.", "We wrote it down."]
    assert "<p>We asked.</p><p>We wrote it down.</p>" in client.get(asked.recommendation.get_absolute_url()).text


def test_a_field_for_words_lets_the_browser_cut_nothing_off(client_of, asked, submitted):
    for role in ("writer", "partnership-editor"):
        page = client_of(role).get(page_of(asked, "?write")).text
        areas = [part.partition(">")[0] for part in page.split("<textarea")[1:]]
        assert areas
        assert not [area for area in areas if "maxlength" in area]


@pytest.mark.parametrize(
    ("role", "do", "field"), [("partnership-editor", "return", "comment"), ("scrutineer", "comment", "text")]
)
def test_a_comment_that_is_too_long_is_still_in_its_field(client_of, asked, submitted, role, do, field):
    words = "word " * 2000
    answer = client_of(role).post(page_of(asked, f"{do}/"), {"version": 1, field: words})
    assert answer.status_code == 422
    assert "Shorten your text to 5000 characters or fewer. It has 9999 now." in answer.text
    assert words.strip() in answer.text


def test_far_more_than_any_response_is_refused_in_words(client_of, asked):
    answer = client_of("writer").post(page_of(asked, "save/"), {"text": "word " * 600_000, "revision": 0})
    assert answer.status_code == 413
    assert "is too large" in answer.text
    assert "Go back" in answer.text
    assert not ResponseDraft.objects.exists()


def test_an_agency_whose_draft_is_open_is_not_removed(world, asked, draft):
    with pytest.raises(ProtectedError):
        asked.agency.delete()
    assert ResponseDraft.objects.get().text == WHOLE["text"]


def test_an_agency_is_succeeded_while_its_draft_is_open(client_of, world, asked, draft):
    heir = Agency.objects.create(name="Northshire Trust", slug="northshire-trust", kind=asked.agency.kind)
    asked.agency.succeeded_by, asked.agency.succeeded_on = heir, timezone.localdate()
    asked.agency.save()
    answer = client_of("writer").post(page_of(asked, "submit/"), typed(draft, text="Typed meanwhile."))
    assert answer.status_code == 422
    assert "has been replaced by Northshire Trust, whose editors now respond" in answer.text
    assert answer.context["form"]["text"].value() == "Typed meanwhile."
    assert ResponseDraft.objects.get().text == "Typed meanwhile."
    assert not ResponseVersion.objects.waiting().exists()


def test_a_review_is_withdrawn_while_its_recommendation_is_answered(client_of, world, asked, draft):
    withdraw_review(world.reviews["public"].review, by=world.people["administrator"], reason="It was wrong.")
    answer = client_of("writer").post(page_of(asked, "submit/"), typed(draft, text="Typed meanwhile."))
    assert answer.status_code == 422
    assert "You cannot submit this because the review has been withdrawn." in answer.text
    assert answer.context["form"]["text"].value() == "Typed meanwhile."
    assert ResponseDraft.objects.get().text == "Typed meanwhile."


@pytest.mark.parametrize("do", ["save", "submit"])
def test_a_double_click_does_one_thing(client_of, asked, draft, do):
    client = client_of("writer")
    for _click in range(2):
        assert client.post(page_of(asked, f"{do}/"), typed(draft, text="Typed.")).status_code == 302
    assert ResponseDraft.objects.get().revision == 2
    assert ResponseStep.objects.filter(version__response=draft.response).count() == (do == "submit")
    assert not ConflictingDraft.objects.exists()


def test_who_goes_back_and_sends_the_page_of_before_overwrites_nothing(client_of, asked, draft):
    client = client_of("writer")
    client.post(page_of(asked, "save/"), typed(draft, text="Second thoughts."))
    answer = client.post(page_of(asked, "save/"), typed(draft, text="First thoughts."))
    assert answer.status_code == 409
    assert "You saved it in another window" in answer.text
    assert "First thoughts." in answer.text
    assert ResponseDraft.objects.get().text == "Second thoughts."


@pytest.mark.parametrize("do", ["publish", "return", "withdraw", "assure"])
def test_a_double_click_decides_once_and_says_so(client_of, world, asked, submitted, do):
    data = {
        "publish": {"version": 1, "deciding_body": "Board"},
        "return": {"version": 1, "comment": "Say since when."},
        "withdraw": {"version": 1, "comment": "It was wrong."},
        "assure": {"version": 1, "judgement": "partial", "judged_on": "2026-01-31", "deciding_body": "Board"},
    }[do]
    client = client_of("partnership-editor")
    if do in ("withdraw", "assure"):
        checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    assert client.post(page_of(asked, f"{do}/"), data).status_code == 302
    before = submitted.steps.count()
    assert client.post(page_of(asked, f"{do}/"), data).status_code == (302 if do == "assure" else 422)
    assert submitted.steps.count() == before
    assert submitted.response.assurances.count() == (do == "assure")


@pytest.mark.parametrize("field", ["text", "acceptance_reason", "progress_reason"])
@pytest.mark.parametrize("do", ["save", "save-and-preview", "submit"])
def test_far_too_long_words_of_a_draft_are_not_saved_and_stand_in_the_form(client_of, asked, draft, field, do):
    words = "word " * 25_000
    answer = client_of("writer").post(page_of(asked, f"{do}/"), typed(draft) | {"text": "Short."} | {field: words})
    assert answer.status_code == 422
    assert "All of your text is still in the field." in answer.text
    assert answer.context["form"][field].value().strip() == words.strip()
    assert ResponseDraft.objects.get().text == WHOLE["text"], "all of it or nothing"


def test_a_script_that_saves_far_too_long_words_is_told_so(client_of, asked, draft):
    """The script then keeps them in the tab, and says where to read why."""
    sent = typed(draft, text="word " * 25_000)
    answer = client_of("writer").post(page_of(asked, "save/"), sent, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert not answer["Content-Type"].startswith("application/json")
    assert not ConflictingDraft.objects.exists()


def test_no_more_than_so_many_conflicting_drafts_of_one_person_wait_and_the_next_stays_in_the_form(
    client_of, asked, draft
):
    client = client_of("second-writer")
    for number in range(MOST_LATE_TEXTS):
        assert client.post(page_of(asked, "save/"), typed(draft, revision=0, text=f"Late {number}")).status_code == 409
    again = client.post(page_of(asked, "save/"), typed(draft, revision=0, text="Late 3"))
    assert again.status_code == 409, "what waits already is no further text"
    answer = client.post(page_of(asked, "save/"), typed(draft, revision=0, text="One too many"))
    assert answer.status_code == 422
    assert "texts to compare" in answer.text
    assert answer.context["form"]["text"].value() == "One too many"
    assert ConflictingDraft.objects.count() == MOST_LATE_TEXTS
    assert ResponseDraft.objects.get().text == WHOLE["text"]
    # Another person's are their own.
    assert client_of("writer").post(page_of(asked, "save/"), typed(draft, revision=0, text="Mine")).status_code == 409

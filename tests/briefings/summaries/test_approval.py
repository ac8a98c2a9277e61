"""A partnership approves the briefing of its review: what readers then get, and when the approval no longer counts."""

import io
import json

import pptx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning import actions
from learning.models import LearningItem
from recommendations.models import Recommendation
from reviews_portal.audit.models import AuditEntry
from reviews_portal.briefings.models import BriefingApproval, PartnershipSummary
from reviews_portal.redaction import actions as redacting
from tests.briefings.exported import body, keep, outline_at
from tests.briefings.formats.pdf_reading import text_of
from tests.redaction.planting import confirm

from .pages import OWN, address_of, approve, handed_out, own_words, page_of, save, seen_by

PARTNERSHIP = "Northshire Safeguarding Children Partnership"


def is_plain(browser, made) -> bool:
    """Return whether readers get the review summary, without anything by the partnership."""
    outline = handed_out(browser, made)
    return (outline.called, outline.approved_by, own_words(outline)) == ("Review summary", "", [])


def test_before_an_approval_readers_get_the_review_summary(client, editor, public):
    assert is_plain(client, public)
    save(editor, public)
    assert is_plain(client, public)
    assert is_plain(editor, public)
    assert "Not approved." in editor.get(page_of(public)).text


def test_after_an_approval_readers_get_the_briefing_with_the_summary(client, approved):
    outline = handed_out(client, approved)
    assert (outline.called, outline.approved_by) == ("Seven-minute briefing", PARTNERSHIP)
    (item,) = [item for item in outline.items() if item.look == "summary"]
    assert (item.text, item.label) == (OWN, f"Summary by {PARTNERSHIP}")
    references = f"{approved.item.reference}, {approved.recommendation.reference}"
    assert f"“What we learnt” is based on {references}." in outline.remarks
    assert (outline.approval, outline.summaries) == ("", ())


def test_a_briefing_without_own_summaries_can_be_approved(client, editor, public):
    approve(editor, public)
    outline = handed_out(client, public)
    assert (outline.called, outline.approved_by, own_words(outline)) == ("Seven-minute briefing", PARTNERSHIP, [])


def test_the_files_say_whose_words_they_are_and_what_they_are_based_on(client, approved):
    page = client.get(address_of(approved, "html")).text
    pdf = " ".join(text_of(body(client.get(address_of(approved, "pdf"))), area=None).split())
    for text in (page, pdf):
        assert "Seven-minute briefing" in text
        assert f"Approved by {PARTNERSHIP}" in text
        assert f"Summary by {PARTNERSHIP}" in text
        assert OWN in text
        assert f"is based on {approved.item.reference}" in text
    name = client.get(address_of(approved, "pdf"))["Content-Disposition"]
    assert "review-quokka0-seven-minute-briefing.pdf" in name


@pytest.mark.parametrize("layout", ["", "one-page", "supervision", "handout", "slides"])
def test_other_layouts_do_not_have_the_summary(client, approved, layout):
    address = f"/briefings/review/{approved.review.slug}.json?layout={layout}"
    data = json.dumps(json.loads(body(client.get(address))))
    assert OWN not in data
    assert '"approved_by": ""' in data
    assert '"approval": ""' in data


def test_the_page_and_the_audit_log_say_who_approved_it(world, editor, approved):
    page = editor.get(page_of(approved, "preview/")).text
    assert f"Approved by {PARTNERSHIP} on" in page
    assert "editor@example.org approved it." in page
    entry = AuditEntry.objects.get(event="briefing-approved")
    assert (entry.by_id, entry.detail) == (
        world.people["partnership-editor"].pk,
        f"R9000, partnership {world.partnership.pk}",
    )


def test_the_role_is_shown_if_the_account_is_deleted(world, client, client_of, approved):
    world.people["partnership-editor"].delete()
    assert not is_plain(client, approved)
    page = client_of("administrator").get(page_of(approved)).text
    assert f"an editor of {PARTNERSHIP} approved it." in page


def test_a_second_click_approves_nothing_again(editor, public):
    seen = seen_by(editor, public)
    for _ in range(2):
        assert editor.post(page_of(public, "approve/"), {"seen": seen}).status_code == 302
    assert AuditEntry.objects.filter(event="briefing-approved").count() == 1


def test_only_what_the_editor_saw_is_approved(editor, public):
    seen = seen_by(editor, public)
    save(editor, public)
    answer = editor.post(page_of(public, "approve/"), {"seen": seen})
    assert answer.status_code == 409
    assert "This briefing has changed since you opened the page." in answer.text
    assert OWN in answer.text, "what it is now"
    assert editor.post(page_of(public, "approve/")).status_code == 409
    assert not BriefingApproval.objects.exists()


def test_an_approval_is_withdrawn_and_the_summary_stays_saved(client, editor, approved):
    for _ in range(2):
        assert editor.post(page_of(approved, "withdraw-approval/")).status_code == 302
    assert is_plain(client, approved)
    assert PartnershipSummary.objects.get().text == OWN
    assert AuditEntry.objects.filter(event="briefing-approval-withdrawn").count() == 1


def correct_quoted(made, **kwargs) -> None:
    one = Recommendation.objects.get(pk=made.recommendation.pk)
    one.stem = "A corrected stem."
    one.save()


def correct_cited(made, **kwargs) -> None:
    """Correct the statement that the summary is based on, in whose place the summary stands."""
    one = LearningItem.objects.get(pk=made.item.pk)
    one.text = "A corrected item."
    one.save()


def delete_cited(made, **kwargs) -> None:
    LearningItem.objects.filter(pk=made.item.pk).delete()


def redact_statement(made, people) -> None:
    redact("Stem quokka0", people)


def redact_summary(made, people) -> None:
    redact("what we learnt", people)


def edit_summary(made, **kwargs) -> None:
    summary = PartnershipSummary.objects.get()
    summary.text = "Other words."
    summary.save()


def redact(passage: str, people) -> None:
    """Redact a passage."""
    made = redacting.propose(passage, reason="A name.", by=people["partnership-editor"])
    confirm(made, people["administrator"])


@pytest.mark.parametrize(
    "change", [correct_quoted, correct_cited, delete_cited, redact_statement, redact_summary, edit_summary]
)
def test_what_reads_otherwise_than_it_was_approved_is_the_review_summary_again(
    world, client, editor, approved, change
):
    change(approved, people=world.people)
    assert is_plain(client, approved)
    for do in ("", "preview/"):
        page = editor.get(page_of(approved, do)).text
        assert "Changed since it was approved on" in page
        assert "Check and approve it again." in page


def test_words_redacted_from_a_summary_are_gone_everywhere(world, client, editor, approved):
    redact("what we learnt", world.people)
    assert "what we learnt" not in PartnershipSummary.objects.get().text
    assert not PartnershipSummary.history.filter(text__contains="what we learnt").exists()
    assert "what we learnt from" not in editor.get(page_of(approved)).text
    approve(editor, approved)
    (text,) = own_words(handed_out(client, approved))
    assert "what we learnt" not in text


def test_a_change_elsewhere_leaves_the_approval_in_force(client, world, approved):
    other = world.reviews["professionals"]
    LearningItem.objects.filter(pk=other.item.pk).update(text="A corrected item.")
    approved.review.curator_note = "A note."
    approved.review.save()
    assert own_words(handed_out(client, approved)) == [OWN]


def test_a_changed_secret_key_ends_no_approval_as_long_as_the_old_one_is_known(settings, client, approved):
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key " * 5
    assert is_plain(client, approved)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert not is_plain(client, approved)


def test_a_withdrawn_review_hands_out_nothing(world, client, approved):
    actions.withdraw_review(approved.review, by=world.people["administrator"], reason="A name.")
    assert client.get(address_of(approved)).status_code == 404


def test_a_summary_does_not_change_what_a_check_code_says(client, editor, public):
    before = handed_out(client, public)
    save(editor, public)
    approve(editor, public)
    during = handed_out(client, public)
    for outline in (before, during):
        for address in (outline.check_address, outline.check_address.rpartition(".")[0]):
            assert "These words are unchanged" in client.get(address).text, address
    editor.post(page_of(public, "withdraw-approval/"))
    for outline in (before, during):
        assert "These words are unchanged" in client.get(outline.check_address).text


def test_readers_without_an_account_never_get_an_old_file(pages_kept, client, editor, public):
    address, reader = address_of(public), Client()
    assert is_plain(reader, public)
    save(editor, public)
    approve(editor, public)
    assert own_words(outline_at(reader, address)) == [OWN]
    BriefingApproval.objects.all().delete()
    assert own_words(outline_at(reader, address)) == []


def test_an_approval_costs_readers_one_query(django_assert_max_num_queries, client, editor, public):
    handed_out(client, public)  # which reads the index once for all
    with CaptureQueriesContext(connection) as captured:
        handed_out(client, public)
    before = len(captured.captured_queries)
    for part in ("why", "learnt", "do"):
        save(editor, public, part=part)
    approve(editor, public)
    handed_out(client, public)
    with django_assert_max_num_queries(before + 1):
        handed_out(client, public)


def test_slides_and_markdown_say_whose_words_they_are(client, approved):
    deck = pptx.Presentation(io.BytesIO(body(client.get(address_of(approved, "pptx")))))
    shown = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.placeholders)
    assert f"Approved by {PARTNERSHIP}" in shown
    assert f"Summary by {PARTNERSHIP}" in shown
    assert OWN in shown
    written = body(client.get(address_of(approved, "md"))).decode()
    (line,) = [line for line in written.split("\n") if OWN[:20] in line.replace("\\", "")]
    assert not line.startswith(">")


def test_a_kept_version_has_the_own_words_only_while_they_are_approved(client, editor, approved):
    code = keep(client, f"/briefings/review/{approved.review.slug}.json?layout=seven-minute").code
    address = f"/briefings/versions/{code}.json"
    assert OWN in str(outline_at(client, address))
    editor.post(page_of(approved, "withdraw-approval/"))
    kept = outline_at(client, address)
    assert OWN not in str(kept)
    assert (kept.called, kept.approved_by) == ("Review summary", "")
    assert any("changed or withdrawn its own words" in remark for remark in kept.remarks)
    assert not any("is based on" in remark for remark in kept.remarks)

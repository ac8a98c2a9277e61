"""Who may write, approve and read a partnership's own summaries."""

import pytest

from learning.models import Partnership, Review, Status
from reviews_portal.briefings.models import BriefingApproval, PartnershipSummary

from .pages import OWN, address_of, approve, handed_out, own_words, page_of, save, seen_by, sent_by

GETS = ("", "preview/")
POSTS = ("save/", "save-and-preview/", "approve/", "withdraw-approval/")
OTHERS = ["signed-in", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"]


@pytest.mark.parametrize("role", OTHERS)
def test_for_others_the_pages_of_a_briefing_do_not_exist(world, client_of, editor, approved, role):
    client, sent = client_of(role), sent_by(editor, approved, why_text="Mine.", why_references=["R9000-1"])
    for do in GETS:
        assert client.get(page_of(approved, do)).status_code == 404
    for do in POSTS:
        assert client.post(page_of(approved, do), sent).status_code == 404
    assert BriefingApproval.objects.count() == PartnershipSummary.objects.count() == 1
    assert "/manage/" not in client.get(approved.review.get_absolute_url()).text


def test_who_is_not_signed_in_signs_in_first(client, approved):
    for do in GETS:
        assert client.get(page_of(approved, do))["Location"].startswith("/accounts/sign-in/")
    for do in ("approve/", "withdraw-approval/"):
        assert client.post(page_of(approved, do))["Location"].startswith("/accounts/sign-in/")
    assert client.post(page_of(approved, "save/"), {"why_text": "Mine."}).status_code == 403
    assert BriefingApproval.objects.exists()
    assert "/manage/" not in client.get(approved.review.get_absolute_url()).text


@pytest.mark.parametrize("role", ["partnership-editor", "administrator"])
def test_editors_and_administrators_write_summaries(client_of, public, role):
    client = client_of(role)
    assert page_of(public) in client.get(public.review.get_absolute_url()).text
    save(client, public)
    assert PartnershipSummary.objects.get().text == OWN
    assert PartnershipSummary.history.get().history_user.email.startswith(("editor", "boss"))


def test_an_administrator_does_not_approve_for_a_partnership(client_of, editor, public):
    administrator = client_of("administrator")
    page = administrator.get(page_of(public, "preview/"))
    assert "Only an editor of Northshire Safeguarding Children Partnership can approve this briefing." in page.text
    assert 'name="seen"' not in page.text
    answer = administrator.post(page_of(public, "approve/"), {"seen": seen_by(editor, public)})
    assert answer.status_code == 403
    assert not BriefingApproval.objects.exists()


def test_an_administrator_can_withdraw_an_approval(client_of, client, approved):
    assert client_of("administrator").post(page_of(approved, "withdraw-approval/")).status_code == 302
    assert own_words(handed_out(client, approved)) == []


def test_nobody_approves_the_briefing_of_a_review_of_no_partnership(client_of, editor, public):
    public.review.partnerships.clear()
    assert editor.get(page_of(public)).status_code == 404
    page = client_of("administrator").get(page_of(public, "preview/"))
    assert "Nobody can approve this briefing" in page.text


def test_an_approval_ends_with_the_partnership_of_its_review(client, approved):
    approved.review.partnerships.set([Partnership.objects.get(slug="southshire")])
    assert own_words(handed_out(client, approved)) == []
    assert handed_out(client, approved).called == "Review summary"


def test_the_briefing_of_a_restricted_review_is_for_its_readers_only(client, client_of, editor, hidden):
    save(editor, hidden)
    approve(editor, hidden)
    assert client.get(address_of(hidden)).status_code == 404
    outline = handed_out(client_of("practitioner"), hidden)
    assert own_words(outline) == [OWN]
    assert outline.audience == "Professionals only"
    assert "Professionals only" in editor.get(page_of(hidden, "preview/")).text


def test_the_briefing_of_a_draft_can_be_prepared_and_stays_hidden(world, client, client_of, editor):
    draft = world.reviews["draft"]
    save(editor, draft)
    approve(editor, draft)
    for role in ("anyone", "practitioner", "member"):
        assert client_of(role).get(address_of(draft)).status_code == 404
    assert handed_out(editor, draft).audience == "Not published"
    Review.objects.filter(pk=draft.review.pk).update(status=Status.PUBLISHED)
    assert own_words(handed_out(client, draft)) == [OWN]


def test_the_dashboard_says_how_to_get_there(editor, client_of):
    says = "To edit or approve a seven-minute briefing"
    assert says in editor.get("/responses/partnerships/northshire/").text
    assert says not in client_of("scrutineer").get("/responses/partnerships/northshire/").text

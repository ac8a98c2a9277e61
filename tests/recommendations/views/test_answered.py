"""What an agency's editor sees once something is submitted or published: that, and no bare form."""

from django.utils import timezone

from learning.models import Membership, Role
from recommendations.actions import checking, drafting
from recommendations.models import ResponseDraft
from tests.recommendations.conftest import WHOLE, in_days, page_of, typed
from tests.world import make_user


def form_of(page) -> bool:
    """Return whether the response can be written on a page."""
    return 'name="text"' in page.text


def test_after_submitting_the_page_says_so_and_what_happens_next(client_of, world, asked, draft):
    client = client_of("writer")
    page = client.post(page_of(asked, "submit/"), typed(draft), follow=True)
    assert "<strong>Awaiting partnership check</strong>" in page.text
    assert (
        f"{world.partnership} will check your response. You will get an email when it is published or returned."
        in page.text
    )
    assert f"<blockquote><p>{WHOLE['text']}</p>" in page.text
    assert "by an editor of Northshire Health" in page.text
    assert not form_of(page)
    assert f'href="{page_of(asked)}?write#response">Write a new version</a>' in page.text
    assert "Write an update" not in page.text


def test_a_new_version_is_written_while_one_waits_and_both_stay(client_of, asked, draft, submitted):
    client = client_of("writer")
    page = client.get(page_of(asked, "?write"))
    assert form_of(page)
    assert 'value="submit"' not in page.text
    # The browser sends the form to the address of its page.
    answer = client.post(page_of(asked, "save/"), typed(draft, text="We changed more."))
    assert answer.url == page_of(asked, "?write")
    assert client.get(answer.url).context["form"]["text"].value() == "We changed more."
    page = client.get(page_of(asked))
    assert not form_of(page)
    assert f"<blockquote><p>{WHOLE['text']}</p>" in page.text
    assert "A draft of a new version was saved" in page.text
    assert "Continue the new version" in page.text


def test_what_was_typed_into_an_older_form_is_shown_after_it_is_saved(client_of, asked, draft, submitted):
    page = client_of("writer").post(page_of(asked, "save/"), typed(draft, text="Typed in another tab."), follow=True)
    assert page.context["form"]["text"].value() == "Typed in another tab."
    assert "Draft saved." in page.text


def test_what_is_returned_is_written_on_at_once(client_of, world, asked, submitted):
    checking.return_version(submitted, by=world.people["partnership-editor"], comment="Say since when.")
    page = client_of("writer").get(page_of(asked))
    assert form_of(page)
    assert "Say since when." in page.text


def test_what_is_published_is_shown_with_an_update_as_the_next_step(client_of, asked, draft, published):
    client = client_of("writer")
    page = client.get(page_of(asked))
    assert "<strong>Published</strong>" in page.text
    assert "Publication approved by Board" in page.text
    assert f"<blockquote><p>{WHOLE['text']}</p>" in page.text
    assert f'href="{page_of(asked)}?write#response">Write an update</a>' in page.text
    assert not form_of(page)
    page = client.get(page_of(asked, "?write"))
    assert page.context["form"]["text"].value() == WHOLE["text"]
    assert f"Update your response to {asked.recommendation.label.lower()}" in page.text
    assert "stays on the portal until an update is published" in page.text
    client.post(page_of(asked, "save/"), typed(draft, text="We changed more."))
    page = client.get(page_of(asked))
    assert page.context["form"]["text"].value() == "We changed more."


def test_no_update_is_offered_where_none_can_be_submitted(client_of, asked, published):
    review = asked.recommendation.review
    review.status = "withdrawn"
    review.save()
    page = client_of("writer").get(page_of(asked))
    assert "you cannot submit it" in page.text
    assert "Write an update" not in page.text


def test_what_came_too_late_is_told_of_on_the_page_of_what_was_submitted(client_of, asked, draft, submitted):
    first, second = client_of("writer"), client_of("second-writer")
    first.post(page_of(asked, "save/"), typed(draft, text="Theirs."))
    assert second.post(page_of(asked, "save/"), typed(draft, text="Mine.")).status_code == 409
    assert "Compare both versions and decide" in second.get(page_of(asked)).text
    assert "Compare both versions and decide" not in first.get(page_of(asked)).text


def test_the_list_says_that_a_draft_is_begun_and_when_it_was_saved(client_of, world, asked):
    client = client_of("writer")
    assert "draft saved" not in client.get("/responses/").text
    client.post(page_of(asked, "save/"), {"text": "Begun.", "revision": 0}, headers={"accept": "application/json"})
    draft = ResponseDraft.objects.get()
    saved = f"draft saved {timezone.localtime(draft.saved_at):%-d %B %Y, %H:%M}"
    assert saved in client.get("/responses/").text
    # It is the agency's own.
    assert "draft saved" not in client_of("partnership-editor").get("/responses/partnerships/northshire/").text
    draft = drafting.save_draft(
        draft, WHOLE | {"signed_off_on": in_days(0)}, revision=draft.revision, by=world.people["writer"]
    )
    drafting.submit(draft, revision=draft.revision, by=world.people["writer"])
    assert "draft saved" not in client.get("/responses/").text
    client.post(page_of(asked, "save/"), typed(draft, text="More."))
    assert "draft saved" in client.get("/responses/").text


def test_a_page_of_the_workspace_leads_readers_of_the_review_to_the_recommendation(client_of, world, asked):
    link = f'href="{asked.recommendation.get_absolute_url()}">View this recommendation as readers see it'
    address = page_of(asked)
    for role in ("writer", "partnership-editor", "scrutineer"):
        assert link in client_of(role).get(address).text, role
    assert link in client_of("writer").get(page_of(asked, "preview/")).text
    world.reviews["public"].review.audience = "partnership"
    world.reviews["public"].review.save()
    # To be asked is no sight of the review: the page would not be there for them.
    assert link not in client_of("writer").get(address).text
    assert link in client_of("partnership-editor").get(address).text


def test_who_works_for_two_sides_goes_from_one_to_the_other(client_of, world, asked, published):
    both = make_user("both")
    Membership.objects.create(user=both, role=Role.AGENCY_EDITOR, agency=asked.agency)
    Membership.objects.create(user=both, role=Role.SCRUTINEER, partnership=world.partnership)
    world.people["both"] = both
    assert client_of("both").get(page_of(asked)).text.count(f'href="{page_of(asked)}?check"') == 1

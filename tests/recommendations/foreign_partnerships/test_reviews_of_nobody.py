"""About a review of which no partnership is recorded each asks its own agencies, and sees no other's process."""

import pytest
from django.core.exceptions import ValidationError

from recommendations.actions import asking, checking, commenting, drafting
from recommendations.models import Assurance, ResponseRequest
from recommendations.yearly_report import report_on
from tests.recommendations.conftest import WHOLE, in_days, judged, page_of, read

from .conftest import JUDGEMENT, SOUTH, STATES, YEAR, ask_for_south, everything, forged


def test_about_a_review_of_nobody_a_partnership_asks_its_own_agencies_alone(client_of, world, asked, south, unowned):
    foreign = asked.recommendation.agencies.get()  # which the recommendation names
    editor = world.people["other-editor"]
    with pytest.raises(ValidationError, match="is not an agency of Southshire"):
        asking.ask(asked.recommendation, [foreign], asked_by=south, by=editor, due_on=in_days(9))
    page = client_of("other-editor").get(f"/responses/ask/{asked.recommendation.reference}/")
    assert list(page.context["can_be_asked"]) == [asked.agency]
    sent = {"agencies": [foreign.pk], "due_on": str(in_days(9))}
    assert client_of("other-editor").post(f"/responses/ask/{asked.recommendation.reference}/", sent).status_code == 422
    assert not south.requests.exists()
    assert ask_for_south(world, asked, south).asked_by == south


def test_about_a_review_of_nobody_each_judgement_stands_under_its_partnerships_name(client, world, second, submitted):
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    response = submitted.response
    judged(world, response, judged_on=in_days(-9))
    south = {"partnership": second.asked_by, "by": world.people["other-editor"], "deciding_body": "Southern board"}
    judged(world, response, judgement="insufficient", **south)
    reference = second.recommendation.reference
    pages = [second.recommendation.get_absolute_url()]
    pages += [f"/briefings/recommendation/{reference}.{form}" for form in ("md", "json", "csv", "html")]
    for page in pages:
        text = read(client, page)
        assert f"{world.partnership}: Assured, " in text, page
        assert f"{second.asked_by}: Not assured, " in text, page
    for partnership, judgement in ((world.partnership, "assured"), (second.asked_by, "insufficient")):
        (row,) = report_on(partnership, YEAR).rows
        assert row.judgement == judgement


def test_about_a_review_of_nobody_no_partnership_sees_anothers_process(client_of, world, second, asked, submitted):
    """Requests, drafts, versions, steps, comments and evidence, on every page of the workspace."""
    note = "Quolls of the north"
    ResponseRequest.objects.filter(pk=asked.pk).update(note=note)
    commenting.comment(asked, by=world.people["scrutineer"], text=note)
    pages = [
        "/responses/", page_of(second), "/responses/partnerships/southshire/", f"{page_of(second)}?check",
        "/responses/partnerships/southshire/report/", "/responses/partnerships/southshire/report/?format=csv",
        "/briefings/report/southshire.md", "/responses/partnerships/southshire/?show=waits",
        f"/responses/ask/{asked.recommendation.reference}/",
    ]  # fmt: skip

    def seen(role: str) -> str:
        client, found = client_of(role), ""
        for page in pages:
            answer = client.get(page)
            assert answer.status_code in (200, 403 if "ask" in page and role == "other-scrutineer" else 200), page
            found += b"".join(answer).decode()
        for page in (page_of(asked), "/responses/partnerships/northshire/", "/briefings/report/northshire.md"):
            assert client.get(page).status_code == 404, page
        return found

    for role in SOUTH:
        text = seen(role)
        for secret in (
            submitted.text,
            note,
            "<strong>Awaiting partnership check",
            ": awaiting partnership check</h2>",
            *STATES,
        ):
            assert secret not in text, (role, secret)
        assert "Awaiting response" in text
    assert client_of("other-editor").get("/responses/").context["overviews"][0].waits == 0
    (row,) = report_on(second.asked_by, YEAR).rows
    assert (row.waits, row.gaps) == (False, ["response"])

    editor = world.people["partnership-editor"]
    checking.return_version(submitted, by=editor, comment=note)
    writer = world.people["writer"]
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    drafting.save_draft(draft, WHOLE | {"text": note}, revision=draft.revision, by=writer)
    for role in SOUTH:
        text = seen(role)
        for secret in (note, "<strong>Returned", "draft saved", *STATES):
            assert secret not in text, (role, secret)


def test_about_a_review_of_nobody_forged_posts_do_no_more_than_the_pages(client_of, world, second, submitted):
    """The partnership that asked second decides nothing, but judges the published version for itself."""
    before = everything()
    for role in SOUTH:
        answers = forged(client_of(role), second)
        assert {answers[do] for do in ("publish", "return", "withdraw", "assure")} == {404}, role
    requests, steps, assurances, comments = before
    assert everything() == (requests, steps, assurances, comments + 1), "the scrutineer's own comment"
    assert set(second.comments.values_list("text", flat=True)) == {"Southern"}
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    judgement = {**JUDGEMENT, "version": 1}
    assert client_of("other-editor").post(page_of(second, "assure/"), judgement).status_code == 302
    assert Assurance.objects.get().partnership == second.asked_by
    assert (
        client_of("other-editor").post(page_of(second, "withdraw/"), {"version": 1, "comment": "S"}).status_code == 403
    )


def test_who_published_or_withdrew_for_another_partnership_is_not_told(client_of, world, second, submitted):
    editor = world.people["partnership-editor"]
    checking.publish_version(submitted, by=editor, deciding_body="Board")
    checking.withdraw_version(submitted, by=editor, reason="It names a sister.")
    for role in SOUTH:
        page = client_of(role).get(page_of(second)).text
        assert "withdrawn</strong> on" in page
        assert "an editor of" not in page
        assert "sister" not in page
    assert f"an editor of {world.partnership}" in client_of("writer").get(page_of(second)).text

"""Only the partnerships that commissioned a review ask, decide and judge, and nobody sees another's process.

Two partnerships, Northshire (the world's) and Southshire, share an agency; each has an editor and a scrutineer.
"""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from learning.models import Membership, Partnership, Role
from recommendations.actions import asking, assuring, checking, commenting, drafting
from recommendations.models import Assurance, ResponseRequest, ResponseStep, ResponseVersion, ScrutinyComment
from recommendations.outcomes import Period
from recommendations.workflow_triggers import ASKS, JUDGES
from recommendations.yearly_report import report_on
from tests.recommendations.conftest import WHOLE, in_days, judged, page_of, read, typed
from tests.world import make_user

NORTH = ["partnership-editor", "scrutineer"]
SOUTH = ["other-editor", "other-scrutineer"]
STATES = [
    f"{before}{state}"
    for before in ('<span class="state">', '<div class="answer"><p>')
    for state in ("Waits to be checked", "Returned", "Being written", "Not started")
]
YEAR = Period(in_days(-200), in_days(100))
JUDGEMENT = {"judgement": "insufficient", "judged_on": "2026-01-01", "deciding_body": "Southern board"}


@pytest.fixture
def south(world, agency) -> Partnership:
    """Return the other partnership, whose agency the agency is as well, with a scrutineer."""
    south = world.people["other-editor"].memberships.get().partnership
    agency.partnerships.add(south)
    world.people["other-scrutineer"] = make_user("other-scrutineer")
    Membership.objects.create(user=world.people["other-scrutineer"], role=Role.SCRUTINEER, partnership=south)
    return south


@pytest.fixture
def unowned(asked):
    """Return the review with no partnership recorded that commissioned it, after Northshire asked."""
    asked.recommendation.review.partnerships.clear()
    return asked.recommendation.review


def ask_for_south(world, asked, south) -> ResponseRequest:
    """Return the request of Southshire to the same agency."""
    editor = world.people["other-editor"]
    made = asking.ask(asked.recommendation, [asked.agency], asked_by=south, by=editor, due_on=in_days(20))
    return made.new[0]


@pytest.fixture
def second(world, asked, south, unowned) -> ResponseRequest:
    """Return the request of Southshire about the review that nobody is recorded to have commissioned."""
    return ask_for_south(world, asked, south)


@pytest.fixture
def old(world, asked, second) -> ResponseRequest:
    """Return a foreign request as databases hold them: the review is Northshire's alone."""
    asked.recommendation.review.partnerships.add(world.partnership)
    return second


def forged(client, asked: ResponseRequest) -> dict[str, int]:
    """Send every form of a request, and of asking, as a browser would not; return what was answered."""
    posts = {
        "publish": {"version": 1, "deciding_body": "Southern board"},
        "return": {"version": 1, "comment": "Southern"},
        "withdraw": {"version": 1, "comment": "Southern"},
        "chase": {"to": "reminded"},
        "comment": {"text": "Southern"},
        "assure": JUDGEMENT | {"version": 1},
    }
    answers = {do: client.post(page_of(asked, f"{do}/"), data).status_code for do, data in posts.items()}
    ask = {"agencies": [asked.agency.pk], "due_on": str(in_days(9))}
    for address in ("", "?for=southshire", "?for=northshire"):
        path = f"/responses/ask/{asked.recommendation.reference}/{address}"
        answers[f"ask{address}"] = client.post(path, ask).status_code
    return answers


def everything() -> tuple[int, ...]:
    """Return how much there is of all that the forms make."""
    models = (ResponseRequest, ResponseStep, Assurance, ScrutinyComment)
    return tuple(model.objects.count() for model in models)


# --- A review that a partnership commissioned ---------------------------------------------------


def test_only_a_partnership_that_commissioned_the_review_asks(world, asked, south):
    before = ResponseRequest.objects.count()
    with pytest.raises(PermissionDenied, match="commissioned"):
        ask_for_south(world, asked, south)
    with pytest.raises(IntegrityError, match=ASKS), transaction.atomic():
        ResponseRequest.objects.create(
            recommendation=asked.recommendation,
            agency=asked.agency,
            asked_by=south,
            asked_on=in_days(0),
            due_on=in_days(1),
        )
    request = ResponseRequest(recommendation=asked.recommendation, agency=asked.agency, asked_by=south)
    with pytest.raises(ValidationError, match="commissioned"):
        request.clean()
    assert ResponseRequest.objects.count() == before
    asked.recommendation.review.partnerships.add(south)
    assert ask_for_south(world, asked, south).asked_by == south, "of a review of both, both ask"


@pytest.mark.parametrize("role", SOUTH)
def test_the_page_of_a_recommendation_offers_a_foreign_partnership_nothing(client_of, asked, south, role):
    client = client_of(role)
    assert "Ask agencies to respond" not in client.get(asked.recommendation.get_absolute_url()).text
    assert client.get(f"/responses/ask/{asked.recommendation.reference}/").status_code == 403


@pytest.mark.parametrize("role", SOUTH)
def test_no_forged_post_of_a_foreign_partnership_does_anything(client_of, asked, south, published, role):
    before = everything()
    assert set(forged(client_of(role), asked).values()) <= {403, 404}
    assert everything() == before


@pytest.mark.parametrize("role", SOUTH)
def test_an_old_foreign_request_is_closed_to_every_forged_post(client_of, world, old, submitted, role):
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    before = everything()
    assert set(forged(client_of(role), old).values()) <= {403, 404}
    assert everything() == before
    editor, watcher = world.people["other-editor"], world.people["other-scrutineer"]
    for act in (
        lambda: assuring.assure(submitted, partnership=old.asked_by, by=editor, judged_on=in_days(0),
                                judgement="partial", deciding_body="Southern board"),
        lambda: asking.chase(old, by=editor, to="reminded"),
        lambda: commenting.comment(old, by=watcher, text="Southern"),
        lambda: checking.withdraw_version(submitted, by=editor, reason="Southern"),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            act()
    assert everything() == before


def test_a_foreign_judgement_does_not_replace_the_owners_anywhere(client, client_of, world, asked, south, published):
    owns = judged(world, published, judgement="partial")
    review = asked.recommendation.review
    review.partnerships.clear()
    ask_for_south(world, asked, south)
    theirs = judged(
        world, published, partnership=south, by=world.people["other-editor"], judgement="insufficient",
        deciding_body="Southern board",
    )  # fmt: skip
    review.partnerships.add(world.partnership)
    address = asked.recommendation.get_absolute_url()
    reference = asked.recommendation.reference
    exports = [f"/briefings/recommendation/{reference}.{form}" for form in ("md", "json", "csv", "html")]
    for page in (address, *exports):
        text = read(client, page)
        assert "Southern" not in text and "nsufficient" not in text, page  # noqa: PT018
    assert f"{world.partnership}: Partial" in client.get(address).text
    assert f"{world.partnership}: Partial" in read(client, exports[0])
    (row,) = report_on(world.partnership, YEAR).rows
    assert row.assurance == owns
    assert list(report_on(south, YEAR).rows) == []
    assert set(Assurance.objects.all()) == {owns, theirs}, "both are kept"
    with pytest.raises(IntegrityError, match=JUDGES), transaction.atomic():
        Assurance.objects.create(
            response=published, version=theirs.version, partnership=south, judgement="partial", judged_on=in_days(0)
        )
    with pytest.raises(ValidationError, match="commissioned"):
        theirs.clean()


def test_an_old_foreign_request_is_kept_and_says_why_nothing_comes_of_it(client_of, world, old, draft):
    for role in (*SOUTH, "writer"):
        page = client_of(role).get(page_of(old))
        assert page.status_code == 200
        assert "did not commission" in page.text, role
    assert draft.text not in client_of("other-editor").get(page_of(old)).text
    assert old not in ResponseRequest.objects.visible_to(world.people["other-editor"])
    assert list(client_of("other-editor").get("/responses/partnerships/southshire/").context["page"]) == []
    home = client_of("writer").get("/responses/")
    assert [one.state for one in home.context["own"]] == ["drafted", "closed"]
    assert not any(one.is_overdue for one in home.context["own"])


def test_where_only_a_foreign_partnership_asked_the_draft_is_kept_and_not_submitted(client_of, world, old, draft):
    ResponseRequest.objects.filter(asked_by=world.partnership).delete()
    writer = world.people["writer"]
    with pytest.raises(ValidationError, match="did not commission"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    sent = client_of("writer").post(page_of(old, "submit/"), typed(draft, text="More words."))
    assert sent.status_code == 422
    draft.refresh_from_db()
    assert draft.text == "More words."
    assert not ResponseVersion.objects.filter(response=draft.response).exists()


def test_what_was_submitted_waits_until_the_owner_asks(client_of, world, old, submitted):
    ResponseRequest.objects.filter(asked_by=world.partnership).delete()
    page = client_of("writer").get(page_of(old))
    assert "It will be checked once a partnership that commissioned the review asks for a response." in page.text
    asking.ask(
        old.recommendation, [old.agency], asked_by=world.partnership, by=world.people["partnership-editor"],
        due_on=in_days(9),
    )  # fmt: skip
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")


# --- A review of which no partnership is recorded ----------------------------------------------


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
        assert f"{second.asked_by}: Insufficient, " in text, page
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
        for secret in (submitted.text, note, "<strong>Submitted", ", to be checked</h2>", *STATES):
            assert secret not in text, (role, secret)
        assert "Awaiting response" in text
    assert client_of("other-editor").get("/responses/").context["overviews"][0].waits == 0
    (row,) = report_on(second.asked_by, YEAR).rows
    assert (row.waits, row.gaps) == (False, ["Not answered yet"])

    editor = world.people["partnership-editor"]
    checking.return_version(submitted, by=editor, comment=note)
    writer = world.people["writer"]
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    drafting.save_draft(draft, WHOLE | {"text": note}, revision=draft.revision, by=writer)
    for role in SOUTH:
        text = seen(role)
        for secret in (note, "<strong>Returned", "draft begun", *STATES):
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
        assert "<strong>Withdrawn</strong>" in page
        assert "an editor of" not in page
        assert "sister" not in page
    assert f"an editor of {world.partnership}" in client_of("writer").get(page_of(second)).text


def test_reminders_are_sent_for_requests_that_stand(world, old):
    ResponseRequest.objects.update(asked_on=date(2026, 1, 1), due_on=in_days(1))
    assert [one.asked_by for one in asking.to_be_reminded()] == [world.partnership]
    assert not asking.remind(old)

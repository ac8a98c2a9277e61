"""Only the partnerships that commissioned a review ask, decide and judge; what others asked earlier is closed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from recommendations.actions import asking, assuring, checking, commenting, drafting
from recommendations.models import Assurance, ResponseRequest, ResponseVersion
from recommendations.triggers.workflow import ASKS, JUDGES
from recommendations.yearly_report import report_on
from tests.recommendations.conftest import in_days, judged, page_of, read, typed

from .conftest import SOUTH, YEAR, ask_for_south, everything, forged


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
    assert f"{world.partnership}: Partly assured" in client.get(address).text
    assert f"{world.partnership}: Partly assured" in read(client, exports[0])
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
    assert "Your response will be checked once a partnership that commissioned the review asks for one." in page.text
    asking.ask(
        old.recommendation, [old.agency], asked_by=world.partnership, by=world.people["partnership-editor"],
        due_on=in_days(9),
    )  # fmt: skip
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")


def test_reminders_are_sent_for_requests_that_stand(world, old):
    ResponseRequest.objects.update(asked_on=date(2026, 1, 1), due_on=in_days(1))
    assert [one.asked_by for one in asking.to_be_reminded()] == [world.partnership]
    assert not asking.remind(old)

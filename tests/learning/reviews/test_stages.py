"""The stages of a review before publication are seen by its own partnership alone."""

from datetime import date

import pytest

from learning.models import ReviewStage, Stage
from tests.portal.administration import address_of, opened

pytestmark = pytest.mark.django_db
REASON = "The wombat trial has been listed for June."


@pytest.fixture
def review(world):
    review = world.reviews["public"].review
    review.stages.create(stage=Stage.COMMISSIONED, reached_on=date(2026, 1, 5))
    review.stages.create(
        stage=Stage.AWAITING_TRIAL, reached_on=date(2026, 3, 3), expected_on=date(2026, 9, 1), delay_reason=REASON
    )
    return review


@pytest.mark.parametrize("role", ["member", "partnership-editor", "scrutineer", "administrator"])
def test_its_partnership_sees_the_stages_the_newest_first(client_of, review, role):
    page = client_of(role).get(review.get_absolute_url())
    assert [one.in_words for one in page.context["stages"]] == [
        "Awaiting trial since 3 March 2026",
        "Commissioned on 5 January 2026",
    ]
    assert REASON in page.text
    assert "Publication expected on 1 September 2026" in page.text


@pytest.mark.parametrize("role", ["anyone", "practitioner", "agency-editor", "other-editor"])
def test_nobody_else_sees_them_anywhere(client_of, review, role):
    browser = client_of(role)
    addresses = [
        review.get_absolute_url(),
        "/search/?q=wombat+trial",
        f"/api/v1/reviews/{review.slug}",
        f"/briefings/review/{review.slug}.json",
        "/whats-new/",
        "/reviews/",
    ]
    for address in addresses:
        assert "listed for June" not in browser.get(address).text, address
    assert "Only members of this review’s own partnership" not in browser.get(review.get_absolute_url()).text


def test_a_change_of_stage_starts_no_new_generation_of_what_readers_see(client, review):
    before = client.get(review.get_absolute_url()).content
    review.stages.create(stage=Stage.PUBLISHED, reached_on=date(2026, 9, 1))
    assert client.get(review.get_absolute_url()).content == before


def test_an_administrator_adds_a_stage_with_its_review(client_of, review):
    browser = client_of("administrator")
    page = browser.get(address_of(review))
    number = int(opened(page, review)["stages-TOTAL_FORMS"][0])
    added = {
        "stages-TOTAL_FORMS": number + 1,
        f"stages-{number}-stage": "published",
        f"stages-{number}-reached_on": "2026-09-01",
        f"stages-{number}-review": review.pk,
    }
    assert browser.post(address_of(review), opened(page, review, **added)).status_code == 302
    assert ReviewStage.objects.filter(review=review).last().in_words == "Published on 1 September 2026"
    assert ReviewStage.history.count() >= 1


def test_the_same_stage_twice_on_a_day_is_refused(client_of, review):
    browser = client_of("administrator")
    page = browser.get(address_of(review))
    twice = opened(page, review, **{"stages-1-stage": "commissioned", "stages-1-reached_on": "2026-01-05"})
    answer = browser.post(address_of(review), twice)
    assert "already has the date reached" in answer.text
    assert review.stages.count() == 2

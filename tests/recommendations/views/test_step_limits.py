"""What staff do with a request is kept for good and sends emails: it comes to an end in an hour, and loses nothing."""

from dataclasses import replace

import pytest

from learning.rate_limits import count_one
from recommendations.models import Assurance, ResponseRequest, ScrutinyComment
from recommendations.views import asking, decisions, responding
from recommendations.views.requests import STEPS
from tests.recommendations.conftest import page_of, typed

TYPED = "The words of somebody who was quick."


@pytest.fixture(autouse=True)
def used_up(monkeypatch, world):
    """Let nobody do anything more in this hour."""
    one = replace(STEPS, everybody=1)
    count_one(one, "everybody", one.everybody)
    for views in (asking, decisions, responding):
        monkeypatch.setattr(views, "STEPS", one)


def assert_refused(page) -> None:
    assert page.status_code == 422
    assert STEPS.refusal in page.text
    assert "Try again in " in page.text
    assert TYPED in page.text


def test_a_judgement_is_refused_and_stays_in_the_form(client_of, asked, published):
    judged = {"version": 1, "judgement": "insufficient", "judged_on": "2026-01-31", "deciding_body": TYPED}
    assert_refused(client_of("partnership-editor").post(page_of(asked, "assure/"), judged))
    assert not Assurance.objects.exists()


def test_a_comment_is_refused_and_stays_in_the_form(client_of, asked, published):
    assert_refused(client_of("scrutineer").post(page_of(asked, "comment/"), {"text": TYPED}))
    assert not ScrutinyComment.objects.exists()


def test_a_submission_is_refused_and_its_draft_is_kept(client_of, asked, draft):
    assert_refused(client_of("writer").post(page_of(asked, "submit/"), typed(draft, text=TYPED)))
    assert not draft.response.versions.exists()
    draft.refresh_from_db()
    assert draft.text == TYPED


def test_a_request_is_refused_and_stays_in_the_form(client_of, world):
    recommendation = world.reviews["public"].recommendation
    before = ResponseRequest.objects.count()
    chosen = {"agencies": [world.reviews["public"].agency.pk], "due_on": "2099-01-31", "note": TYPED}
    assert_refused(client_of("partnership-editor").post(f"/responses/ask/{recommendation.reference}/", chosen))
    assert ResponseRequest.objects.count() == before

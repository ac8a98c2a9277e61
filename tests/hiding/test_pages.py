"""The pages to hide something and to decide: for the editors of its review only; for all others they do not exist."""

import re

import pytest
from django.test import Client

from learning.models import Hiding, ReviewSection
from reviews_portal.hiding import actions
from tests.learning.originals.made import add

MAY = ("partnership-editor", "administrator")
OTHERS = ("signed-in", "practitioner", "member", "agency-editor", "scrutineer", "other-editor")


def forms_of(made) -> list[str]:
    """Return the addresses at which a review and its parts are hidden."""
    section = ReviewSection.objects.get(review=made.review)
    return [
        f"/manage/hidden/reviews/{made.review.slug}/hide/",
        f"/manage/hidden/items/{made.item.reference}/",
        f"/manage/hidden/items/{made.recommendation.reference}/",
        f"/manage/hidden/paragraphs/{section.pk}/",
        f"/manage/hidden/files/{made.review.slug}/{made.document.position}/",
    ]


@pytest.fixture
def with_file(world, made):
    return add(made.document, world.people["administrator"])


@pytest.mark.parametrize("role", [*OTHERS, "anyone"])
def test_nobody_else_opens_a_page_or_sends_a_form(made, client_of, hide, with_file, role):
    browser = client_of(role)
    assert browser.get(f"/manage/hidden/reviews/{made.review.slug}/").status_code == (302 if role == "anyone" else 404)
    for address in forms_of(made):
        for answer in (browser.get(address), browser.post(address, {"reason": "Because."})):
            assert answer.status_code in ((302, 403) if role == "anyone" else (404,)), address
    assert not Hiding.objects.exists()
    hiding = hide(made.item)
    for rest in ("", "file/"):
        assert browser.get(f"{hiding.get_absolute_url()}{rest}").status_code == (302 if role == "anyone" else 404)
    for rest in ("restore/", "restore-redacted/", "withdraw/"):
        answer = browser.post(f"{hiding.get_absolute_url()}{rest}", {"note": "Because."})
        assert answer.status_code == (403 if role == "anyone" else 404), rest
    hiding.refresh_from_db()
    assert hiding.is_open


@pytest.mark.parametrize("role", MAY)
def test_each_thing_is_hidden_from_its_own_page(made, client_of, with_file, role):
    browser = client_of(role)
    for start, address in (
        (made.item.get_absolute_url(), forms_of(made)[1]),
        (made.recommendation.get_absolute_url(), forms_of(made)[2]),
        (made.review.get_absolute_url(), f"/manage/hidden/reviews/{made.review.slug}/"),
        (made.review.get_absolute_url(), forms_of(made)[4]),
    ):
        assert f'href="{address}"' in browser.get(start).text
        assert f'href="{address}"' not in Client().get(start).text
    chosen = browser.get(f"/manage/hidden/reviews/{made.review.slug}/").text
    for address in forms_of(made):
        assert f'href="{address}"' in chosen
        assert "Hide now" in browser.get(address).text
    wrong = browser.post(forms_of(made)[1], {"reason": " "})
    assert (wrong.status_code, "Enter why this must be hidden." in wrong.text) == (422, True)
    done = browser.post(forms_of(made)[1], {"reason": "A street is named."}, follow=True)
    assert "Hidden. Readers can no longer see it." in done.text
    assert made.item.text in done.text
    assert browser.get(made.item.get_absolute_url()).status_code == 410


def test_a_second_editor_reads_it_in_the_list_and_restores_it(made, client_of, hide, decides):
    hiding = hide(made.item)
    own = client_of("partnership-editor").get(hiding.get_absolute_url()).text
    assert "You hid this, so another editor" in own
    assert "Restore</button>" not in own
    assert "1 awaiting a decision" in decides.get("/responses/").text
    listed = decides.get("/manage/hidden/").text
    assert made.item.text in listed
    assert f"Decide by {hiding.decide_in_words}" in listed
    address = f"{hiding.get_absolute_url()}restore/"
    assert decides.get(address).status_code == 302  # a reload leads back
    wrong = decides.post(address, {"note": ""})
    assert (wrong.status_code, "Enter the reason for your decision." in wrong.text) == (422, True)
    assert "Restored. Readers can see it again." in decides.post(address, {"note": "No name."}, follow=True).text
    assert Client().get(made.item.get_absolute_url()).status_code == 200
    assert "someone has already decided" in decides.post(address, {"note": "Again."}).text.lower()
    assert "nothing awaits a decision" in decides.get("/responses/").text


def test_the_one_who_hid_it_cannot_send_the_decision(made, client_of, hide):
    hiding = hide(made.item)
    answer = client_of("partnership-editor").post(f"{hiding.get_absolute_url()}withdraw/", {"note": "Because."})
    assert (answer.status_code, "Only another editor of the review" in answer.text) == (422, True)


def test_a_hidden_review_shows_its_words_to_those_who_decide(made, hide, decides):
    hiding = hide(made.review)
    page = decides.get(hiding.get_absolute_url()).text
    assert made.item.text in page
    assert "Restored" in decides.post(f"{hiding.get_absolute_url()}restore/", {"note": "Fine."}, follow=True).text


def test_a_hidden_file_is_opened_only_by_those_who_decide(made, hide, decides, with_file):
    hiding = hide(with_file)
    answer = decides.get(f"{hiding.get_absolute_url()}file/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert decides.get(f"{hide(made.item).get_absolute_url()}file/").status_code == 404


def test_an_editor_sees_only_what_is_hidden_in_their_own_reviews(world, made, client_of, hide):
    hiding = hide(made.item)
    assert made.item.reference not in client_of("other-editor").get("/manage/hidden/").text
    actions.restore(hiding, note="Fine.", by=world.people["administrator"])
    assert made.item.reference not in client_of("other-editor").get("/manage/hidden/").text
    assert made.item.reference in client_of("partnership-editor").get("/manage/hidden/").text


def test_a_reason_that_was_typed_before_the_session_ended_is_not_lost(world, made, editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    address = forms_of(made)[1]
    page = browser.get(address).text
    writer = re.search(r'name="writer" value="([^"]+)"', page)[1]
    answer = browser.post(address, {"reason": "A street is named.", "writer": writer}, follow=True)
    assert "A street is named." in answer.text
    assert not Hiding.objects.exists()

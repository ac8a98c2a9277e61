"""Documents that are added to a review: each gets its place, and a second click adds nothing."""

import pytest
from django.core.exceptions import ValidationError

from learning.models import Review, SourceDocument
from reviews_portal.editing.actions.documents import NewDocument, add_document, newest_document
from tests.forms import fields_of
from tests.learning.originals.made import found

pytestmark = pytest.mark.django_db

TYPED = {"document_title": "Wombat briefing", "document_kind": "briefing", "publisher": "Wombat Board"}


@pytest.fixture
def review(world) -> Review:
    """Return a published review."""
    return world.reviews["public"].review


@pytest.fixture
def client(client_of):
    return client_of("partnership-editor")


def page_of(review: Review) -> str:
    """Return the address of the form."""
    return f"/manage/reviews/{review.slug}/documents/add/"


def form_of(client, review: Review, **typed) -> dict:
    """Return what the form sends if these values are typed into it."""
    return fields_of(client.get(page_of(review)).text) | TYPED | typed


def test_documents_follow_each_other(review, editor):
    made = [add_document(review, NewDocument(f"Wombat {number}", "report"), by=editor) for number in range(2)]
    places = [document.position for document in review.documents.order_by("position")]
    assert places[-2:] == [one.position for one in made] == [places[-3] + 1, places[-3] + 2]
    assert [one.slug for one in made] == [f"{review.code.lower()}-{one.position + 1}" for one in made]


def test_the_slug_of_a_document_that_was_moved_is_not_taken_again(review, new_review, editor):
    first = add_document(review, NewDocument("Wombat 1", "report"), by=editor)
    SourceDocument.objects.filter(pk=first.pk).update(review=new_review, position=7)
    again = add_document(review, NewDocument("Wombat 2", "report"), by=editor)
    assert (again.position, again.slug) == (first.position, f"{first.slug}-2")


def test_a_second_click_adds_nothing(client, review):
    form, number = form_of(client, review, published="March 2016"), review.documents.count()
    for _ in range(2):
        page = client.post(page_of(review), form, follow=True)
        assert "“Wombat briefing” added." in page.text
    assert review.documents.count() == number + 1


def test_a_second_click_with_a_file_keeps_it(review, editor):
    seen, new = newest_document(review), NewDocument("Wombat", "report", file=found())
    made = add_document(review, new, by=editor, seen=seen)
    added = made.file.added_at
    again = add_document(review, new, by=editor, seen=seen)
    assert (again, again.file.added_at) == (made, added)


@pytest.mark.parametrize("other", [{"publisher": "Numbat Board"}, {"document_kind": "report"}, {"published": "2016"}])
def test_another_document_of_the_same_title_is_refused(client, review, other):
    form = form_of(client, review)
    assert client.post(page_of(review), form).status_code == 302
    page = client.post(page_of(review), form | other | {"document_title": "wombat BRIEFING"})
    assert page.status_code == 422
    assert (
        "This review already has a document “Wombat briefing” (Learning briefing, Wombat Board, undated)" in page.text
    )
    assert review.documents.filter(title__iexact="wombat briefing").count() == 1


def test_a_document_that_was_there_when_the_form_was_opened_is_not_added_again(client, review):
    client.post(page_of(review), form_of(client, review))
    page = client.post(page_of(review), form_of(client, review))
    assert page.status_code == 422
    assert "This review already has a document" in page.text


def test_the_same_details_with_another_file_are_another_document(review, editor):
    seen, new = newest_document(review), NewDocument("Wombat", "report")
    add_document(review, new, by=editor, seen=seen)
    with pytest.raises(ValidationError, match="already has a document"):
        add_document(review, NewDocument("Wombat", "report", file=found()), by=editor, seen=seen)

"""A confirmation covers the details of a review and its documents: who confirms has read them as they are."""

from collections.abc import Callable

import pytest

from learning.models import Review, SourceDocument, Theme
from learning.originals.actions import confirm_check
from learning.utils.dates import PartialDate, Precision
from learning.utils.marks import Marks, mark, values_of
from reviews_portal.editing.actions.documents import NewDocument, add_document, save_document
from reviews_portal.editing.actions.reviews import save_details
from reviews_portal.publication.actions import CHANGED_SINCE
from tests.forms import fields_of
from tests.learning.originals.made import add
from tests.slowly import each_once

from .recorded import DAY, elsewhere, sent, state_of, wider

Change = Callable[[Review, object], object]


def marks(record: Review | SourceDocument, name: str) -> Marks:
    """Return the mark of a value, as a form that shows it has."""
    return {name: mark(value) for name, value in values_of(record, [name]).items()}


def detail(name: str, value: object) -> Change:
    """Return a function that changes a detail of a review."""

    def change(review: Review, editor) -> None:
        opened = marks(review, name)
        save_details(review, {name: value}, opened=opened, by=editor, reason="It was wrong.")

    return change


def of_document(name: str, value: object) -> Change:
    """Return a function that changes a detail of the document of a review."""

    def change(review: Review, editor) -> None:
        document = review.documents.get()
        opened = marks(document, name)
        save_document(document, {name: value}, opened=opened, by=editor, reason="It was wrong.")

    return change


def another_file(review: Review, editor) -> None:
    add(review.documents.get(), editor, "Another numbat.", checked=False)


def another_document(review: Review, editor) -> None:
    add_document(review, NewDocument("Wombat briefing", "briefing"), by=editor)


def another_theme(review: Review, editor) -> None:
    themes = [*review.themes.all(), Theme.objects.exclude(reviews=review).first()]
    detail("themes", themes)(review, editor)


CHANGES = {
    "title": detail("title", "Wombat Lane"),
    "incident": detail("incident", PartialDate(DAY, Precision.DAY)),
    "note": detail("curator_note", "The report names no place."),
    "content note": detail("content_note", "It describes neglect."),
    "themes": another_theme,
    "title of the document": of_document("title", "Wombat report"),
    "publisher": of_document("publisher", "Wombat Board"),
    "address": of_document("address", "https://example.org/wombat.pdf"),
    "date of the document": of_document("published", PartialDate(DAY, Precision.DAY)),
    "file": another_file,
    "another document": another_document,
}


STATES = ["draft", "professionals"]  # the review is published, or opened to more readers


@pytest.fixture(params=STATES, ids=["publish", "widen"])
def proposed(request, world, editor) -> Review:
    """Return a review whose document holds a file, and which awaits confirmation."""
    review = world.reviews[request.param].review
    add(review.documents.get(), world.people["administrator"], checked=False)
    sent(review, wider("public") if request.param == "professionals" else elsewhere(), editor)
    return Review.objects.get(pk=review.pk)


def shown_to(client, review: Review) -> dict[str, list[str]]:
    """Return what the page sends to confirm the decision on a review, with the box ticked if there is one."""
    page = client.get(f"/manage/reviews/{review.slug}/publication/")
    return fields_of(page.text) | {"read": ["yes"]}


@pytest.mark.parametrize(("proposed", "name"), each_once(STATES, list(CHANGES)), indirect=["proposed"])
def test_a_change_of_the_details_is_read_before_it_is_confirmed(proposed, client_of, editor, second, name):
    client, before = client_of("second-editor"), state_of(proposed)
    form = shown_to(client, proposed)
    CHANGES[name](proposed, editor)
    address = f"/manage/reviews/{proposed.slug}/publication/confirm/"
    page = client.post(address, form)
    assert (page.status_code, CHANGED_SINCE in page.text) == (409, True)
    assert state_of(proposed) == before
    assert client.post(address, shown_to(client, proposed)).status_code == 302
    assert state_of(proposed) == ("published", "public")


def test_a_file_that_is_opened_to_readers_is_read_first(proposed, world, client_of, second):
    client = client_of("second-editor")
    form, held = shown_to(client, proposed), proposed.documents.get().file
    confirm_check(held, by=world.people["administrator"], digest=held.original.digest)
    assert client.post(f"/manage/reviews/{proposed.slug}/publication/confirm/", form).status_code == 409


def test_the_same_file_again_changes_nothing(proposed, world, client_of, second):
    client = client_of("second-editor")
    form = shown_to(client, proposed)
    add(proposed.documents.get(), world.people["administrator"], checked=False)
    assert client.post(f"/manage/reviews/{proposed.slug}/publication/confirm/", form).status_code == 302

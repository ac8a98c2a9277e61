"""Not even editors see hidden words while they edit the review, and a change that hiding stopped can be undone."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from learning.models import LearningItem, ReviewSection
from recommendations.models import Recommendation
from reviews_portal.editing.actions import rows, several, splitting
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.publishing.differences import compared, mark_of
from reviews_portal.editing.models import WorkingCopy

pytestmark = pytest.mark.django_db
SECRET = "marzipan"  # a word of the hidden text
BESIDE = "liquorice"  # a word that somebody typed into it


def with_the_word(made, what: str):
    """Return an item, section or recommendation of a review, after giving it, and what is hidden with it, the word."""
    if what == "item":
        found = LearningItem.objects.get(review=made.review, kind="finding", parent=None)
        found.text = f"The {SECRET} was seen."
        found.sub_points.update(text=f"Below the {SECRET}.")
    elif what == "section":
        found = ReviewSection.objects.filter(review=made.review).first()
        found.text = f"The {SECRET} came."
    else:
        found = Recommendation.objects.get(pk=made.recommendation.pk)
        found.stem, found.tail = f"Look for {SECRET}:", f"No {SECRET}."
        found.parts.update(text=f"A part of {SECRET};")
    found.save()
    return found


@pytest.fixture
def item(made) -> LearningItem:
    return with_the_word(made, "item")


@pytest.fixture
def copy(item, editor) -> WorkingCopy:
    """Return the working copy of the review of an item with the word."""
    return open_copy(item.review, by=editor)


@pytest.fixture
def edits(editor) -> Client:
    browser = Client()
    browser.force_login(editor)
    return browser


@pytest.mark.parametrize("what", ["item", "section", "recommendation"])
def test_no_page_of_editing_shows_hidden_words(made, hide, edits, editor, what):
    target = with_the_word(made, what)
    copy = open_copy(made.review, by=editor)
    planted = set(copy.rows.filter(words__contains=SECRET).values_list("pk", flat=True))
    at = f"/manage/reviews/{made.review.slug}/"
    assert SECRET in edits.get(f"{at}edit/").content.decode()
    hide(target)
    assert copy.rows.hidden_keys() == planted
    pages = ["edit/", "edit/?mark", "check/", "changes/", "preview/", *(f"edit/?row={pk}" for pk in planted)]
    for page in pages:
        assert SECRET not in edits.get(at + page).content.decode(), page
    assert "hidden from readers" in edits.get(f"{at}edit/").content.decode()


def test_hidden_words_are_neither_saved_moved_split_nor_joined(copy, item, hide, editor):
    row = copy.rows.get(reference=item.reference)
    below = copy.rows.exclude(pk=row.pk).filter(document=row.document, position__gt=row.position).first()
    hide(item)
    for change in (
        lambda: rows.save_row(row, {"words": "Other words."}, revision=row.revision, by=editor),
        lambda: rows.move_row(row, after=None, by=editor),
        lambda: splitting.split_row(row, ["The", f"{SECRET} was seen."], revision=row.revision, by=editor),
        lambda: splitting.join_rows(row, below, by=editor),
        lambda: splitting.join_rows(below, row, by=editor),
    ):
        with pytest.raises(ValidationError, match="hidden from readers"):
            change()
    several.take_out(copy, [row.pk], by=editor)
    row.refresh_from_db()
    assert (row.words, row.removed_at) == (f"The {SECRET} was seen.", None)


def test_what_was_typed_into_a_row_that_was_then_hidden_is_shown(copy, item, hide, edits):
    row = copy.rows.get(reference=item.reference)
    hide(item)
    address = f"/manage/reviews/{copy.review.slug}/rows/{row.pk}/"
    answer = edits.post(address, {"words": "Typed for half an hour.", "revision": row.revision})
    body = answer.content.decode()
    assert answer.status_code == 404
    assert "Typed for half an hour." in body
    assert SECRET not in body


@pytest.mark.parametrize("was", ["changed", "removed"])
def test_a_change_to_text_that_was_then_hidden_is_undone_on_the_page_of_changes(copy, item, hide, edits, editor, was):
    row = copy.rows.get(reference=item.reference)
    if was == "changed":
        rows.save_row(row, {"words": f"{BESIDE} and {SECRET}."}, revision=row.revision, by=editor)
    else:
        several.take_out(copy, [row.pk], by=editor)
    hide(item)
    at = f"/manage/reviews/{copy.review.slug}/changes/"
    page = edits.get(at).content.decode()
    assert "Undo this change" in page
    assert SECRET not in page
    assert BESIDE not in page
    refused = edits.post(f"{at}publish/", {"seen": mark_of(compared(copy).found)})
    assert "is now hidden from readers" in refused.content.decode()
    assert SECRET not in refused.content.decode()
    edits.post(f"{at}{row.pk}/use-published/")
    row.refresh_from_db()
    assert (row.words, row.removed_at) == (f"The {SECRET} was seen.", None)
    assert "Nothing has been changed yet." in edits.get(at).content.decode()


def test_no_error_quotes_a_paragraph_that_was_hidden(made, hide, edits, editor):
    section = with_the_word(made, "section")
    copy = open_copy(made.review, by=editor)
    row = copy.rows.get(record_type="section", record_id=section.pk)
    rows.save_row(row, {"words": f"{SECRET} and {BESIDE}."}, revision=row.revision, by=editor)
    at = f"/manage/reviews/{made.review.slug}/changes/publish/"
    assert SECRET in edits.post(at, {"seen": mark_of(compared(copy).found)}).content.decode()
    hide(section)
    refused = edits.post(at, {"seen": mark_of(compared(copy).found)}).content.decode()
    assert "is now hidden from readers" in refused
    assert SECRET not in refused

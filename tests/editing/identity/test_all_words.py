"""Every word that publishing a working copy would show is checked: also cells, reasons and attached documents."""

import pytest
from django.core.exceptions import ValidationError

from learning.identity.decisions import Undecided, Verdict
from learning.models import IdentityDecision, Review, SourceDocument, Status
from recommendations.models import QuotedAction
from reviews_portal.editing.actions import documents, rows
from reviews_portal.editing.actions.publishing import publish
from reviews_portal.editing.actions.publishing.differences import compared, mark_of
from reviews_portal.editing.models import WorkingCopy
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
NAME = ["A name “Mrs Harper”"]
TITLE = documents.NewDocument(title="Plan of Mrs Harper", kind="response", publisher="Wombat Board")


def correct(copy: WorkingCopy, by) -> None:
    """Publish what was changed, as it is shown."""
    found, added = compared(copy).found, list(documents.added_with(copy))
    publish.publish_corrections(copy, by=by, reasons={}, seen=mark_of(found, added))


# --- Beside the words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "beside"),
    [
        ("action", {"lead": "Mrs Harper"}),
        ("action", {"evidence": "A letter to Mrs Harper."}),
        ("action", {"further_columns": [["Milestones", "Mrs Harper agrees."]]}),
        ("action", {"further_columns": [["For Mrs Harper", "In May."]]}),
        ("action", {"answers": "1, for Mrs Harper"}),
        ("response", {"acceptance_reason": "Mrs Harper has no money."}),
        ("response", {"named_as": "Mrs Harper’s team"}),
    ],
)
def test_what_is_printed_beside_a_row_is_read(new_review, typed, signs_on_page, editor, kind, beside):
    _, row = typed(("recommendation", "Count."), (kind, "Do it."))
    rows.save_row(row, beside, revision=row.revision, by=editor)
    assert list(signs_on_page(new_review)) == NAME


def test_the_cells_of_a_new_action_hold_up_corrections_until_they_are_decided(
    copy, world, editor, signs_on_page, decide_all
):
    above = copy.rows.get(reference=world.reviews["public"].recommendation.reference)
    new = rows.NewRow("Do it.", "action", place="page 3", beside={"lead": "Mrs Harper", "due": "May"})
    rows.add_rows(copy, [new], after=above, by=editor)
    with pytest.raises(ValidationError, match="1 detail"):
        correct(copy, editor)
    assert list(signs_on_page(copy.review)) == NAME
    decide_all(copy.review)
    correct(copy, editor)
    assert QuotedAction.objects.get(text="Do it.").lead == "Mrs Harper"


# --- Documents -------------------------------------------------------------------------------------------------------


def test_an_attached_document_is_read_and_is_a_change_of_its_own(copy, editor, signs_on_page, decide_all, client):
    review = copy.review
    document = documents.add_document(review, TITLE, by=editor, with_corrections=True)
    assert document not in review.documents.all()
    assert list(signs_on_page(review)) == NAME
    with pytest.raises(ValidationError, match="1 detail"):
        correct(copy, editor)
    decide_all(review)
    address = f"/manage/reviews/{review.slug}/changes/"
    page = client.get(address)
    assert "This publishes the document “Plan of Mrs Harper”" in page.text
    assert "Publish 1 change<" in page.text
    SourceDocument.objects.filter(pk=document.pk).update(publisher="Quoll Board")  # by another editor
    sent = fields_of(page.text)
    assert "More has changed since you opened this page" in client.post(f"{address}publish/", sent).text
    published = client.post(f"{address}publish/", fields_of(client.get(address).text), follow=True)
    assert "1 change published." in published.text
    assert document in review.documents.all()
    assert not WorkingCopy.objects.filter(pk=copy.pk).exists()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_a_document_that_readers_see_at_once_needs_a_decision(world, editor, status):
    review = world.reviews["public"].review
    Review.objects.filter(pk=review.pk).update(status=status)
    with pytest.raises(Undecided) as error:
        documents.add_document(review, TITLE, by=editor)
    assert not SourceDocument.objects.filter(title=TITLE.title).exists()
    verdict = Verdict(frozenset(flag.sign.key for flag in error.value.flags), "in-public")
    assert documents.add_document(review, TITLE, by=editor, verdict=verdict) in review.documents.all()
    assert IdentityDecision.objects.get(review=review).found == "Mrs Harper"


def test_the_form_for_a_document_asks_about_its_words(world, client):
    review = world.reviews["public"].review
    address = f"/manage/reviews/{review.slug}/documents/add/"
    typed = {"document_title": TITLE.title, "document_kind": "response", "language": "en"}
    page = client.post(address, typed)
    assert page.status_code == 422
    assert "Could this identify someone?" in page.text
    assert f'value="{TITLE.title}"' in page.text
    (flag,) = page.context["form"].fields["identity_signs"].choices
    said = {"identity_signs": [flag[0]], "identity_reason": "in-public"}
    assert client.post(address, typed | said).status_code == 302
    assert review.documents.filter(title=TITLE.title).exists()


# --- Two people at once ----------------------------------------------------------------------------------------------


def test_what_somebody_saves_before_the_copy_is_locked_is_checked(new_review, typed, editor, monkeypatch):
    (row,) = typed(("finding", "Wombats were seen."))
    lock = publish.locked

    def locked_late(copy, by):
        copy.source_blocks.get_or_create(document=row.document, number=1, text="Nobody rang.")
        return lock(copy, by)

    monkeypatch.setattr(publish, "locked", locked_late)
    with pytest.raises(ValidationError, match="not in the review"):
        publish.write_before_publication(new_review, editor)

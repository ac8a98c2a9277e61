"""Publishing writes the records that the rows say, gives references in document order, and only what differs."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from learning.models import (
    LaterNote,
    LearningItem,
    OldReference,
    PublishedChange,
    Review,
    ReviewSection,
    SourceWording,
    Theme,
)
from learning.search.index import differences
from recommendations.models import Recommendation
from reviews_portal.editing.actions import rows, several, splitting
from reviews_portal.editing.actions.opening import open_copy, reload_row
from reviews_portal.editing.actions.publishing.differences import Change, compared, mark_of
from reviews_portal.editing.actions.publishing.publish import (
    publish_corrections,
    write_before_publication,
    write_records,
)
from reviews_portal.editing.models import Row, WorkingCopy
from tests.editing.records import records_of

pytestmark = pytest.mark.django_db


def row_of(copy: WorkingCopy, record) -> Row:
    return copy.rows.get(reference=record.reference)


def changes_to(copy: WorkingCopy) -> list[tuple[str, str]]:
    return [(str(one.change), one.row.reference) for one in compared(copy).found]


def publish(copy: WorkingCopy, by, reason: str = "A word had been left out.") -> None:
    found = compared(copy).found
    publish_corrections(copy, by=by, reasons={one.row.pk: reason for one in found}, seen=mark_of(found))


# --- For the first time ---------------------------------------------------------------------------------------------


def test_rows_become_records_in_document_order(new_review, typed, editor):
    last = typed(("finding", "The finding about wombats."))
    typed(("recommendation", "The board must:"), ("part", "count its wombats;"), ("part", "feed them."))
    rows.add_rows(new_review.working_copy, [rows.NewRow("What we learnt", "heading")], after=None, by=editor)
    rows.move_row(last[0], after=None, by=editor)
    first = typed(("question", "How many wombats have you seen?"))
    rows.move_row(first[0], after=last[0], by=editor)
    write_before_publication(new_review, editor)
    assert not WorkingCopy.objects.exists()
    code = new_review.code
    finding, question = LearningItem.objects.filter(review=new_review).order_by("position")
    recommendation = Recommendation.objects.get(review=new_review)
    assert [one.reference for one in (finding, question, recommendation)] == [f"{code}-1", f"{code}-2", f"{code}-3"]
    assert (finding.heading, recommendation.heading) == ("", "What we learnt")
    assert [part.text for part in recommendation.parts.all()] == ["count its wombats;", "feed them."]
    assert [part.label for part in recommendation.parts.all()] == ["a", "b"]
    assert (recommendation.short_label, recommendation.numbering_is_ours) == ("1", True)
    assert [theme.slug for theme in finding.themes.all()] == ["neglect"]
    assert [kind.slug for kind in finding.agency_kinds.all()] == ["everyone"]
    assert {one.history_user for one in finding.history.all()} == {editor}
    assert [row.theme.slug for row in finding.history.first().themes.all()] == ["neglect"]
    assert [theme.slug for theme in new_review.themes.all()] == ["neglect"]
    assert list(differences()) == []


def test_a_sub_point_stands_under_the_point_above_it(new_review, typed, editor):
    _, below = typed(("finding", "The finding."), ("question", "The question on it?"))
    rows.save_row(below, {"level": 2}, revision=Row.objects.get(pk=below.pk).revision, by=editor)
    write_before_publication(new_review, editor)
    finding, question = LearningItem.objects.filter(review=new_review).order_by("position")
    assert question.parent == finding


@pytest.mark.parametrize(
    "pairs",
    [
        [("unmarked", "What is this?")],
        [("part", "A part of nothing.")],
        [("finding", "")],
        [("heading", "Why? " * 41), ("finding", "Nobody asked.")],
        [("recommendation", "The board must:"), ("part", " ")],
        [],
    ],
)
def test_what_cannot_be_a_record_refuses_all_of_it(new_review, typed, editor, pairs):
    typed(*pairs)
    with pytest.raises(ValidationError):
        write_before_publication(new_review, editor)
    assert not records_of(new_review)
    assert WorkingCopy.objects.filter(review=new_review).exists()


def test_a_draft_gets_its_references_before_it_is_published_and_keeps_them(new_review, typed, editor):
    typed(("recommendation", "Count the wombats."), ("finding", "Wombats were seen."))
    write_records(new_review.working_copy, by=editor)
    recommendation = Recommendation.objects.get(review=new_review)
    (first,) = typed(("question", "Who counts?"))
    rows.move_row(first, after=None, by=editor)
    write_before_publication(new_review, editor)
    assert recommendation.reference == f"{new_review.code}-1"
    assert Recommendation.objects.get(review=new_review) == recommendation
    assert LearningItem.objects.get(text="Who counts?").reference == f"{new_review.code}-3"


# --- Corrections -----------------------------------------------------------------------------------------------------


def test_nothing_changes_until_corrections_are_published(world, copy, editor):
    item = world.reviews["public"].item
    before = records_of(copy.review)
    row = row_of(copy, item)
    rows.save_row(row, {"words": "Corrected words."}, revision=row.revision, by=editor)
    assert records_of(copy.review) == before
    publish(copy, editor)
    after = records_of(copy.review)
    assert {key for key in after if after[key] != before[key]} == {f"LearningItem {item.pk}"}
    item.refresh_from_db()
    assert item.text == "Corrected words."
    assert (item.history.first().history_user, item.history.first().history_change_reason) == (
        editor,
        "A word had been left out.",
    )
    change = PublishedChange.objects.get(reference=item.reference)
    assert (change.kind, change.reason) == ("reworded", "A word had been left out.")


def test_a_correction_is_one_entry_in_the_history_of_its_record_with_all_its_tags(new_review, typed, editor):
    typed(("finding", "The finding."), ("recommendation", "The board must:"), ("part", "count its wombats."))
    write_records(new_review.working_copy, by=editor)
    finding = LearningItem.objects.get(review=new_review)
    recommendation = Recommendation.objects.get(review=new_review)
    records = (finding, recommendation, recommendation.parts.get())
    before = {record: record.history.count() for record in records}
    for row in new_review.working_copy.rows.all():
        rows.save_row(row, {"words": f"{row.words} Corrected."}, revision=row.revision, by=editor)
    statements = [row.pk for row in new_review.working_copy.rows.all() if row.is_statement]
    themes = Theme.objects.filter(slug__in=["neglect", "information-sharing"])
    several.set_tags(new_review.working_copy, statements, {"themes": themes}, by=editor)
    write_records(new_review.working_copy, by=editor)
    for record in records:
        entry = record.history.first()
        assert record.history.count() == before[record] + 1
        assert (entry.history_type, entry.history_user) == ("~", editor)
    assert finding.history.first().text == "The finding. Corrected."
    for record in records[:2]:
        assert {tag.theme for tag in record.history.first().themes.all()} == set(themes)


def test_words_do_not_change_without_a_reason(world, copy, editor):
    item = world.reviews["public"].item
    row = row_of(copy, item)
    rows.save_row(row, {"words": "Corrected words."}, revision=row.revision, by=editor)
    with pytest.raises(ValidationError) as refused:
        publish_corrections(copy, by=editor, reasons={}, seen=mark_of(compared(copy).found))
    assert list(refused.value.message_dict) == [f"reason-{row.pk}"]
    item.refresh_from_db()
    assert item.text != "Corrected words."


def test_other_details_need_none(world, copy, editor):
    row = row_of(copy, world.reviews["public"].item)
    rows.save_row(row, {"is_key": True}, revision=row.revision, by=editor)
    publish_corrections(copy, by=editor, reasons={}, seen=mark_of(compared(copy).found))
    world.reviews["public"].item.refresh_from_db()
    assert world.reviews["public"].item.is_key
    assert not PublishedChange.objects.filter(reference=row.reference).exists()


def test_the_first_piece_of_a_split_keeps_the_reference(world, copy, editor):
    item = world.reviews["public"].item
    row = row_of(copy, item)
    first, second = item.text.split(" ", 1)
    splitting.split_row(row, [first, second], revision=row.revision, by=editor)
    publish(copy, editor)
    item.refresh_from_db()
    other = LearningItem.objects.get(review=item.review, text=second)
    assert item.text == first
    assert other.reference == f"{item.review.code}-{Review.objects.get(pk=item.review_id).references_used}"
    assert (other.kind, list(other.themes.all())) == (item.kind, list(item.themes.all()))


def test_a_joined_statement_leads_to_the_one_that_stays(world, client, copy, editor):
    first, second = LearningItem.objects.filter(review=copy.review, parent=None, sub_points=None)[:2]
    LaterNote.objects.create(item=second, dated=date(2026, 5, 1), text="Done since.")
    splitting.join_rows(row_of(copy, first), row_of(copy, second), by=editor)
    publish(copy, editor)
    first.refresh_from_db()
    assert second.text in first.text
    assert first.later_notes.get().text == "Done since."
    assert OldReference.objects.get(reference=second.reference).leads_to == first.reference
    answer = client.get(second.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, first.get_absolute_url())


def test_the_address_of_a_removed_statement_says_so(world, client, copy, editor):
    item = LearningItem.objects.filter(review=copy.review, sub_points=None).first()
    several.take_out(copy, [row_of(copy, item).pk], by=editor)
    publish(copy, editor)
    assert not LearningItem.objects.filter(pk=item.pk).exists()
    assert item.history.model.objects.filter(reference=item.reference, history_type="-").exists()
    page = client.get(item.get_absolute_url())
    assert page.status_code == 410
    assert item.text not in page.text


def test_a_removed_statement_of_a_hidden_review_is_never_heard_of(world, client, editor):
    made = world.reviews["professionals"]
    copy = open_copy(made.review, by=editor)
    several.take_out(copy, [row_of(copy, made.item).pk], by=editor)
    publish(copy, editor)
    assert client.get(made.item.get_absolute_url()).status_code == 404


def test_an_item_that_becomes_a_recommendation_keeps_its_reference(world, client, copy, editor):
    item = LearningItem.objects.filter(review=copy.review, sub_points=None, parent=None).first()
    SourceWording.objects.create(
        review=item.review, document=item.document, reference=item.reference, language="cy", text="Geiriau."
    )
    several.set_kind(copy, [row_of(copy, item).pk], "recommendation", by=editor)
    publish(copy, editor)
    made = Recommendation.objects.get(reference=item.reference)
    assert made.stem == item.text
    assert client.get(f"/learning/{item.reference}/")["Location"] == made.get_absolute_url()
    assert SourceWording.objects.filter(reference=item.reference).exists()
    assert not OldReference.objects.exists()


def test_a_recommendation_with_responses_cannot_go(world, copy, editor):
    recommendation = world.reviews["public"].recommendation
    row = row_of(copy, recommendation)
    for change in (
        lambda: several.take_out(
            copy, [one.pk for one in copy.rows.filter(record_type__in=["part", "tail"])], by=editor
        ),
        lambda: several.take_out(copy, [row.pk], by=editor),
    ):
        change()
    with pytest.raises(ValidationError, match="must stay a recommendation"):
        publish(copy, editor)
    assert Recommendation.objects.filter(pk=recommendation.pk).exists()


def test_a_moved_row_moves_its_record_and_no_other(world, copy, editor):
    before = records_of(copy.review)
    items = list(LearningItem.objects.filter(review=copy.review, parent=None, sub_points=None))
    rows.move_row(row_of(copy, items[-1]), after=row_of(copy, items[0]), by=editor)
    publish(copy, editor)
    after = records_of(copy.review)
    changed = {key for key in after if after[key] != before[key]}
    assert f"LearningItem {items[-1].pk}" in changed
    order = list(LearningItem.objects.filter(pk__in=[one.pk for one in items]).order_by("position"))
    assert order[1] == items[-1]


def test_a_record_added_elsewhere_meanwhile_stays(world, copy, editor):
    section = ReviewSection.objects.create(
        review=copy.review, document=copy.review.documents.get(), position=15, kind="note", text="Added elsewhere."
    )
    row = row_of(copy, world.reviews["public"].item)
    rows.save_row(row, {"words": "Corrected words."}, revision=row.revision, by=editor)
    publish(copy, editor)
    assert ReviewSection.objects.filter(pk=section.pk).exists()


def test_what_was_changed_elsewhere_meanwhile_is_not_undone(world, copy, editor):
    item = world.reviews["public"].item
    row = row_of(copy, item)
    rows.save_row(row, {"is_key": True}, revision=row.revision, by=editor)
    item.text = "Changed in the administration."
    item.save()
    item.themes.set([Theme.objects.get(slug="domestic-abuse")])
    publish(copy, editor)
    item.refresh_from_db()
    assert (item.is_key, item.text) == (True, "Changed in the administration.")
    assert [theme.slug for theme in item.themes.all()] == ["domestic-abuse"]


def test_words_changed_in_two_places_are_not_overwritten(world, copy, editor):
    item = world.reviews["public"].item
    row = row_of(copy, item)
    rows.save_row(row, {"words": "Changed here."}, revision=row.revision, by=editor)
    item.text = "Changed in the administration."
    item.save()
    with pytest.raises(ValidationError, match=item.reference):
        publish(copy, editor)
    item.refresh_from_db()
    assert item.text == "Changed in the administration."
    reload_row(row, by=editor)
    assert row_of(copy, item).words == "Changed in the administration."
    assert changes_to(copy) == []


def test_what_changed_since_it_was_shown_is_not_published(world, copy, editor):
    first, second = LearningItem.objects.filter(review=copy.review, parent=None, sub_points=None)[:2]
    for item in (first, second):
        row = row_of(copy, item)
        seen = mark_of(compared(copy).found)
        rows.save_row(row, {"words": "Corrected words."}, revision=row.revision, by=editor)
    reasons = {row_of(copy, item).pk: "A word had been left out." for item in (first, second)}
    with pytest.raises(ValidationError, match="More has changed since you opened this page"):
        publish_corrections(copy, by=editor, reasons=reasons, seen=seen)
    assert LearningItem.objects.get(pk=first.pk).text == first.text


def test_rows_for_a_working_copy_that_was_closed_are_refused(copy, editor):
    copy.rows.all().delete()
    WorkingCopy.objects.all().delete()
    with pytest.raises(ValidationError, match="no longer"):
        rows.add_rows(copy, [rows.NewRow("Typed late.")], after=None, by=editor)


def test_publishing_without_a_change_says_so(copy, editor):
    with pytest.raises(ValidationError, match="Nothing has been changed"):
        publish_corrections(copy, by=editor, reasons={}, seen=mark_of(compared(copy).found))


@pytest.mark.parametrize("role", ["practitioner", "member", "agency-editor", "other-editor", "scrutineer"])
def test_only_its_editors_publish(world, copy, role):
    with pytest.raises(PermissionDenied):
        publish_corrections(copy, by=world.people[role], reasons={}, seen=mark_of(compared(copy).found))


def test_a_change_of_kind_within_learning_is_one(world, copy, editor):
    item = LearningItem.objects.filter(review=copy.review, kind="finding", parent=None).first()
    several.set_kind(copy, [row_of(copy, item).pk], "concern", by=editor)
    assert changes_to(copy) == [(Change.KIND, item.reference)]
    publish_corrections(copy, by=editor, reasons={}, seen=mark_of(compared(copy).found))
    item.refresh_from_db()
    assert item.kind == "concern"

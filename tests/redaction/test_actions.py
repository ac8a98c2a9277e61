"""A redaction that is confirmed is done everywhere at once or nowhere."""

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone

from learning.models import Correction, LearningItem, OldAddress, OldSlug, Review
from learning.search.index import differences, rebuild
from recommendations.models import ResponseStep, ResponseVersion
from reviews_portal.redaction import actions, erase
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with, models_with_words
from tests.redaction.planting import PASSAGE, WHY, confirm, held, places_of, seen_of


def test_there_is_a_row_of_every_model(world):
    missing = [model._meta.label for model in models_with_words() if not model._base_manager.exists()]
    assert not missing


def test_it_is_replaced_in_every_column_of_every_model(world, proposed):
    before = places_of(proposed)
    assert before > 120
    done = confirm(proposed, world.people["second-administrator"])
    assert (done.places, held(PASSAGE)) == (before, 0)
    assert (done.passage, done.state, done.decided_by) == ("", "done", world.people["second-administrator"])
    version = ResponseVersion.objects.order_by("-pk").first()
    assert version.text.endswith("[redacted]")
    assert Review.objects.filter(slug__contains="redacted").exists()
    assert not OldAddress.objects.filter(slug__contains="redacted").exists()


def test_nothing_else_changes(world, proposed):
    """References, keys, counts and every other word stay."""
    models = [model for model in models_with_words() if model._meta.app_label in ("learning", "recommendations")]

    def everything() -> dict:
        return {
            (model._meta.label, row["pk"]): row["fields"]
            for model in models
            for row in serializers.serialize("python", model._base_manager.order_by("pk"))
        }

    holding = {(cell.model._meta.label, cell.key, cell.column.name) for cell in all_cells_with(proposed.passages())}
    before = everything()
    gone = {
        (cell.model._meta.label, cell.key)
        for cell in all_cells_with(proposed.passages())
        if cell.model in (OldAddress, OldSlug)
    }
    confirm(proposed, world.people["second-administrator"])
    after = everything()
    assert before.keys() - after.keys() == gone
    for row, fields in after.items():
        changed = {name for name in fields if fields[name] != before[row][name]}
        assert changed == {name for model, key, name in holding if (model, key) == row}, row


def test_the_index_is_in_step_afterwards(world, proposed):
    rebuild()
    confirm(proposed, world.people["second-administrator"])
    assert list(differences()) == []


def test_it_is_done_once(world, proposed):
    confirm(proposed, world.people["second-administrator"])
    with pytest.raises(ValidationError, match="already been decided"):
        actions.confirm(proposed, by=world.people["second-administrator"], seen="")


def test_it_is_not_done_if_the_places_changed_since_somebody_looked(world, proposed):
    before, seen = places_of(proposed), seen_of(proposed)
    item = world.reviews["draft"].item
    item.text = f"New: {PASSAGE}."
    item.save()
    with pytest.raises(ValidationError, match="changed since you opened this page"):
        actions.confirm(proposed, by=world.people["second-administrator"], seen=seen)
    assert held(PASSAGE) > before


def test_it_is_not_done_if_as_many_places_are_others_now(world):
    one, other = LearningItem.objects.filter(review=world.reviews["draft"].review)[:2]
    LearningItem._base_manager.filter(pk=one.pk).update(text=f"Here: {PASSAGE}.")
    made = actions.propose(PASSAGE, reason=WHY, by=world.people["administrator"])
    before, seen = places_of(made), seen_of(made)
    LearningItem._base_manager.filter(pk=one.pk).update(text="No more.")
    LearningItem._base_manager.filter(pk=other.pk).update(text=f"But here: {PASSAGE}.")
    assert places_of(made) == before
    with pytest.raises(ValidationError, match="changed since you opened this page"):
        actions.confirm(made, by=world.people["second-administrator"], seen=seen)


def test_if_one_place_fails_nothing_has_changed(world, proposed, monkeypatch):
    before, seen = held(PASSAGE), seen_of(proposed)

    def fails_late():
        raise RuntimeError("The last step of all.")

    monkeypatch.setattr(erase, "clear_shared_cache", fails_late)
    with pytest.raises(RuntimeError):
        actions.confirm(proposed, by=world.people["second-administrator"], seen=seen)
    proposed.refresh_from_db()
    assert (held(PASSAGE), proposed.state, proposed.passage) == (before, "proposed", PASSAGE)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [(IntegrityError, "does not fit in one of the places"), (OperationalError, "saving at the same time")],
)
def test_what_the_database_refuses_is_said_and_nothing_has_changed(world, proposed, monkeypatch, error, said):
    before, seen = places_of(proposed), seen_of(proposed)

    def refuses():
        raise error("in the words of the database")

    monkeypatch.setattr(erase, "clear_shared_cache", refuses)
    with pytest.raises(ValidationError, match=said):
        actions.confirm(proposed, by=world.people["second-administrator"], seen=seen)
    assert places_of(proposed) == before


def test_what_is_immutable_is_so_again(world, proposed, refused):
    confirm(proposed, world.people["second-administrator"])
    for model in (ResponseVersion, ResponseStep):
        with refused("never changed or deleted"):
            model.objects.all()._raw_delete("default")
    with refused("never changed or deleted"):
        ResponseVersion.objects.update(text="Other words.")


def test_readers_are_told_that_something_was_corrected_and_no_more(world, client_of):
    for name in ("public", "professionals", "draft"):
        LearningItem.objects.filter(pk=world.reviews[name].item.pk).update(text="Of Orabelle Quux.")
    made = actions.propose("Orabelle Quux", reason=WHY, by=world.people["administrator"])
    confirm(made, world.people["second-administrator"])
    titles = {name: world.reviews[name].review.title for name in world.reviews}
    for reader, told in {"anyone": {"public"}, "practitioner": {"public", "professionals"}}.items():
        page = client_of(reader).get("/whats-new/").text
        assert {name for name in titles if f"{titles[name]}</a> was corrected" in page} == told
        assert "sister" not in page
    assert {one.on for one in Correction.objects.all()} == {timezone.localdate()}


def test_the_check_says_what_is_left_to_do(world, proposed):
    confirm(proposed, world.people["second-administrator"])
    with pytest.raises(CommandError, match="0 places contain redacted words, and 1 redactions still need"):
        call_command("redact", "--check")
    Redaction.objects.done().update(cleaned_at=timezone.now())
    call_command("redact", "--check")
    with connection.cursor() as cursor:  # past the models
        cursor.execute("UPDATE learning_learningitem SET text = 'Of Zorbelina Quux.'")
    with pytest.raises(CommandError, match=f"{LearningItem.objects.count()} places contain redacted words, and 0"):
        call_command("redact", "--check")

"""Two people, a reason, everywhere at once or nowhere."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone

from learning.models import Agency, Correction, LearningItem, OldAddress, OldSlug, Review, Theme
from learning.search.index import differences, rebuild
from recommendations.models import Assurance, ConflictingDraft, ResponseDraft, ResponseStep, ResponseVersion
from reviews_portal.outbox.models import OutboxMessage
from reviews_portal.redaction import actions, erase
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint, models_with_words
from tests.redaction.planting import plant

PASSAGE = "Zorbelina Quux"
WHY = "It is the name of a sister."


@pytest.fixture
def planted(world):
    """Return the keys of the rows that hold the passage."""
    return plant(PASSAGE, world.reviews["public"])


@pytest.fixture
def proposed(world, planted) -> Redaction:
    return actions.propose(PASSAGE, reason=WHY, by=world.people["administrator"])


def places_of(redaction: Redaction) -> int:
    return len(all_cells_with(redaction.passages()))


def seen_of(redaction: Redaction) -> str:
    return fingerprint(all_cells_with(redaction.passages()))


def confirm(redaction: Redaction, by) -> Redaction:
    return actions.confirm(redaction, by=by, seen=seen_of(redaction))


def held(passage: str) -> int:
    """Return in how many places a passage stands."""
    return len(all_cells_with(Passages([passage_of(passage)])))


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


def test_one_person_alone_cannot(world, proposed, refused):
    with pytest.raises(PermissionDenied):
        confirm(proposed, world.people["administrator"])
    assert held(PASSAGE)
    with refused("redaction_takes_two_people"):
        Redaction.objects.filter(pk=proposed.pk).update(
            state="done", passage="", decided_by=proposed.proposed_by, decided_at=timezone.now()
        )


def test_who_does_not_edit_cannot_propose(world, planted):
    for name in ("anyone", "signed-in", "practitioner", "member", "agency-editor", "scrutineer", "writer"):
        with pytest.raises(PermissionDenied):
            actions.propose(PASSAGE, reason=WHY, by=world.people[name])


def test_an_editor_proposes_and_only_an_administrator_confirms(world, planted):
    made = actions.propose(PASSAGE, reason=WHY, by=world.people["partnership-editor"])
    for name in ("partnership-editor", "other-editor", "scrutineer"):
        with pytest.raises(PermissionDenied):
            confirm(made, world.people[name])
    assert confirm(made, world.people["administrator"]).is_done


def test_an_editor_learns_nothing_of_other_partnerships_reviews(world, planted):
    """To propose is no way to find out which words stand in a review that one may not see."""
    with pytest.raises(ValidationError, match="do not stand in the reviews of your partnership"):
        actions.propose(PASSAGE, reason=WHY, by=world.people["other-editor"])
    made = actions.propose(PASSAGE, reason=WHY, by=world.people["partnership-editor"])
    cells = all_cells_with(made.passages())
    seen = actions.cells_seen(cells, world.people["partnership-editor"])
    models = {cell.model for cell in seen}
    assert len(seen) < len(cells)
    assert {LearningItem, ResponseVersion, Review.history.model} <= models
    # Drafts are the agency's own, and notes and evidence those of who wrote them.
    assert not models & {ResponseDraft, ConflictingDraft, Assurance}
    assert not models & {Theme, LogEntry, OutboxMessage, Agency}
    assert not Redaction.objects.visible_to(world.people["other-editor"]).exists()


def test_what_is_proposed_is_checked(world, planted):
    for field, typed in (
        ("reason", "  "),
        ("reason", "She is zorbelina  QUUX."),
        ("replacement", "[Zorbelina Quux]"),
        ("passage", "a"),
        ("passage", "-- !"),
        ("passage", "word " * 13),
        ("passage", "Zorbelina Quuxes"),
    ):
        with pytest.raises(ValidationError) as raised:
            actions.propose(**{"passage": PASSAGE, "reason": WHY} | {field: typed}, by=world.people["administrator"])
        assert set(raised.value.message_dict) == {field}, typed


def test_it_is_proposed_once(world, proposed):
    with pytest.raises(ValidationError, match="proposed already"):
        actions.propose("zorbelina\nquux", reason=WHY, by=world.people["administrator"])
    confirm(proposed, world.people["second-administrator"])
    with pytest.raises(ValidationError, match="redacted before"):
        actions.propose(PASSAGE, reason=WHY, by=world.people["administrator"])


def test_an_editor_learns_nothing_by_guessing_what_was_redacted(world, proposed):
    """Each guess is answered alike: words that were redacted, that wait to be, and that stand nowhere."""
    guesses = [PASSAGE, "Nobody Nowhere"]
    for decide in (lambda: confirm(proposed, world.people["second-administrator"]), lambda: None):
        for guess in guesses:
            with pytest.raises(ValidationError, match="do not stand in the reviews of your partnership"):
                actions.propose(guess, reason=WHY, by=world.people["other-editor"])
        decide()


def test_a_refusal_forgets_the_passage_and_changes_nothing(world, proposed):
    before = held(PASSAGE)
    done = actions.refuse(proposed, by=world.people["second-administrator"])
    assert (done.state, done.passage, done.digest) == ("refused", "", "")
    assert held(PASSAGE) == before
    with pytest.raises(ValidationError, match="decided on already"):
        confirm(proposed, world.people["second-administrator"])


def test_who_proposed_it_takes_it_back_and_nobody_else(world, planted):
    made = actions.propose(PASSAGE, reason=WHY, by=world.people["partnership-editor"])
    with pytest.raises(PermissionDenied):
        actions.refuse(made, by=world.people["other-editor"])
    assert actions.refuse(made, by=world.people["partnership-editor"]).state == "refused"


def test_it_is_done_once(world, proposed):
    confirm(proposed, world.people["second-administrator"])
    with pytest.raises(ValidationError, match="decided on already"):
        actions.confirm(proposed, by=world.people["second-administrator"], seen="")


def test_it_is_not_done_if_the_places_changed_since_somebody_looked(world, proposed):
    before, seen = places_of(proposed), seen_of(proposed)
    item = world.reviews["draft"].item
    item.text = f"New: {PASSAGE}."
    item.save()
    with pytest.raises(ValidationError, match="changed since you looked"):
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
    with pytest.raises(ValidationError, match="changed since you looked"):
        actions.confirm(made, by=world.people["second-administrator"], seen=seen)


def test_the_passage_is_not_kept_once_it_is_decided(world, proposed, refused):
    done = confirm(proposed, world.people["second-administrator"])
    with refused("redaction_forgets_its_passage"):
        Redaction.objects.filter(pk=done.pk).update(passage="Something")
    other = Redaction.objects.open().get()
    with refused("redaction_forgets_its_passage"):
        Redaction.objects.filter(pk=other.pk).update(passage="")
    with refused("redaction_refused_forgets_its_digest"):
        Redaction.objects.filter(pk=other.pk).update(
            state="refused", passage="", decided_by=done.decided_by, decided_at=timezone.now()
        )
    with refused("redaction_decision_whole"):
        Redaction.objects.filter(pk=done.pk).update(decided_at=None)
    with refused("redaction_has_reason"):
        Redaction.objects.filter(pk=done.pk).update(reason="")


def test_another_proposal_of_the_same_words_is_closed(world, planted):
    by = world.people["administrator"]
    longer = actions.propose(PASSAGE, reason=WHY, by=by)
    shorter = actions.propose("Zorbelina", reason=WHY, by=by)
    confirm(shorter, world.people["second-administrator"])
    longer.refresh_from_db()
    assert (longer.state, longer.passage) == ("refused", "")


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
    [(IntegrityError, "cannot hold what is shown instead"), (OperationalError, "writing at the same moment")],
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


def test_people_are_told_without_a_word_of_it(world, planted, mailoutbox):
    editor = world.people["partnership-editor"]
    mailoutbox.clear()
    made = actions.propose(PASSAGE, reason=WHY, by=editor)
    assert {message.to[0] for message in mailoutbox} == {"boss@example.org", "second@example.org"}
    confirm(made, world.people["administrator"])
    assert mailoutbox[-1].to == [editor.email]
    for message in mailoutbox:
        for word in ("Zorbelina", "sister"):
            assert word not in str(message.message())


def test_the_check_says_what_is_left_to_do(world, proposed):
    confirm(proposed, world.people["second-administrator"])
    with pytest.raises(CommandError, match="0 places hold redacted words, and 1 redactions wait"):
        call_command("redact", "--check")
    Redaction.objects.done().update(cleaned_at=timezone.now())
    call_command("redact", "--check")
    with connection.cursor() as cursor:  # past the models
        cursor.execute("UPDATE learning_learningitem SET text = 'Of Zorbelina Quux.'")
    with pytest.raises(CommandError, match=f"{LearningItem.objects.count()} places hold redacted words, and 0"):
        call_command("redact", "--check")

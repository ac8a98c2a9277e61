"""An installation that loaded our earlier notes removes the facts they joined from records, history and search."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from learning.models import GlossaryTerm, Review, SearchEntry, SearchGeneration
from learning.search.index import differences

pytestmark = pytest.mark.django_db

NOTE, TERM = "The bulletin does not say where it is.", "The board that published it."
JOINED = (
    f"{NOTE} It is not Southampton. Press reports of 6 September 2016 place the review in Quokkaton; that is our note,"
    " not the document’s."
)
forget = import_module("reviews_portal.redaction.migrations.0003_forget_joined_facts").forget


def test_our_notes_of_before_are_forgotten_in_every_place():
    review, term = Review.objects.get(code="R0002"), GlossaryTerm.objects.get(slug="sscb-baby-e")
    other = Review.objects.get(code="R0001")
    review.curator_note, term.explanation = JOINED, f"{TERM} It is not Southampton’s board."
    other.curator_note = "Press reports of another review stay."
    for record in (review, term, other):
        record.save()
    assert SearchEntry.objects.filter(source="term", record=term.pk, body__contains="southampton").exists()

    forget(apps, None)
    call_command("migrate", verbosity=0)

    for record in (review, term, other):
        record.refresh_from_db()
    assert (review.curator_note, term.explanation) == (NOTE, TERM)
    assert {one.curator_note for one in review.history.all() if "bulletin does not say" in one.curator_note} == {NOTE}
    assert TERM in {one.explanation for one in term.history.all()}
    for history in (*review.history.values_list("curator_note"), *term.history.values_list("explanation")):
        assert "Quokkaton" not in str(history)
        assert "It is not Southampton" not in str(history)
    assert other.curator_note == "Press reports of another review stay."
    assert not SearchEntry.objects.filter(source="term", record=term.pk, body__contains="southampton").exists()
    assert list(differences()) == []
    assert SearchGeneration.objects.get().words_version > 1


def test_no_export_holds_our_notes_so_that_no_version_kept_them(client):
    Review.objects.filter(code="R0002").update(curator_note="A wombat.")
    for format in ("json", "md", "csv", "html"):
        answer = client.get(f"/briefings/review/baby-e.{format}")
        assert answer.status_code == 200
        assert b"wombat" not in (b"".join(answer.streaming_content) if answer.streaming else answer.content)


def test_it_may_run_again_and_changes_nothing_then():
    review = Review.objects.get(code="R0002")
    note, number = review.curator_note, review.history.count()
    forget(apps, None)
    review.refresh_from_db()
    assert (review.curator_note, review.history.count()) == (note, number)

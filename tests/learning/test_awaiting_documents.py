"""A document that awaits publication is hidden from readers only: dumps, constraints and the admin have it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from learning.models import GlossaryTerm, Review, SourceDocument
from reviews_portal.editing.actions.documents import NewDocument, add_document
from tests.portal.administration import address_of


@pytest.fixture
def review(world) -> Review:
    return world.reviews["public"].review


@pytest.fixture
def plan(review, world) -> SourceDocument:
    new = NewDocument(title="Plan of the quolls", kind="response")
    return add_document(review, new, by=world.people["partnership-editor"], with_corrections=True)


def test_only_readers_do_not_see_it(plan, review, world):
    assert plan not in review.documents.all()
    assert plan in review.all_documents.all()
    assert plan in SourceDocument.objects.all()
    assert plan not in SourceDocument.objects.visible_to(world.people["administrator"])
    assert Review.objects.filter(documents=plan).get() == review


def test_a_dump_has_it(plan, capsys):
    call_command("dumpdata", "learning.sourcedocument")
    assert plan.title in [one["fields"]["title"] for one in json.loads(capsys.readouterr().out)]


def test_its_position_is_taken(plan, review):
    other = SourceDocument(review=review, slug="other", title="Other", kind="other", position=plan.position)
    with pytest.raises(ValidationError, match=plan.title):
        other.full_clean()


def test_administrators_reach_it(plan, review, client_of):
    administrator = client_of("administrator")
    assert administrator.get(address_of(plan)).status_code == 200
    assert plan.title in administrator.get(address_of(review)).text


def test_it_names_no_glossary_term(plan, client):
    term = GlossaryTerm.objects.create(
        abbreviation="QUOLL", slug="quoll", expansion="Quiet unhurried lifelong learning"
    )
    plan.glossary_terms.add(term)
    assert "QUOLL" not in client.get("/glossary/").text
    SourceDocument.objects.filter(pk=plan.pk).update(awaits_publication=False)
    assert "QUOLL" in client.get("/glossary/").text

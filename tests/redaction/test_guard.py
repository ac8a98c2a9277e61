"""What was redacted does not come in again."""

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import Agency, LearningItem, Review, SourceDocument
from recommendations.models import ResponseDraft, ResponseVersion
from reviews_portal.redaction import actions
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.redaction.planting import plant, row_of

PASSAGE = "Zorbelina Quux"


@pytest.fixture
def fixture(world, tmp_path):
    """Return a file of a review with the passage in all its places, natural keys among them, as staff keep it."""
    made = world.reviews["public"]
    plant(PASSAGE, made)
    Agency.objects.filter(pk=made.agency.pk).update(slug="agency-zorbelina-quux")
    SourceDocument.objects.filter(pk=made.document.pk).update(slug="document-zorbelina-quux")
    version = made.response.versions.get(number=2)
    item = row_of(LearningItem, made)
    kept = [made.agency, made.term, made.review, made.document, item, made.recommendation, made.response, version]
    kept = [type(one)._base_manager.get(pk=one.pk) for one in kept]
    path = tmp_path / "review.json"
    path.write_text(serializers.serialize("json", kept, use_natural_foreign_keys=True, use_natural_primary_keys=True))
    assert "zorbelina" in path.read_text()
    return path


@pytest.fixture
def redacted(world, fixture):
    made = actions.propose(PASSAGE, reason="A sister.", by=world.people["administrator"])
    passages = Passages([passage_of(PASSAGE)])
    seen = fingerprint(all_cells_with(passages))
    actions.confirm(made, by=world.people["second-administrator"], seen=seen)
    return passages


def test_a_fixture_that_is_loaded_again_brings_nothing_back(world, fixture, redacted):
    models = (Agency, LearningItem, Review, SourceDocument, ResponseVersion)
    before = {model: serializers.serialize("json", model._base_manager.order_by("pk")) for model in models}
    call_command("loaddata", str(fixture), verbosity=0)
    assert all_cells_with(redacted) == []
    for model in models:
        after = serializers.serialize("json", model._base_manager.order_by("pk"))
        assert after == before[model], model  # no row more, none other


def test_a_fixture_is_loaded_as_it_is_where_nothing_was_redacted(world, fixture):
    LearningItem.objects.update(text="Other.")
    call_command("loaddata", str(fixture), verbosity=0)
    assert PASSAGE in LearningItem.objects.exclude(text="Other.").get().text


def test_what_is_saved_is_saved_without_it(world, redacted):
    item = world.reviews["draft"].item
    item.text = "Zorbelina\nQUUX came."
    item.save()
    assert LearningItem.objects.get(pk=item.pk).text == "[redacted] came."
    assert item.history.first().text == "[redacted] came."
    draft = ResponseDraft.objects.first()
    draft.text = "We asked Zorbelina Quux."
    draft.save(update_fields=["text"])
    assert ResponseDraft.objects.get(pk=draft.pk).text == "We asked [redacted]."
    assert all_cells_with(redacted) == []


def test_what_is_written_in_bulk_is_kept_without_it(world, redacted):
    LearningItem.objects.filter(pk=world.reviews["draft"].item.pk).update(text="Zorbelina Quux came.")
    assert LearningItem.objects.get(pk=world.reviews["draft"].item.pk).text == "[redacted] came."
    response = world.reviews["draft"].response
    ResponseVersion.objects.bulk_create(
        [ResponseVersion(response=response, number=7, text="Of Zorbelina Quux.", created_at="2026-01-01T00:00Z")]
    )
    assert response.versions.get(number=7).text == "Of [redacted]."
    assert all_cells_with(redacted) == []


def test_a_save_costs_one_query_more(world, redacted):
    item = world.reviews["draft"].item
    item.skip_history_when_saving = True
    with CaptureQueriesContext(connection) as captured:
        item.save()
    assert sum("redaction_redaction" in query["sql"] for query in captured.captured_queries) == 1

"""A joint response is held once, as a passage of its document that never changes."""

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from recommendations.models import Passage, ResponseVersion
from recommendations.triggers.workflow import RULES_OF, VERSION
from tests.documents.joint_responses import (
    JOINT,
    government_response,
    recommendation_at,
    response_of,
)
from tests.documents.three_levels import make_report
from tests.recommendations.joint_responses.conftest import agency

pytestmark = pytest.mark.django_db


def test_words_source_and_place_are_those_of_the_passage(review):
    passage = Passage.objects.get(number=1)
    version = ResponseVersion.objects.filter(passage=passage).first()
    assert version.words == JOINT[1]
    assert version.paragraphs == JOINT[1].split("\n\n")
    assert (version.text, version.document, version.place) == ("", None, "")
    assert (version.source, version.place_in_source) == (passage.document, "page 1")
    assert not version.is_typed


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": "Its own."}, {"place": "page 2"}, {"is_quoted": True}],
    ids=["neither", "text", "place", "document"],
)
def test_a_version_has_either_words_of_its_own_or_a_passage(review, fields):
    passage = Passage.objects.get(number=1)
    response = response_of(recommendation_at(1), agency("police"))
    version = ResponseVersion(response=response, number=1, passage=passage if fields else None)
    if fields.pop("is_quoted", False):
        version.document = passage.document
    for name, value in fields.items():
        setattr(version, name, value)
    with pytest.raises(ValidationError, match="Enter the text, or choose a joint response"):
        version.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_the_database_refuses_a_passage_of_another_review(review):
    government_response("R9701", "other-government")
    foreign = Passage.objects.get(document__review__code="R9701", number=1)
    response = response_of(recommendation_at(1), agency("police"))
    version = ResponseVersion(response=response, number=1, passage=foreign)
    with pytest.raises(ValidationError, match="This document belongs to another review"):
        version.full_clean()
    (words,) = RULES_OF[VERSION].values()
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        version.save()


def test_a_version_has_the_language_of_its_joint_response(review, refused):
    response = response_of(recommendation_at(1), agency("police"))
    version = ResponseVersion(response=response, number=1, passage=Passage.objects.get(number=1), language="cy")
    with pytest.raises(ValidationError, match="which has its text, document and language"):
        version.full_clean()
    with refused("version_has_text"):
        version.save()


@pytest.mark.parametrize("field", ["document", "number", "place", "text", "language"])
def test_a_passage_never_changes(review, refused, field):
    other = make_report().documents.get().pk if field == "document" else 9
    with refused("never changed or deleted"):
        Passage.objects.filter(number=1).update(**{field: other})


def test_a_passage_has_text_and_a_number_of_its_own_in_its_document(review, refused):
    passage = Passage.objects.get(number=1)
    with refused():
        Passage.objects.create(document=passage.document, number=3, text="")
    with refused():
        Passage.objects.create(document=passage.document, number=1, text="Another.")


def test_a_passage_is_never_deleted(review, refused):
    with refused("never changed or deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM recommendations_passage")


def test_it_comes_back_from_a_fixture_under_its_natural_keys(review, tmp_path):
    rows = [*Passage.objects.order_by("pk"), *ResponseVersion.objects.exclude(passage=None).order_by("pk")]
    written = serializers.serialize("json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    assert '"passage": ["printed-government", 1]' in written
    (tmp_path / "joint.json").write_text(written)
    call_command("loaddata", str(tmp_path / "joint.json"), verbosity=0)
    assert Passage.objects.count() == len(JOINT)

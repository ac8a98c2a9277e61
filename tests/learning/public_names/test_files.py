"""Generic names in backups and fixtures, and whether every reference to an agency is known."""

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command

from learning.models import (
    Agency,
)
from learning.vocabulary import agency_links
from recommendations.models import ResponseRequest
from tests.learning.public_names.school import NAME, SECOND_NAME, make_school
from tests.world import make_review

pytestmark = pytest.mark.django_db


def test_a_backup_keeps_what_a_stand_in_stands_for(school):
    text = serializers.serialize(
        "json", [school.stand_in], use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    fields = json.loads(text)[0]["fields"]
    assert (fields["stands_for"], fields["stands_for_in"]) == (["st-quillons"], ["R9000"])
    Agency.objects.filter(pk=school.stand_in.pk).update(stands_for=None, stands_for_in=None)
    for one in serializers.deserialize("json", text):
        one.save()
    school.stand_in.refresh_from_db()
    assert school.stand_in.stands_for == school.real


def test_the_tables_can_be_written_out_in_an_order_that_reads_in_again(capsys):
    call_command("dumpdata", "learning.agency", "learning.review", "learning.namedagency", natural_foreign=True)
    assert json.loads(capsys.readouterr().out)


def test_no_fixture_of_the_project_has_a_stand_in():
    for file in (settings.BASE_DIR / "fixtures").rglob("*.json"):
        for row in json.loads(file.read_text()):
            assert isinstance(row, str) or not row.get("fields", {}).get("stands_for"), file


def test_every_reference_to_an_agency_from_a_review_is_known():
    """A new one must be in AGENCY_LINKS or MORE_LINKS, or it would keep the agency's own name."""
    known = {(model._meta.label, field.name) for model, field, _ in agency_links.links()}
    people_and_rules = {
        ("learning.Membership", "agency"),
        ("people.Invitation", "agency"),
        ("learning.NamedAgency", "agency"),
        ("learning.Agency", "succeeded_by"),
        ("learning.Agency", "merged_into"),
        ("learning.Agency", "stands_for"),
        ("learning.Review", "agencies"),  # through AgencyInvolved
    }
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if not model.__name__.startswith("Historical")
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model is Agency and not model._meta.proxy
    }
    assert found == known | people_and_rules


def test_the_school_of_these_tests_is_linked_in_every_way(world):
    school = make_school(world, is_generic=False)
    for model, field, to_review in agency_links.links():
        assert model.objects.filter(**{field.name: school.real, to_review: school.made.review}).exists(), model
    assert ResponseRequest.objects.filter(agency=school.real).count() == 2
    assert make_review("R9011", "quokkaeleven").review.agencies_involved.count() == 1
    assert SECOND_NAME != NAME

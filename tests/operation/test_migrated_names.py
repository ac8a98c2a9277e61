"""Names of agencies that were public before there were generic ones stay public, and are known as named."""

from importlib import import_module

import pytest
from django.apps import apps

from learning.actions import check_publishable
from learning.models import AgencyKind, NamedAgency
from tests.learning.public_names.school import make_school

NAMED = import_module("recommendations.migrations.0017_named_agencies")
GENERIC = import_module("learning.migrations.0031_generic_names")
pytestmark = pytest.mark.django_db


def test_agencies_that_reviews_refer_to_already_count_as_named(world):
    school = make_school(world, is_generic=False)
    NAMED.take_as_named(apps, None)
    assert {(one.review.code, one.agency) for one in NamedAgency.objects.all()} == {
        ("R9000", school.real),
        ("R9010", school.real),
    }
    check_publishable(school.made.review)


def test_the_kinds_of_small_agencies_get_a_generic_name_unless_they_have_one(db):
    AgencyKind.objects.filter(slug="education").update(generic_name="")
    AgencyKind.objects.filter(slug="early-years").update(generic_name="A setting")
    GENERIC.give_generic_names(apps, None)
    names = dict(AgencyKind.objects.exclude(generic_name="").values_list("slug", "generic_name"))
    assert names["education"] == "A school"
    assert names["early-years"] == "A setting"
    assert "police" not in names
    assert names.keys() == GENERIC.GENERIC.keys()

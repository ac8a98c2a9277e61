"""The names of kinds of agency: those that come with the portal, and those that somebody has changed."""

from importlib import import_module

import pytest
from django.apps import apps

from learning.models import Agency, AgencyKind
from tests.world import everyone

pytestmark = pytest.mark.django_db
RENAMING = import_module("learning.migrations.0016_names_of_agency_kinds")


def names() -> dict[str, str]:
    return dict(AgencyKind.objects.values_list("slug", "name"))


def test_the_migration_gives_the_names_of_the_fixtures_but_leaves_those_that_somebody_changed(db):
    new = names()
    RENAMING.rename_back(apps, None)
    assert AgencyKind.objects.get(slug=AgencyKind.EVERYONE).name == "Everyone"
    AgencyKind.objects.filter(slug="council").update(name="Local authorities")
    RENAMING.rename(apps, None)
    assert names() == new | {"council": "Local authorities"}


@pytest.mark.parametrize(
    ("slug", "name", "expected"),
    [
        ("police", "Police", "the police"),
        ("general-practice", "General practice", "general practice"),
        ("trusts", "NHS trusts", "NHS trusts"),
        ("none", "", ""),
    ],
)
def test_a_kind_is_named_within_a_sentence(slug, name, expected):
    assert AgencyKind(slug=slug, name=name).in_a_sentence == expected


def test_an_agency_named_like_the_kind_for_all_agencies_is_still_named_under_an_item(client, world):
    made = world.reviews["public"]
    agency = Agency.objects.create(name=everyone().name, slug="one-of-that-name", kind=made.agency.kind)
    made.item.agencies.set([agency])
    made.item.agency_kinds.set([everyone()])
    page = client.get("/learning/?agency=one-of-that-name").context["page"]
    assert [one.relevant_to for one in page if one.pk == made.item.pk] == [["All agencies"]]

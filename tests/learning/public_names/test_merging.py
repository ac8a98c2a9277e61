"""Merges of agencies that have generic names in reviews."""

import pytest
from django.core.exceptions import ValidationError

from learning.merging import merge
from learning.models import (
    Agency,
    NamedAgency,
)
from learning.public_names import use_generic_name
from learning.vocabulary import agency_links
from recommendations.models import Response
from tests.learning.public_names.school import NAME

pytestmark = pytest.mark.django_db


def test_stand_ins_follow_a_merge_of_their_agency(world, school):
    academy = Agency.objects.create(name="Numbat Academy", slug="numbat", kind=school.real.kind)
    merge(school.real, academy)
    school.stand_in.refresh_from_db()
    assert school.stand_in.stands_for == academy
    assert school.stand_in.name == NAME
    assert not Agency.objects.visible_to(None).filter(pk=academy.pk).exists()
    assert academy.aliases == []


def test_stand_ins_of_both_in_one_review_become_one(world, school):
    twin = Agency.objects.create(name="Numbat School", slug="numbat", kind=school.real.kind)
    theirs = use_generic_name(twin, school.made.review, "A twin school")
    merge(twin, school.real)
    theirs.refresh_from_db()
    assert theirs.merged_into == school.stand_in
    assert theirs.name == NAME
    assert theirs.stands_for == school.real


def test_stand_ins_that_answered_the_same_recommendation_are_not_merged(world, school):
    twin = Agency.objects.create(name="Numbat School", slug="numbat", kind=school.real.kind)
    theirs = use_generic_name(twin, school.made.review, "A twin school")
    Response.objects.create(recommendation=school.made.recommendation, agency=theirs)
    with pytest.raises(ValidationError, match="cannot be merged"):
        merge(twin, school.real)


def test_a_stand_in_is_not_merged_into_its_agency_or_anything_else(school):
    for one, other in (
        (school.stand_in, school.real),
        (school.real, school.stand_in),
        (school.stand_in, school.second),
        (school.made.agency, school.stand_in),
    ):
        with pytest.raises(ValidationError, match="is the public name of an agency in one review"):
            merge(one, other)


def test_an_agency_with_a_generic_name_is_not_merged_with_one_that_the_review_names(school):
    for one, other in ((school.real, school.made.agency), (school.made.agency, school.real)):
        with pytest.raises(ValidationError, match="or neither"):
            merge(one, other)


def test_a_merge_does_not_name_an_agency_where_it_may_not_be_named(world, named):
    academy = named.made.agency
    assert not academy.kind.generic_name
    hidden = Agency.objects.create(name="Numbat School", slug="numbat", kind=named.real.kind)
    with pytest.raises(ValidationError, match=f"R9000 names “{academy}”, but the public must not see .*“Numbat"):
        merge(academy, hidden)
    for review in agency_links.reviews_linked(academy):
        NamedAgency.objects.create(review=review, agency=academy)
    merge(academy, hidden)
    assert NamedAgency.objects.filter(review=named.made.review, agency=hidden).exists()


def test_a_merge_is_undone_if_a_wording_would_then_name_the_agency(school):
    quoll = Agency.objects.create(name="Quoll School", slug="quoll", kind=school.real.kind)
    Response.objects.filter(agency=school.stand_in).update(named_as="Quoll School, Kent")
    with pytest.raises(ValidationError, match="contains “Quoll School”"):
        merge(school.real, quoll)
    school.real.refresh_from_db()
    assert school.real.merged_into is None

"""No record refers to an agency by a name that the public must not see in its review."""

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from learning.actions import publish_review
from learning.models import (
    AgencyInvolved,
    Membership,
    NamedAgency,
    Role,
)
from learning.public_names import use_generic_name
from recommendations.models import Response
from tests.learning.public_names.school import NAME

pytestmark = pytest.mark.django_db


def test_a_record_may_not_refer_to_an_agency_by_a_name_that_is_not_public(world, nursery):
    made = world.reviews["public"]
    involved = AgencyInvolved(review=made.review, agency=nursery, named_as=nursery.name)
    with pytest.raises(ValidationError, match="or record that the document names it") as refused:
        involved.full_clean()
    assert "A nursery" in str(refused.value)
    NamedAgency.objects.create(review=made.review, agency=nursery)
    involved.full_clean()


def test_a_record_refers_to_the_stand_in_of_its_own_review(world, school):
    involved = AgencyInvolved(review=school.made.review, agency=school.real, named_as="A school", position=9)
    with pytest.raises(ValidationError, match=f"Choose “{NAME}” instead"):
        involved.full_clean()
    involved.agency = school.second
    with pytest.raises(ValidationError, match="is the public name of an agency in another review"):
        involved.full_clean()
    response = Response(recommendation=school.other.recommendation, agency=school.stand_in)
    with pytest.raises(ValidationError, match="in another review"):
        response.full_clean()
    own = Response.objects.get(agency=school.stand_in)
    own.named_as = "Quillon’s head teacher"
    with pytest.raises(ValidationError, match="identifies the agency"):
        own.full_clean()


def test_a_review_with_such_a_record_is_not_published(world, nursery):
    made = world.reviews["draft"]
    made.item.agencies.add(nursery)
    with pytest.raises(ValidationError, match="The public must not see the name of “Wombat Nursery”"):
        publish_review(made.review, by=world.people["administrator"])
    stand_in = use_generic_name(nursery, made.review)
    Response.objects.create(recommendation=made.recommendation, agency=stand_in, named_as="Wombat Nursery, Kent")
    with pytest.raises(ValidationError, match="contains “Wombat Nursery”"):
        publish_review(made.review, by=world.people["administrator"])
    Response.objects.update(named_as="")
    publish_review(made.review, by=world.people["administrator"])
    assert made.review.status == "published"


def test_a_fixture_of_a_published_review_is_refused_with_such_a_record(world, nursery, tmp_path):
    made = world.reviews["public"]
    involved = AgencyInvolved(review=made.review, agency=nursery, named_as=nursery.name, position=3)
    text = serializers.serialize(
        "json", [made.review, involved], use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    file = tmp_path / "import.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="must not see the name of “Wombat Nursery”"):
        call_command("loaddata", str(file))
    assert not nursery.involvements.exists()


def test_people_do_not_work_for_a_stand_in(world, school):
    role = Membership(user=world.people["member"], role=Role.AGENCY_EDITOR, agency=school.stand_in)
    with pytest.raises(ValidationError, match="only the public name of an agency"):
        role.full_clean()
    school.real.succeeded_by = school.stand_in
    with pytest.raises(ValidationError, match="only the public name of an agency"):
        school.real.clean()

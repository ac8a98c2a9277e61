"""A school of the named world whose name the public must not see, with all that could tell it: aliases, old slugs."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from learning.actions import change_audience, publish_review
from learning.merging import merge
from learning.models import Agency, AgencyInvolved, AgencyKind, Membership, Role
from learning.public_names import use_generic_name
from learning.search.index import deferred
from recommendations.models import Response, ResponseRequest
from reviews_portal.editing.models import Row, WorkingCopy
from tests.world import MadeReview, World, make_review, make_user, publish_version

# What no public byte may hold: the name of the school, its aliases, its slugs, and what was merged into it.
TRACES = ["Quillon", "quillon", "SQPS", "sqps", "Bettong", "bettong"]
NAME, SECOND_NAME = "A primary school", "A village school"


@dataclass
class School:
    """The school, what stands for it in two reviews, and the reviews."""

    real: Agency
    stand_in: Agency
    second: Agency
    made: MadeReview
    other: MadeReview


def link(made: MadeReview, agency: Agency, world: World) -> None:
    """Let everything in a review that can refer to an agency refer to this one, as an import would: unchecked."""
    AgencyInvolved.objects.create(review=made.review, agency=agency, named_as=agency.name, position=20)
    made.item.agencies.add(agency)
    made.recommendation.parts.first().agencies.add(agency)
    copy = WorkingCopy.objects.create(review=made.review)
    row = Row.objects.create(copy=copy, document=made.document, position=1, kind="finding", words="Somebody asked.")
    row.agencies.add(agency)
    response = Response.objects.create(
        recommendation=made.recommendation, agency=agency, named_as=agency.name, position=20
    )
    publish_version(response, f"The school answered {made.word}")
    publish_version(response, f"The school answered again {made.word}")
    today = timezone.localdate()
    ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=agency,
        asked_by=world.partnership,
        asked_on=today,
        due_on=today + timedelta(days=30),
    )


@deferred()
def make_named(world: World) -> None:
    """Add the school, to which two reviews refer by its own name, as before the rule or after an import."""
    kind = AgencyKind.objects.get(slug="education")
    real = Agency.objects.create(name="Old Bettong School", slug="old-bettong-school", kind=kind)
    real.partnerships.add(world.partnership)
    real.name, real.slug, real.aliases = "St Quillon’s Primary School", "st-quillons", ["Quillon", "SQPS"]
    real.note = "Formerly Old Bettong School."
    real.save()
    infants = Agency.objects.create(name="Bettong Infants", slug="bettong-infants", kind=kind)
    merge(infants, real)
    real.refresh_from_db()
    world.people["teacher"] = make_user("teacher")
    Membership.objects.create(user=world.people["teacher"], role=Role.AGENCY_EDITOR, agency=real)
    made, other = world.reviews["public"], make_review("R9010", "quokkaten", world.partnership)
    boss = world.people["administrator"]
    change_audience(other.review, "public", by=boss, reason="So it was decided.")
    publish_review(other.review, by=boss)
    for one in (made, other):
        link(one, real, world)
    world.made["named"] = School(real, real, real, made, other)


@deferred()
def give_generic_names(world: World) -> None:
    """Give the school a generic name in both reviews."""
    school = world.made["named"]
    stand_in = use_generic_name(school.real, school.made.review, NAME)
    second = use_generic_name(school.real, school.other.review, SECOND_NAME)
    world.made["school"] = replace(school, stand_in=stand_in, second=second)


STAGES_OF_THE_SCHOOL = {"named": make_named, "school": give_generic_names}


def make_school(world: World, *, is_generic: bool = True) -> School:
    """Return the school; with `is_generic` it has a generic name in both reviews."""
    make_named(world)
    if is_generic:
        give_generic_names(world)
    return world.made["school" if is_generic else "named"]

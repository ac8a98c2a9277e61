"""Staff give an agency a generic name in a review, or its own again: all records of the review follow."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from learning import public_names
from learning.merging import merge
from learning.models import (
    Agency,
    AgencyKind,
    NamedAgency,
)
from learning.models.old_slug import Moved, at_slug
from learning.public_names import make_stand_in, use_generic_name, use_own_name
from learning.vocabulary import agency_links
from recommendations.actions.asking import ask
from recommendations.actions.joint import Pair, response_to
from recommendations.models import Response, ResponseRequest
from tests.learning.public_names.school import NAME, SECOND_NAME, TRACES, link
from tests.world import ADDED

pytestmark = pytest.mark.django_db


def keys(agency: Agency, made) -> dict[str, list]:
    """Return the keys of everything in a review that refers to an agency."""
    return {
        "involved": list(made.review.agencies_involved.filter(agency=agency).values_list("pk", flat=True)),
        "items": list(agency.learningitems.filter(review=made.review).values_list("pk", flat=True)),
        "recommendations": list(agency.recommendations.filter(review=made.review).values_list("pk", flat=True)),
        "parts": list(
            agency.recommendationparts.filter(recommendation__review=made.review).values_list("pk", flat=True)
        )
        if hasattr(agency, "recommendationparts")
        else [],
        "responses": list(made.recommendation.responses.filter(agency=agency).values_list("pk", flat=True)),
        "versions": list(
            made.recommendation.responses.filter(agency=agency).values_list("versions", flat=True).order_by("versions")
        ),
        "requests": list(made.recommendation.requests.filter(agency=agency).values_list("pk", flat=True)),
    }


def test_everything_moves_to_the_generic_name_and_back_and_rows_stay_the_same(named):
    real, made = named.real, named.made
    before, elsewhere = keys(real, made), keys(real, named.other)
    assert all(before[what] for what in before if what != "parts")
    stand_in = use_generic_name(real, made.review, NAME)
    assert keys(stand_in, made) == before
    assert not any(keys(real, made).values())
    assert keys(real, named.other) == elsewhere
    assert stand_in.name == NAME
    assert stand_in.slug == "a-primary-school-r9000"
    assert stand_in.kind == real.kind
    assert list(stand_in.partnerships.all()) == []
    assert stand_in.aliases == []
    assert made.review.agencies_involved.get(agency=stand_in).named_as == NAME
    assert made.recommendation.responses.get(agency=stand_in).named_as == NAME
    use_own_name(real, made.review)
    assert keys(real, made) == before
    assert not any(keys(stand_in, made).values())
    assert made.recommendation.responses.get(agency=real).named_as == real.name
    assert NamedAgency.objects.filter(review=made.review, agency=real).exists()


def test_the_history_says_that_a_name_was_changed(named):
    stand_in = use_generic_name(named.real, named.made.review, NAME)
    assert stand_in.history.first().history_change_reason == "Public name in R9000"
    involved = named.made.review.agencies_involved.get(agency=stand_in)
    assert [one.agency_id for one in involved.history.all()][:2] == [stand_in.pk, named.real.pk]
    use_own_name(named.real, named.made.review)
    assert stand_in.history.first().history_change_reason == "R9000 names the agency"


def test_the_address_of_a_generic_name_leads_on_only_after_the_agency_was_named(school):
    visible = Agency.objects.visible_to(None)
    assert at_slug(visible, school.stand_in.slug) == school.stand_in
    use_own_name(school.real, school.made.review)
    with pytest.raises(Moved) as moved:
        at_slug(Agency.objects.visible_to(None), school.stand_in.slug)
    assert moved.value.new == "st-quillons"
    again = use_generic_name(school.real, school.made.review, "A junior school")
    assert again.pk == school.stand_in.pk
    assert at_slug(Agency.objects.visible_to(None), school.stand_in.slug).name == "A junior school"
    assert not Agency.objects.visible_to(None).filter(pk=school.real.pk).exists()


def test_the_address_of_a_name_in_a_restricted_review_does_not_lead_the_public_to_the_agency(world, named):
    hidden = world.reviews["partnership"]
    link(hidden, named.real, world)
    stand_in = use_generic_name(named.real, hidden.review, "A small school")
    use_own_name(named.real, hidden.review)
    stand_in.refresh_from_db()
    assert stand_in.merged_into == named.real
    assert stand_in.address_follows is False


def test_a_change_is_made_whole_or_not_at_all(named, nursery):
    """A response of both to one recommendation cannot be joined."""
    stand_in = make_stand_in(named.real, named.made.review, NAME)
    Response.objects.create(recommendation=named.made.recommendation, agency=stand_in)
    before = keys(named.real, named.made)
    with pytest.raises(ValidationError, match="each have a response"):
        use_generic_name(named.real, named.made.review, NAME)
    assert keys(named.real, named.made) == before


def test_another_generic_name_is_shown_everywhere_in_the_review(school):
    again = use_generic_name(school.real, school.made.review, "A junior school")
    assert again == school.stand_in
    assert again.slug == "a-primary-school-r9000"
    assert school.made.review.agencies_involved.get(agency=again).named_as == "A junior school"
    assert school.made.recommendation.responses.get(agency=again).named_as == "A junior school"
    assert school.other.recommendation.responses.get(agency=school.second).named_as == SECOND_NAME


def test_a_stand_in_has_no_stand_in(school):
    with pytest.raises(ValidationError, match="only stands for another agency"):
        use_generic_name(school.stand_in, school.other.review, "A school")
    with pytest.raises(ValidationError, match="only stands for another agency"):
        use_own_name(school.stand_in, school.made.review)


def test_there_is_one_stand_in_of_an_agency_in_a_review(school):
    assert make_stand_in(school.real, school.made.review, "Another name") == school.stand_in
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(
            name="x", slug="x", kind=school.real.kind, stands_for=school.real, stands_for_in=school.made.review
        )


def test_a_stand_in_has_the_kind_of_its_agency(school):
    school.real.kind = AgencyKind.objects.get(slug="early-years")
    school.real.save()
    school.stand_in.refresh_from_db()
    assert school.stand_in.kind.slug == "early-years"


def merged_infants(named) -> Agency:
    """Let the school's response and request be those of infants who were merged into it, and return the infants."""
    infants = Agency.objects.create(name="Bandicoot Infants", slug="bandicoot-infants", kind=named.real.kind)
    for one in (Response, ResponseRequest):
        one.objects.filter(agency=named.real, recommendation=named.made.recommendation).update(agency=infants)
    NamedAgency.objects.create(review=named.made.review, agency=infants)
    merge(infants, named.real)
    named.real.refresh_from_db()
    return infants


def test_what_stayed_with_a_merged_agency_gets_the_generic_name_too(client, named):
    infants = merged_infants(named)
    for model, field, to_review in agency_links.links():  # so that only what stayed names the school
        if not field.many_to_many and model not in (Response, ResponseRequest):
            model.objects.filter(**{field.name: named.real, f"{to_review}__in": [named.made.review.pk]}).delete()
    assert agency_links.is_linked(named.real, named.made.review)
    counts = dict(public_names.links_to_move(named.real, named.made.review))
    assert (counts["responses"], counts["response requests"]) == (1, 1)
    use_generic_name(named.real, named.other.review, SECOND_NAME)
    stand_in = use_generic_name(named.real, named.made.review, NAME)
    assert not any(keys(infants, named.made).values())
    assert len(keys(stand_in, named.made)["responses"]) == len(keys(stand_in, named.made)["requests"]) == 1
    page = client.get(named.made.recommendation.get_absolute_url()).text
    assert NAME in page
    assert not [trace for trace in (*TRACES, "Bandicoot", "bandicoot") if trace in page]
    assert client.get("/agencies/st-quillons/").status_code == 404
    assert not agency_links.is_linked(named.real, named.made.review)


def test_two_responses_to_one_recommendation_do_not_get_one_generic_name(named):
    merged_infants(named)
    Response.objects.create(recommendation=named.made.recommendation, agency=named.real)
    with pytest.raises(ValidationError, match="each have a response"):
        use_generic_name(named.real, named.made.review, NAME)


def test_what_is_still_of_a_merged_agency_is_not_asked_or_answered_again(world, named):
    """As where the stand-in was made before what stayed could move."""
    merged_infants(named)
    recommendation = named.made.recommendation
    held = Response.objects.get(recommendation=recommendation, agency__merged_into=named.real)
    stand_in = make_stand_in(named.real, named.made.review, NAME)
    assert response_to(Pair(recommendation, stand_in)) == held
    how = {"asked_by": world.partnership, "by": world.people["partnership-editor"], "due_on": ADDED.replace(year=2099)}
    world.partnership.agencies.add(named.real)
    assert ask(recommendation, [stand_in], **how).new == []


def test_what_stayed_with_a_joined_stand_in_gets_the_agencys_own_name(client, world, school):
    twin = Agency.objects.create(name="Numbat School", slug="numbat", kind=school.real.kind)
    theirs = make_stand_in(twin, school.made.review, "A twin school")
    second = Response.objects.filter(agency=school.stand_in)
    second.update(agency=theirs)
    ResponseRequest.objects.filter(agency=school.stand_in).update(agency=theirs)
    merge(twin, school.real)
    use_own_name(school.real, school.made.review)
    theirs.refresh_from_db()
    assert (theirs.merged_into, theirs.name) == (school.real, school.real.name)
    assert len(keys(school.real, school.made)["responses"]) == 1
    assert client.get("/agencies/st-quillons/").context["number_answered"] == 1
    again = use_generic_name(school.real, school.made.review, "A junior school")
    theirs.refresh_from_db()
    assert again == school.stand_in
    assert (theirs.merged_into, theirs.name) == (again, "A junior school")


def test_a_stand_in_that_was_joined_to_another_is_not_used_again(school):
    twin = Agency.objects.create(name="Numbat School", slug="numbat", kind=school.real.kind)
    theirs = make_stand_in(twin, school.made.review, "A twin school")
    merge(school.real, twin)  # so that the first of the two rows is the joined one
    twin.refresh_from_db()
    use_own_name(twin, school.made.review)
    assert make_stand_in(twin, school.made.review, "A junior school") == theirs

"""Which name of an agency the public sees in a review, and how staff change it."""

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from learning import public_names
from learning.actions import publish_review
from learning.merging import merge
from learning.models import (
    Agency,
    AgencyInvolved,
    AgencyKind,
    Membership,
    NamedAgency,
    Resource,
    ReviewSection,
    Role,
    SourceWording,
)
from learning.models.named_agency import name_in
from learning.models.old_slug import Moved, at_slug
from learning.public_names import free_name, make_stand_in, use_generic_name, use_own_name
from learning.vocabulary import agency_links
from recommendations.actions import checking
from recommendations.actions.asking import ask
from recommendations.actions.assuring import assure
from recommendations.actions.joint import Pair, record_joint_response, response_to
from recommendations.models import QuotedAction, Response, ResponseRequest, ResponseVersion
from tests.learning.public_names.school import NAME, SECOND_NAME, TRACES, link, make_school
from tests.world import ADDED, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def nursery(world) -> Agency:
    return Agency.objects.create(name="Wombat Nursery", slug="wombat", kind=AgencyKind.objects.get(slug="early-years"))


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


# --- Moving between both names ---------------------------------------------------------------------------------------


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


# --- Names that identify nobody --------------------------------------------------------------------------------------


def test_the_name_to_offer_is_one_that_no_other_agency_of_the_review_has(world, nursery):
    review = world.reviews["public"].review
    names = []
    for number in range(4):
        one = Agency.objects.create(name=f"School {number}", slug=f"school-{number}", kind=nursery.kind)
        names.append(make_stand_in(one, review).name)
    assert names == ["A nursery", "A second nursery", "A third nursery", "A fourth nursery"]
    assert free_name(nursery, world.reviews["draft"].review) == "A nursery"
    with pytest.raises(ValidationError, match="Another agency in this review has this public name"):
        make_stand_in(nursery, review, "a second nursery")


@pytest.mark.parametrize(
    "name",
    ["St Quillon's Primary School", "A school (St. Quillon’s Primary School)", "The sqps", "A school: QUILLON"],
)
def test_a_generic_name_must_not_identify_the_agency(named, name):
    with pytest.raises(ValidationError, match="which identifies the agency"):
        use_generic_name(named.real, named.made.review, name)


@pytest.mark.parametrize("field", ["name", "slug", "aliases", "note"])
def test_no_field_of_a_stand_in_may_identify_the_agency(school, field):
    told = {"name": "Quillon", "slug": "st-quillons", "aliases": ["SQPS"], "note": "It is SQPS."}[field]
    setattr(school.stand_in, field, told)
    with pytest.raises(ValidationError) as refused:
        school.stand_in.full_clean()
    assert field in refused.value.message_dict


def test_plain_words_identify_nobody(school):
    school.real.aliases = ["the School", "A primary school", "SQPS"]
    school.real.save()
    school.stand_in.refresh_from_db()
    assert name_in(school.stand_in, ["The primary school changed how the school asks."]) == ""
    assert name_in(school.stand_in, ["We at S.Q.P.S. and SQPS"]) == "SQPS"
    assert name_in(school.real, ["SQPS"]) == ""
    school.stand_in.full_clean()


# --- Refusals --------------------------------------------------------------------------------------------------------


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


# --- Merging ---------------------------------------------------------------------------------------------------------


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


# --- Texts -----------------------------------------------------------------------------------------------------------


def test_every_text_that_is_shown_is_searched_for_the_name(named):
    """Headings, titles and second wordings too, and the headings of a plan's columns."""
    made, said = named.made, "At SQPS"
    document = made.item.document
    of = {"review": made.review, "document": document}
    type(made.item).objects.filter(pk=made.item.pk).update(heading=said)
    section = ReviewSection.objects.create(**of, position=7001, kind="purpose", subheading=said, text="Why")
    Resource.objects.create(**of, position=7002, title=said)
    for worded in ({"section": section, "heading": said}, {"reference": made.item.reference, "tail": said}):
        SourceWording.objects.create(**of, language="cy", text="Pam", **worded)
    QuotedAction.objects.create(**of, position=7003, text="Ask", further_columns=[[said, "Yes"]])
    found = public_names.published_words_with_name(named.real, made.review)
    assert set(found) >= {
        made.item.reference,
        "the section “Purpose”",
        f"the resource “{said}”",
        f"a second wording of “{section}”",
        f"a second wording of “{made.item.reference}”",
        f"Action in “{document}”",
    }


def test_no_response_names_another_agency_that_has_a_generic_name(world, school):
    editor = world.people["partnership-editor"]
    response = Response.objects.get(recommendation=school.made.recommendation, agency=school.made.agency)
    version = ResponseVersion.objects.create(
        response=response, number=50, text="We asked SQPS.", acceptance="accepted", progress="in-progress",
        signed_off_by="Director", signed_off_on=ADDED,
    )  # fmt: skip
    with pytest.raises(ValidationError, match=f"name of another agency, which the public sees as “{NAME}”"):
        checking.check_says_no_name(version, [])
    version.text = "We asked the school."
    with pytest.raises(ValidationError, match=f"Do not name another agency. The public sees it as “{NAME}”"):
        checking.check_says_no_name(version, ["Governors of SQPS"])
    judged = ResponseVersion.objects.current().get(response__agency=school.stand_in)
    with pytest.raises(ValidationError, match="Do not name the agency"):
        assure(
            judged, partnership=world.partnership, by=editor, judgement="partial", judged_on=ADDED,
            deciding_body="Governors of SQPS",
        )  # fmt: skip
    with pytest.raises(ValidationError, match="This text contains the name of an agency"):
        record_joint_response(school.made.item.document, text="All did, and SQPS too.", pairs=[], by=editor)


# --- Files -----------------------------------------------------------------------------------------------------------


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

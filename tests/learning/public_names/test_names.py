"""What a generic name may say, and where texts of a review still contain the real one."""

import pytest
from django.core.exceptions import ValidationError

from learning import public_names
from learning.models import (
    Agency,
    Resource,
    ReviewSection,
    SourceWording,
)
from learning.models.agency import name_in
from learning.public_names import free_name, make_stand_in, use_generic_name
from recommendations.actions import checking
from recommendations.actions.assuring import assure
from recommendations.actions.joint import record_joint_response
from recommendations.models import QuotedAction, Response, ResponseVersion
from tests.learning.public_names.school import NAME
from tests.world import ADDED

pytestmark = pytest.mark.django_db


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

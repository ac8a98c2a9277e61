"""What there may be only one of, and what is not deleted while something hangs on it."""

from django.db.models import UniqueConstraint

from learning.models import (
    AgencyInvolved,
    Correction,
    HiddenRecord,
    Hiding,
    Membership,
    NamedAgency,
    ReviewStage,
    SourceDocument,
    SourceWording,
)
from recommendations.models import (
    Recommendation,
    Response,
    ResponseRequest,
    ResponseVersion,
)
from tests.learning.constraints.conftest import constraints


def hidings(made) -> list:
    """Return one of each thing that can be hidden once, and what is hidden once with it."""
    common = {"review": made.review, "reason": "Why.", "hidden_as": "An editor", "decide_by": "2026-01-05"}
    section = made.review.reviewsections.first()
    found = [
        Hiding.objects.create(**common, what="review"),
        Hiding.objects.create(**common, what="section", section=section),
        Hiding.objects.create(**common, what="file", document=made.document),
        Hiding.objects.create(**common, what="statement", reference="R9000-2"),
    ]
    hidden = HiddenRecord.objects.create(hiding=found[-1], reference="R9000-2")
    return [*found, hidden, HiddenRecord.objects.create(hiding=found[-1], digest="0" * 64)]


def again(record) -> None:
    """Save a copy of a record."""
    copy = type(record)._base_manager.get(pk=record.pk)
    copy.pk = None
    copy._state.adding = True
    copy.save()


def test_what_there_may_be_only_one_of_is_refused_a_second_time(world, record, refused):
    made = world.reviews["public"]
    SourceWording.objects.create(review=made.review, reference="R9000-1", document=made.document)
    Membership.objects.create(
        user=world.people["member"], role="partnership-editor", partnership=made.review.partnerships.get()
    )
    version = made.response.versions.get()
    for one in [
        made.item,
        made.recommendation,
        made.recommendation.parts.first(),
        made.response,
        version,
        version.steps.get(),
        made.review,
        made.document,
        made.agency,
        made.term,
        made.review.reviewsections.first(),
        made.review.resources.first(),
        AgencyInvolved.objects.get(review=made.review),
        NamedAgency.objects.create(review=made.review, agency=made.agency),
        Correction.objects.create(review=made.review),
        SourceWording.objects.get(review=made.review),
        record(ReviewStage).get(),
        record(ResponseRequest).get(),
        *hidings(made),
        world.people["partnership-editor"].memberships.get(),
        world.people["agency-editor"].memberships.get(),
    ]:
        with refused():
            again(one)


def test_the_names_of_what_is_unique_are_known():
    """A new rule of this kind must be thought of in the test above."""
    assert constraints(UniqueConstraint) == {
        "agency_involved_once",
        "agency_one_stand_in_a_review",  # tests/learning/public_names/test_changing.py
        "correction_of_review_once_a_day",
        "hidden_file_once",
        "hidden_statement_once",
        "hiding_of_file_once",
        "hiding_of_review_once",
        "hiding_of_section_once",
        "hiding_of_statement_once",
        "identity_word_once",  # tests/editing/identity/test_deciding.py
        "document_place_once",  # tests/learning/test_unique_errors.py
        "item_place_once",
        "membership_of_agency_once",
        "membership_of_partnership_once",
        "named_agency_once",
        "old_slug_once",
        "part_position_once",
        "proposal_open_once",  # tests/learning/vocabulary/test_themes.py
        "passage_number_once",  # tests/recommendations/joint_responses/test_storage.py
        "quoted_action_place_once",  # tests/recommendations/quoted_actions/test_rules.py
        "recommendation_place_once",
        "request_once_by_a_partnership",
        "resource_place_once",
        "response_once_a_body",
        "search_entry_once",
        "section_place_once",
        "stage_reached_once_a_day",
        "step_of_a_version_once",
        "step_once",
        "version_number_once",
        "wording_of_resource_once",  # tests/learning/test_wordings.py, as the next one
        "wording_of_section_once",
        "wording_once_a_document",
    }


def test_what_others_hang_on_is_not_deleted(world, refused):
    made = world.reviews["public"]
    for record in (made.agency, made.document, made.response):
        with refused():
            record.delete()
    assert Response.objects.filter(pk=made.response.pk).exists()
    assert Recommendation.objects.filter(pk=made.recommendation.pk).exists()
    assert SourceDocument.objects.filter(pk=made.document.pk).exists()
    assert ResponseVersion.objects.filter(response=made.response).exists()

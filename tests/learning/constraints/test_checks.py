"""What the check constraints of the database refuse, one by one."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F

from learning.models import (
    Agency,
    ErrorReport,
    HiddenRecord,
    Hiding,
    IdentityDecision,
    IdentityWord,
    LearningItem,
    Membership,
    Partnership,
    Resource,
    Review,
    ReviewKind,
    ReviewSection,
    ReviewStage,
    ThemeProposal,
)
from recommendations.models import (
    Assurance,
    Recommendation,
    RecommendationPart,
    ResponseRequest,
    ResponseStep,
)
from tests.learning.constraints.conftest import constraints
from tests.world import publish_version

NOW = datetime(2026, 11, 21, tzinfo=UTC)
# For each constraint a model and values that break it, in a record that kept it before.
BROKEN = {
    "agency_stands_for_in_a_review": [(Agency, {"stands_for_id": F("pk")})],
    "agency_succession_whole": [(Agency, {"succeeded_on": "2022-07-01"})],
    "item_kind_known": [(LearningItem, {"kind": "nonsense"}), (LearningItem, {"kind": ""})],
    "item_has_text": [(LearningItem, {"text": ""})],
    "hiding_kind_known": [(Hiding, {"what": "nonsense"})],
    "hiding_outcome_known": [(Hiding, {"outcome": "nonsense", "decided_at": NOW})],
    "hiding_has_reason": [(Hiding, {"reason": ""})],
    "hiding_of_one_thing": [(Hiding, {"reference": ""}), (Hiding, {"what": "review"}), (Hiding, {"what": "file"})],
    "hiding_decision_whole": [(Hiding, {"outcome": "restored"}), (Hiding, {"decided_at": NOW})],
    "hidden_record_is_one": [(HiddenRecord, {"reference": ""}), (HiddenRecord, {"digest": "0" * 64})],
    "identity_kind_known": [(IdentityDecision, {"kind": "nonsense"})],
    "identity_decision_has_reason": [
        (IdentityDecision, {"reason": ""}),
        (IdentityDecision, {"reason": "other"}),
        (IdentityDecision, {"reason": "nonsense"}),
        (IdentityDecision, {"is_reversal": True}),
    ],
    "identity_list_known": [(IdentityWord, {"word_list": "nonsense"})],
    "report_kind_known": [(ErrorReport, {"kind": "nonsense"})],
    "report_handled_says_what": [(ErrorReport, {"handled_at": NOW})],
    "review_audience_known": [(Review, {"audience": "all"}), (Review, {"audience": ""})],
    "review_status_known": [(Review, {"status": "live"})],
    "review_kind_about_known": [(ReviewKind, {"about": "nonsense"})],
    "review_kind_audience_known": [(ReviewKind, {"default_audience": "nonsense"})],
    "review_kind_law_is_of_the_web": [(ReviewKind, {"law_address": "javascript:alert(1)"})],
    "review_kind_in_use_in_order": [(ReviewKind, {"in_use_from": "2020-01-02", "in_use_until": "2020-01-01"})],
    "partnership_called_known": [(Partnership, {"called": "nonsense"})],
    "proposal_group_known": [(ThemeProposal, {"group": "nonsense"})],
    "proposal_decision_whole": [
        (ThemeProposal, {"state": "nonsense"}),
        (ThemeProposal, {"decided_at": NOW}),
        (ThemeProposal, {"state": "accepted", "decided_at": NOW}),
        (ThemeProposal, {"state": "declined", "decided_at": NOW}),
        (ThemeProposal, {"state": "declined", "decision_reason": "Why."}),
    ],
    "stage_known": [(ReviewStage, {"stage": "nonsense"})],
    "section_kind_known": [(ReviewSection, {"kind": "nonsense"})],
    "resource_title_or_address": [(Resource, {"title": ""})],
    "resource_address_state": [
        (Resource, {"address_state": "given"}),
        (Resource, {"address": "https://example.org/", "address_state": "none"}),
        (Resource, {"address": "https://example.org/", "address_state": "nonsense"}),
    ],
    "membership_of_agency_or_partnership": [
        (Membership, {"partnership": None}),
        (Membership, {"role": "agency-editor"}),
    ],
    "part_has_text": [(RecommendationPart, {"text": ""})],
    "part_not_under_itself": [(RecommendationPart, {"parent_id": F("pk")})],
    "recommendation_has_label": [(Recommendation, {"short_label": ""})],
    "recommendation_scope_known": [(Recommendation, {"scope": "global"}), (Recommendation, {"scope": ""})],
    "request_due_after_asking": [(ResponseRequest, {"due_on": "2025-12-31"})],
    "request_stage_known": [(ResponseRequest, {"chase_stage": "nonsense"})],
    "assurance_judgement_known": [(Assurance, {"judgement": "fine"})],
    "assurance_assured_has_dated_evidence": [
        (Assurance, {"judgement": "assured"}),
        (Assurance, {"judgement": "assured", "evidence": "An audit."}),
        (Assurance, {"judgement": "assured", "evidence_on": "2026-04-01"}),
    ],
}
# Versions and steps are never changed, so these are broken by adding.
BROKEN_VERSIONS = {
    "version_has_text": [{"text": ""}],
    "version_acceptance_known": [{"acceptance": "yes"}],
    "version_progress_known": [{"progress": "soon"}],
    "version_refusal_has_reason": [{"acceptance": "not-accepted"}],
    "version_delay_has_reason_and_date": [
        {"progress": "delayed"},
        {"progress": "delayed", "progress_reason": "Staff left."},
        {"progress": "delayed", "new_date": "2027-01-01"},
    ],
    "version_completed_has_date": [{"progress": "completed"}],
    "version_sign_off_whole": [{"signed_off_by": "Chair"}, {"signed_off_on": "2026-01-01"}],
}
TESTED_ELSEWHERE = {
    "hiding_takes_two_people",  # tests/hiding/test_actions.py
    "old_reference_leads_elsewhere",  # tests/editing/test_constraints.py
    "change_kind_known",  # tests/portal/pages/test_whats_new.py
    "document_language_known",  # these three: tests/learning/test_wordings.py
    "wording_in_language_has_words",
    "wording_of_one_record",
    "document_address_is_of_the_web",  # these three: tests/learning/test_web_addresses.py
    "partnership_website_is_of_the_web",
    "resource_given_address_is_of_the_web",
    "assurance_link_is_of_the_web",  # these three: tests/recommendations/actions/test_assuring.py
    "evidence_file_has_name",
    "evidence_file_has_size",
    "comment_has_text",
    "quoted_action_has_text",  # tests/recommendations/quoted_actions/test_rules.py
    "glossary_ours_has_expansion",
    "item_not_under_itself",
    "original_format_known",  # these two: tests/learning/originals/test_actions.py
    "original_has_size",
    "passage_has_text",  # tests/recommendations/joint_responses/test_storage.py
    "search_generation_one_row",
    "step_action_known",
    "step_only_editor_publishes",  # these three: tests/recommendations/test_workflow_triggers.py
    "step_publishing_names_who_decided",  # also tests/recommendations/quoting/test_responses.py
    "step_return_says_why",
}


def test_every_check_of_the_database_is_tested():
    dates = {name for name in constraints(CheckConstraint) if name.endswith("_date_whole")}
    assert constraints(CheckConstraint) - dates == {*BROKEN, *BROKEN_VERSIONS, *TESTED_ELSEWHERE}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(record, refused, name):
    for model, values in BROKEN[name]:
        with refused(name):
            record(model).update(**values)


@pytest.mark.parametrize("name", BROKEN_VERSIONS)
def test_the_database_refuses_a_version(world, refused, name):
    for values in BROKEN_VERSIONS[name]:
        with refused(name):
            publish_version(world.reviews["public"].response, **{"text": "Words."} | values)


@pytest.mark.parametrize(
    "values",
    [
        {"acceptance": "not-accepted", "acceptance_reason": "It is done already."},
        {"progress": "delayed", "progress_reason": "Staff left.", "new_date": "2027-01-01"},
        {"progress": "completed", "completed_on": "2026-01-01"},
        {"signed_off_by": "Chair", "signed_off_on": "2026-01-01"},
    ],
)
def test_the_database_takes_a_version_that_says_all_that_it_must(world, values):
    assert publish_version(world.reviews["public"].response, "Words.", **values).pk


def test_an_item_does_not_stand_under_itself(world, refused):
    item = world.reviews["public"].item
    with refused("item_not_under_itself"):
        LearningItem.objects.filter(pk=item.pk).update(parent=item.pk)


def test_a_step_is_one_of_those_that_there_are(world, refused):
    version = world.reviews["public"].response.versions.get()
    with refused("step_action_known"):
        ResponseStep.objects.create(version=version, action="approved")


@pytest.mark.parametrize("code", ["R1", "r0001", "X0001", "R0001a", "", "Baby X"])
def test_a_reviews_code_is_neutral(world, code):
    review = world.reviews["public"].review
    review.code = code
    with pytest.raises(ValidationError) as refusal:
        review.full_clean()
    assert "code" in refusal.value.message_dict

"""The rule of sight: who sees what, for every kind of record, audience and status."""

from datetime import date
from itertools import product

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from learning.models import (
    Agency,
    Audience,
    Correction,
    DocumentFile,
    ErrorReport,
    GlossaryTerm,
    GoodPractice,
    Hiding,
    LearningItem,
    LearningPoint,
    PublishedChange,
    ReflectiveQuestion,
    Resource,
    Review,
    ReviewSection,
    ReviewStage,
    SourceDocument,
    SourceWording,
    Status,
    ThemeProposal,
)
from learning.sight import Sight, sight_of
from recommendations.models import (
    EvidenceFile,
    Passage,
    QuotedAction,
    Recommendation,
    RecommendationPart,
    Response,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
)
from tests.working_copies import WORD, open_for_editing
from tests.world import make_review

ROLES = [
    "anyone",
    "signed-in",
    "practitioner",
    "member",
    "agency-editor",
    "scrutineer",
    "partnership-editor",
    "other-editor",
    "administrator",
]
OWN = {"member", "scrutineer", "partnership-editor"}
# How to tell from a record which review it hangs on: by the word in one of its fields.
WORD_IN = {
    Review: "title",
    SourceDocument: "title",
    ReviewSection: "text",
    LearningItem: "text",
    LearningPoint: "text",
    GoodPractice: "text",
    ReflectiveQuestion: "text",
    Resource: "title",
    SourceWording: "text",
    GlossaryTerm: "expansion",
    Agency: "name",
    Recommendation: "stem",
    QuotedAction: "text",
    RecommendationPart: "text",
    Response: "agency__name",
    ResponseVersion: "text",
    Passage: "text",
}


def may_read(role: str, audience: str, status: str) -> bool:
    """The table of the design, in its own words."""
    if role == "administrator" or role == "partnership-editor":
        return True  # all of own partnership
    if status != "published":
        return False
    if audience == "public":
        return True
    if audience == "professionals":
        return role not in ("anyone", "signed-in")
    return role in OWN


@pytest.fixture
def reviews(world):
    """Return a review of the partnership for each audience and status, by its word."""
    made = {}
    for number, (audience, status) in enumerate(product(Audience.values, Status.values)):
        word = f"wombat{number:02}"
        one = make_review(f"R91{number:02}", word, world.partnership, audience=audience, status=status)
        SourceWording.objects.create(
            review=one.review, reference=one.recommendation.reference, document=one.document, text=f"Wording {word}"
        )
        passage = Passage.objects.create(document=one.document, number=1, text=f"Joint {word}")
        joint = Response.objects.create(recommendation=one.recommendation, agency=Agency.objects.order_by("pk")[0])
        version = ResponseVersion.objects.create(response=joint, number=1, passage=passage)
        ResponseStep.objects.create(version=version, action="published")
        made[word] = (one, audience, status)
    return made


def seen(model, user) -> set[str]:
    """Return the words of the reviews of which this user sees a record of a model."""
    field = WORD_IN[model]
    found = model.objects.visible_to(user).filter(**{f"{field}__contains": "wombat"}).values_list(field, flat=True)
    return {next(word for word in text.split() if word.startswith("wombat")) for text in found}


def test_every_queryset_with_a_rule_of_sight_is_tested():
    models = [
        model
        for label in ("learning", "recommendations")
        for model in apps.get_app_config(label).get_models()
        if hasattr(model._default_manager, "visible_to")
    ]
    # tests/recommendations/ has the first two, tests/portal/pages/test_whats_new.py the next two, tests/hiding/ the
    # last two, and tests/learning/ the others: originals/test_view.py, reviews/test_stages.py and
    # vocabulary/test_themes.py.
    elsewhere = {
        ResponseRequest,
        EvidenceFile,
        PublishedChange,
        Correction,
        DocumentFile,
        ReviewStage,
        ThemeProposal,
        Hiding,
        ErrorReport,
    }
    assert set(models) == {*WORD_IN, *elsewhere}


def test_each_role_sees_the_records_of_the_reviews_that_it_may_read_and_no_others(world, reviews):
    for role, model in product(ROLES, WORD_IN):
        expected = {word for word, (_, audience, status) in reviews.items() if may_read(role, audience, status)}
        assert seen(model, world.people[role]) == expected, (role, model)


def test_no_role_sees_a_record_of_what_is_typed_into_a_working_copy(world):
    open_for_editing(world)
    for role, (model, field) in product(ROLES, WORD_IN.items()):
        seen_now = model.objects.visible_to(world.people[role]).filter(**{f"{field}__icontains": WORD})
        assert not seen_now.exists(), (role, model)


def test_a_withdrawn_review_is_told_of_to_whom_its_audience_admits(world, reviews):
    for role in ROLES:
        told = Review.objects.withdrawn_for(world.people[role]).filter(title__contains="wombat")
        assert {review.code for review in told} == {
            one.review.code
            for one, audience, status in reviews.values()
            if status == "withdrawn" and (role == "administrator" or may_read(role, audience, "published"))
        }, role


def test_a_request_is_seen_by_its_partnership_and_by_others_only_if_it_shows_who_has_not_answered(world, reviews):
    for one, _, _ in reviews.values():
        ResponseRequest.objects.create(
            recommendation=one.recommendation,
            agency=one.agency,
            asked_by=world.partnership,
            asked_on=date(2026, 1, 1),
            due_on=date(2026, 3, 1),
        )
    for shows, role in product([True, False], ROLES):
        world.partnership.shows_unanswered = shows
        world.partnership.save()
        found = ResponseRequest.objects.visible_to(world.people[role]).values_list("agency__name", flat=True)
        assert {name.split()[-1] for name in found} == {
            word
            for word, (_, audience, status) in reviews.items()
            if may_read(role, audience, status) and (shows or role in OWN or role == "administrator")
        }, (shows, role)


def test_a_review_of_two_partnerships_is_seen_by_the_editors_of_both_and_once(world):
    other = world.people["other-editor"].memberships.get().partnership
    made = make_review("R9199", "wombat", world.partnership, status="draft")
    made.review.partnerships.add(other)
    for role in ("partnership-editor", "other-editor"):
        assert Review.objects.visible_to(world.people[role]).filter(code="R9199").count() == 1


def test_a_review_without_a_partnership_that_is_for_its_own_is_seen_by_administrators_alone(world):
    make_review("R9199", "wombat", audience="partnership", status="published")
    seeing = [role for role in ROLES if Review.objects.visible_to(world.people[role]).filter(code="R9199").exists()]
    assert seeing == ["administrator"]


def test_somebody_whose_account_is_closed_sees_what_anyone_sees(world):
    user = world.people["administrator"]
    user.is_active = False
    assert sight_of(user) == Sight()


def test_nobody_at_all_sees_what_anyone_sees(world):
    assert sight_of(None) == Sight()


def test_a_superuser_sees_everything(world):
    user = get_user_model().objects.create_superuser("root@example.org", "a long password")
    assert sight_of(user).everything


def test_sight_takes_one_query_and_is_kept(world, django_assert_num_queries):
    user = get_user_model().objects.get(pk=world.people["partnership-editor"].pk)
    with django_assert_num_queries(1):
        sight_of(user)
        sight_of(user)


def test_an_agency_of_a_hidden_review_is_seen_as_soon_as_a_visible_one_names_it(world):
    hidden = world.reviews["draft"]
    anyone = world.people["anyone"]
    assert not Agency.objects.visible_to(anyone).filter(pk=hidden.agency.pk).exists()
    world.reviews["public"].item.agencies.add(hidden.agency)
    assert Agency.objects.visible_to(anyone).filter(pk=hidden.agency.pk).count() == 1


def test_an_agency_that_only_a_part_of_a_recommendation_names_is_seen(world):
    agency = Agency.objects.create(
        name="Only in a part", slug="only-in-a-part", kind=world.reviews["public"].agency.kind
    )
    anyone = world.people["anyone"]
    world.reviews["draft"].recommendation.parts.first().agencies.add(agency)
    assert not Agency.objects.visible_to(anyone).filter(pk=agency.pk).exists()
    world.reviews["public"].recommendation.parts.first().agencies.add(agency)
    assert Agency.objects.visible_to(anyone).filter(pk=agency.pk).exists()


def test_new_reviews_are_drafts_for_their_own_partnership():
    assert (Review().status, Review().audience) == ("draft", "partnership")

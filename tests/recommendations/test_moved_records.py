"""A recommendation or a document that is moved to another review takes nothing of the first review with it."""

import pytest
from django.core.exceptions import ValidationError

from learning.models import Review, SourceDocument
from learning.search.index_sets import index_sets
from recommendations.models import Passage, QuotedAction, Recommendation, ResponseVersion
from recommendations.models.response_version import with_pairs
from recommendations.plans.reading import read_actions
from recommendations.plans.search import action_entries, show_action
from recommendations.search import response_entries
from reviews_portal.api import joint_responses, review_as_data
from tests.documents.joint_responses import government_response, recommendation_at
from tests.documents.printed import plan_with_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted(world) -> Review:
    return world.reviews["partnership"].review


def move(model, record, review: Review) -> None:
    """Move a record as one could before it was refused."""
    model.objects.filter(pk=record.pk).update(review=review, position=77)


def test_a_recommendation_with_a_joint_response_stays_in_its_review(world, restricted):
    review = government_response()
    moved = recommendation_at(3)
    moved.review, moved.document = restricted, restricted.documents.first()
    with pytest.raises(ValidationError, match="Choose the review that it was in"):
        moved.full_clean()
    bare = recommendation_at(1)  # without a joint response
    bare.review, bare.document, bare.position = restricted, restricted.documents.first(), 777
    bare.full_clean()
    assert recommendation_at(3).review == review


def test_a_moved_recommendation_is_not_named_by_a_joint_response(world, restricted):
    review, moved = government_response(), recommendation_at(3)
    move(Recommendation, moved, restricted)
    passage = Passage.objects.get(document__review=review, number=1)
    with_pairs([passage])
    assert [pair.response.recommendation.short_label for pair in passage.pairs] == ["1", "1", "3"]
    answered = [one["recommendation"] for data in joint_responses(review, {passage.document_id: "en"})
                for one in data["answers"]]  # fmt: skip
    assert answered
    assert moved.reference not in answered
    responses = list(ResponseVersion.objects.filter(passage=passage).values_list("response", flat=True))
    (entry,) = response_entries(responses)
    assert f"agency:{passage.versions.get(response__agency__slug='joint-police').response.agency_id}" not in entry.tags


def test_a_moved_recommendation_is_not_named_by_an_action(world, restricted):
    review = plan_with_actions()
    action = QuotedAction.objects.filter(review=review).exclude(recommendation=None).first()
    recommendation = action.recommendation
    recommendation.review = restricted
    with pytest.raises(ValidationError, match="Choose the review that it was in"):
        recommendation.full_clean()
    move(Recommendation, recommendation, restricted)
    action = QuotedAction.objects.get(pk=action.pk)
    assert recommendation.reference not in str(show_action(action))
    assert show_action(action).address.startswith(review.get_absolute_url())
    assert action.text in [one["text"] for one in review_as_data_of(review)["actions"]]


def review_as_data_of(review: Review) -> dict:
    return review_as_data(review.pk, index_sets())


def test_a_moved_document_is_not_named_by_an_action(world, restricted):
    review = plan_with_actions()
    document, keys = (
        review.documents.get(),
        list(QuotedAction.objects.filter(review=review).values_list("pk", flat=True)),
    )
    recommendations = list(Recommendation.objects.filter(review=review))
    document.review = restricted
    with pytest.raises(ValidationError, match="Choose the review that it was in"):
        document.full_clean()
    move(SourceDocument, document, restricted)
    assert review_as_data_of(review)["actions"] == []
    admin = world.people["administrator"]
    assert not QuotedAction.objects.visible_to(admin).filter(pk__in=keys).exists()
    assert list(action_entries(keys)) == []
    read_actions(recommendations)
    assert {one.action_count for one in recommendations} == {0}

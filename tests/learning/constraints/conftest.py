"""A record of any model, and the names of the constraints."""

from datetime import date

import pytest
from django.apps import apps

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
)


@pytest.fixture
def record(world):
    """Return a function that gives the pk of a record of the public review, of any model."""
    made = world.reviews["public"]
    editor = world.people["partnership-editor"]
    asked = ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=made.agency,
        asked_by=world.partnership,
        asked_on=date(2026, 1, 1),
        due_on=date(2026, 3, 1),
    )
    assurance = Assurance.objects.create(
        response=made.response,
        version=made.response.versions.get(),
        partnership=world.partnership,
        judgement="partial",
        judged_on=date(2026, 4, 1),
        deciding_body="Board",
    )
    report = ErrorReport.objects.create(kind="error", text="Words.")
    found = {
        ReviewStage: made.review.stages.create(stage="commissioned", reached_on=date(2026, 1, 5)),
        Review: made.review,
        LearningItem: made.item,
        Agency: made.agency,
        ReviewSection: made.review.reviewsections.first(),
        Resource: made.review.resources.first(),
        Recommendation: made.recommendation,
        RecommendationPart: made.recommendation.parts.first(),
        Membership: editor.memberships.get(),
        ErrorReport: report,
        Hiding: (
            hiding := Hiding.objects.create(
                review=made.review,
                what="statement",
                reference="R9000-1",
                reason="Why.",
                hidden_as="An editor",
                decide_by="2026-01-05",
            )
        ),
        HiddenRecord: HiddenRecord.objects.create(hiding=hiding, reference="R0000-1"),
        ResponseRequest: asked,
        Assurance: assurance,
        ReviewKind: made.review.kinds.get(),
        Partnership: world.partnership,
        IdentityDecision: IdentityDecision.objects.create(
            review=made.review, kind="name", found="A name", reason="general"
        ),
        IdentityWord: IdentityWord.objects.create(word_list="jobs", word="lamplighter"),
        ThemeProposal: ThemeProposal.objects.create(partnership=world.partnership, name="A theme", group="harm"),
    }
    return lambda model: model.objects.filter(pk=found[model].pk)


def constraints(kind: type) -> set[str]:
    return {
        constraint.name
        for label in ("learning", "recommendations")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, kind)
    }

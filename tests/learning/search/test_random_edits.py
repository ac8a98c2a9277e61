"""The index is as the records are after many changes of any kind, one after another."""

import random

import pytest

from learning.models import (
    Agency,
    AgencyInvolved,
    AgencyKind,
    Audience,
    GlossaryTerm,
    LearningItem,
    Partnership,
    Resource,
    Review,
    ReviewSection,
    SearchEntry,
    SourceDocument,
    Status,
    Theme,
)
from learning.search.index_sets import READ, index_sets
from recommendations.models import Recommendation, RecommendationPart, Response, ResponseStep, ResponseVersion
from tests.slowly import slow
from tests.world import publish_version

from .test_index import in_step


@pytest.mark.parametrize("many", [150, slow(1000)])
def test_the_index_is_in_step_after_many_random_edits(world, many):
    chance = random.Random(7)
    words = ["wombat", "numbat", "bilby", "quoll", "potoroo"]

    def one(model, **where):
        return chance.choice(list(model.objects.filter(**where)))

    def text() -> str:
        return " ".join(chance.choices(words, k=4))

    def repeat_response():
        said = chance.choice(list(ResponseVersion.objects.current().select_related("response")))
        other = one(Agency)
        response, _ = Response.objects.get_or_create(recommendation=said.response.recommendation, agency=other)
        publish_version(response, said.text)

    def change_response(**fields):
        """Change a response, also a published one, unless its recommendation then has two of one agency."""
        response = one(Response)
        for name, value in fields.items():
            setattr(response, name, value)
        others = Response.objects.filter(recommendation=response.recommendation, agency=response.agency)
        if not others.exclude(pk=response.pk).exists():
            response.save()

    def withdraw_version():
        published = list(ResponseVersion.objects.published())
        ResponseStep.objects.create(version=chance.choice(published), action="withdrawn")

    def save(model, field):
        def edit():
            record = one(model)
            setattr(record, field, text())
            record.save()

        return edit

    def tie(model, name, target):
        def edit():
            getattr(one(model), name).add(one(target))

        return edit

    def cut(model, name):
        def edit():
            ties = getattr(one(model), name)
            first = ties.first()
            if first and chance.random() < 0.8:
                ties.remove(first)
            elif chance.random() < 0.2:
                ties.clear()

        return edit

    def add_item():
        document = one(SourceDocument)
        LearningItem.objects.create(
            review=document.review,
            document=document,
            kind="finding",
            text=text(),
            position=chance.randrange(10**5, 10**6),
        )

    edits = [
        save(LearningItem, "text"),
        save(Recommendation, "stem"),
        save(RecommendationPart, "text"),
        save(ReviewSection, "text"),
        save(Resource, "title"),
        save(Review, "title"),
        save(SourceDocument, "title"),
        save(Theme, "name"),
        save(Agency, "name"),
        save(GlossaryTerm, "expansion"),
        save(Partnership, "name"),
        tie(LearningItem, "themes", Theme),
        tie(LearningItem, "agencies", Agency),
        tie(Recommendation, "agency_kinds", AgencyKind),
        tie(Theme, "learningitems", LearningItem),
        tie(Review, "partnerships", Partnership),
        tie(SourceDocument, "glossary_terms", GlossaryTerm),
        cut(LearningItem, "themes"),
        cut(LearningItem, "agencies"),
        cut(Agency, "learningitems"),
        cut(Recommendation, "themes"),
        cut(SourceDocument, "glossary_terms"),
        cut(Review, "partnerships"),
        add_item,
        lambda: one(LearningItem, sub_points=None).delete(),
        lambda: one(AgencyInvolved).delete() if AgencyInvolved.objects.exists() else None,
        lambda: one(Resource).delete() if Resource.objects.count() > 3 else None,
        lambda: publish_version(one(Response), text()),
        repeat_response,
        lambda: change_response(position=chance.randrange(4)),
        lambda: change_response(agency=one(Agency)),
        lambda: change_response(recommendation=one(Recommendation)),
        withdraw_version,
        lambda: Review.objects.filter(pk=one(Review).pk).update(status=chance.choice(Status.values)),
        lambda: Review.objects.filter(pk=one(Review).pk).update(audience=chance.choice(Audience.values)),
        lambda: LearningItem.objects.filter(review=one(Review)).update(text=text()),
        lambda: Agency.objects.filter(pk=one(Agency).pk).update(kind=one(AgencyKind)),
    ]
    for number in range(many):
        chance.choice(edits)()
        if number % 50 == 49:
            assert in_step(), number
    fresh = type(index_sets())().with_changes(SearchEntry.objects.values_list(*READ), 0)
    assert {tag: set(one) for tag, one in index_sets().by_tag.items()} == {
        tag: set(one) for tag, one in fresh.by_tag.items()
    }

"""Records made of their rows at once are the same as those that Django makes field by field."""

import pytest
from django.db.models import Model
from django.db.models.signals import post_init, pre_init

from learning.models import LearningItem, Review, SourceDocument
from learning.models.fast_from_db import FastFromDb
from recommendations.models import Recommendation

MODELS = [LearningItem, Recommendation, Review, SourceDocument]


def held(record: Model) -> dict[str, object]:
    """Return all that a record holds, and all that its state does."""
    return {**vars(record), "_state": vars(record._state)}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("columns", [(), ("pk",), ("pk", "position")])
def test_a_record_is_the_same_either_way(world, monkeypatch, model, columns):
    chosen = [column for column in columns if column == "pk" or hasattr(model, column)]
    rows = model.objects.order_by("pk").only(*chosen) if chosen else model.objects.order_by("pk")
    quick = [held(record) for record in rows.all()]
    monkeypatch.setattr(FastFromDb, "from_db", classmethod(Model.from_db.__func__))
    slow = [held(record) for record in rows.all()]
    assert quick
    assert quick == slow


def test_with_what_belongs_to_it_too(world, monkeypatch):
    def read() -> list[dict[str, object]]:
        records = LearningItem.objects.order_by("pk").with_line()
        return [held(one) for record in records for one in (record.review, record.document)]

    quick = read()
    monkeypatch.setattr(FastFromDb, "from_db", classmethod(Model.from_db.__func__))
    assert quick
    assert quick == read()


@pytest.mark.parametrize("model", MODELS)
def test_nothing_watches_their_making(model):
    assert issubclass(model, FastFromDb)
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)

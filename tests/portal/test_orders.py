"""The order of records is decided to the last, so that both engines and each read give the same."""

import pytest
from django.apps import apps
from django.db.models import F, UniqueConstraint
from django.db.models.expressions import OrderBy

OURS = ("learning.", "recommendations.", "reviews_portal.")
ORDERED = [model for model in apps.get_models() if model._meta.ordering and model.__module__.startswith(OURS)]


def name_of(entry) -> str:
    expression = entry.expression if isinstance(entry, OrderBy) else entry
    return expression.name if isinstance(expression, F) else expression.lstrip("-")


@pytest.mark.parametrize("model", ORDERED, ids=lambda model: model._meta.label)
def test_two_records_of_a_model_never_tie_in_its_order(model):
    names = {name_of(one) for one in model._meta.ordering}
    together = [
        set(one.fields)
        for one in (model._meta.concrete_model or model)._meta.constraints
        if isinstance(one, UniqueConstraint) and one.fields and one.condition is None
    ]
    alone = [{"pk"}, *({field.name} for field in model._meta.fields if field.unique)]
    assert any(some <= names for some in [*alone, *together])

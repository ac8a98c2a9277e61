"""What was hidden at once, because it could identify somebody, and the rule that leaves it out everywhere.

While a `HiddenRecord` names something, no reader sees it and nothing that hangs on it, not even an editor: it is shown
only on the pages on which editors decide what becomes of it. The table is almost always empty, and is read as a
subquery of each query, so that nothing has to be kept in step with it.

A model says with `hidden_with` what hides its records: the column of `HiddenRecord`, by the lookup from the model.
"""

from functools import cache

from django.apps import apps
from django.db.models import Model, Q, QuerySet

COLUMNS = {"review": "review__isnull", "section": "section__isnull", "reference": "", "digest": ""}


@cache
def hidden(column: str) -> QuerySet:
    """Return the values of a column of `HiddenRecord` as a subquery: what is hidden now.

    It is only ever a part of other queries, which copy it, and is never read itself. So it is made once: every query
    that asks what a reader may see has it.
    """
    rows = apps.get_model("learning.HiddenRecord").objects.order_by()
    known = rows.filter(**{lookup: False}) if (lookup := COLUMNS[column]) else rows.exclude(**{column: ""})
    return known.values(column)


def is_hidden(model: type[Model]) -> Q:
    """Return the condition that a record of a model is hidden, or hangs on something that is."""
    rule = Q(pk__in=[])
    for path, column in getattr(model, "hidden_with", {}).items():
        rule |= Q(**{f"{path}__in": hidden(column)})
    return rule


def not_hidden(model: type[Model], prefix: str = "") -> Q:
    """Return the condition that a record is not hidden; `prefix` is the lookup from the filtered model to it."""
    rule = Q()
    for path, column in getattr(model, "hidden_with", {}).items():
        rule &= ~Q(**{f"{prefix}{path}__in": hidden(column)})
    return rule


def in_shown_review(prefix: str = "") -> Q:
    """Return the condition that a review is not hidden as a whole; `prefix` is the lookup to it, as "review__"."""
    return ~Q(**{f"{prefix}pk__in": hidden("review")})


def hide_below(instance, **kwargs) -> None:
    """Hide a learning item that was saved below a hidden one, which lists would show with it."""
    if instance.parent_id is None:
        return
    records = apps.get_model("learning.HiddenRecord").objects
    above = records.filter(reference=instance.parent.reference)
    for hiding in above.exclude(hiding__records__reference=instance.reference).values_list("hiding", flat=True):
        records.create(hiding_id=hiding, reference=instance.reference)

"""Querysets of the catalogue, whose bulk operations send a signal.

Django sends none for them, but the search index and the page cache must be updated.
"""

from collections.abc import Iterable
from typing import Self

from django.db import transaction
from django.db.models import Model, QuerySet
from django.dispatch import Signal

from . import sight
from .hidden import is_hidden, not_hidden
from .text_cleaning import clean_record

changed_in_bulk = Signal()  # sender: the model; keys: primary keys of the changed records


def cleaned(records: Iterable[Model]) -> list[Model]:
    """Return records with clean texts; no signal is sent before they are saved."""
    records = list(records)
    for record in records:
        clean_record(record)
    return records


class IndexedQuerySet(QuerySet):
    """A queryset whose bulk operations send `changed_in_bulk`, in the same transaction.

    `_base_manager` does not use it: use that for columns that the index does not contain, and for bulk loading before
    a rebuild of the index.
    """

    def shown(self) -> Self:
        """Leave out what was hidden because it could identify somebody, and what hangs on it (`learning.hidden`)."""
        return self.filter(not_hidden(self.model))

    def with_hidden(self) -> Self:
        """Add `is_hidden`, whether `shown()` would leave a record out."""
        return self.annotate(is_hidden=is_hidden(self.model))

    @transaction.atomic
    def update(self, **kwargs) -> int:
        keys = list(self.order_by().values_list("pk", flat=True))
        changed = super().update(**kwargs)
        changed_in_bulk.send(self.model, keys=keys)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    @transaction.atomic
    def bulk_create(self, objs, *args, **kwargs):
        objs = cleaned(objs)
        made = super().bulk_create(objs, *args, **kwargs)
        if any(one.pk is None for one in made):
            raise ValueError("What may exist already cannot be created in bulk here: its keys are not known.")
        changed_in_bulk.send(self.model, keys=[one.pk for one in made])
        return made

    @transaction.atomic
    def bulk_update(self, objs, fields, batch_size=None) -> int:
        objs = cleaned(objs)
        changed = super().bulk_update(objs, fields, batch_size)
        changed_in_bulk.send(self.model, keys=[one.pk for one in objs])
        return changed

    bulk_update.alters_data = True  # type: ignore[attr-defined]


class OfReviewQuerySet(IndexedQuerySet):
    """Records that belong to one review, visible to everyone who may read it."""

    def visible_to(self, user) -> "OfReviewQuerySet":
        """Return the records of the reviews that this user may read, without those that are hidden."""
        return self.filter(sight.review_rule(user, "review__")).shown()

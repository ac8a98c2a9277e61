"""Bulk operations that say what they changed.

Django sends no signal of them, and the search index and the pages that are kept in memory must know.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal

changed_in_bulk = Signal()  # sender: the model; keys: those of the records that changed


class IndexedQuerySet(QuerySet):
    """A queryset whose bulk operations send `changed_in_bulk`, in the same transaction.

    `_base_manager` does not use it: that is for what search does not depend on, and for loading much at once before
    the index is rebuilt.
    """

    @transaction.atomic
    def update(self, **kwargs) -> int:
        keys = list(self.order_by().values_list("pk", flat=True))
        changed = super().update(**kwargs)
        changed_in_bulk.send(self.model, keys=keys)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    @transaction.atomic
    def bulk_create(self, objs, *args, **kwargs):
        made = super().bulk_create(objs, *args, **kwargs)
        if any(one.pk is None for one in made):
            raise ValueError("What may exist already cannot be created in bulk here: its keys are not known.")
        changed_in_bulk.send(self.model, keys=[one.pk for one in made])
        return made

    @transaction.atomic
    def bulk_update(self, objs, fields, batch_size=None) -> int:
        objs = tuple(objs)
        changed = super().bulk_update(objs, fields, batch_size)
        changed_in_bulk.send(self.model, keys=[one.pk for one in objs])
        return changed

    bulk_update.alters_data = True  # type: ignore[attr-defined]

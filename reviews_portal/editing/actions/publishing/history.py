"""Write the history of many records at once: saved one by one, each costs a query for every kind of tag, twice."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model


def write_history(model: type[Model], records: Sequence[Any], *, by, is_new: bool) -> None:
    """Write an entry in the history of each record, with the themes and agencies that it has now.

    The records are of one model, and hold why they changed as `_change_reason`. `by` is who changed them.
    """
    if not records:
        return
    entries = model.history.bulk_history_create(  # type: ignore[attr-defined]
        records, update=not is_new, default_user=by
    )
    entry_of = {entry.id: entry for entry in entries}
    for field in model.history.model._history_m2m_fields:  # type: ignore[attr-defined]
        through = field.remote_field.through
        own = f"{field.m2m_field_name()}_id"
        kept = getattr(model.history.model, field.name).model  # type: ignore[attr-defined]
        columns = [column.attname for column in through._meta.concrete_fields]
        tags = through._base_manager.filter(**{f"{own}__in": list(entry_of)}).order_by("pk").values(*columns)
        kept.objects.bulk_create([kept(history=entry_of[tag[own]], **tag) for tag in tags])

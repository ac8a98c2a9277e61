"""What a record held when its row was opened, so that what was changed elsewhere since is neither lost nor undone."""

from typing import Any

from reviews_portal.editing.models.row_kind import Becomes

from .plan import COLUMNS, OF_ALL, TAGS
from .planned import Planned

HEADINGS = {"heading", "subheading", "is_key"}


def snapshot(record: Any, becomes: Becomes, tags: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    """Return the values of a record that rows can change: its columns, and the keys of its themes and agencies.

    `tags` are those, if they are known already.
    """
    names = {*COLUMNS[becomes], *OF_ALL}
    if becomes != Becomes.PART:
        names |= HEADINGS
    if becomes == Becomes.RECOMMENDATION:
        names.add("tail")
    held = {name: getattr(record, name) for name in names}
    if tags is None:
        tags = {name: list(getattr(record, name).all()) for name in TAGS.get(becomes, ())}
    return held | {name: sorted(one.pk for one in records) for name, records in tags.items()}


def take_over(record: Planned, now: Any) -> set[str]:
    """Give a planned record what was changed elsewhere and not in its row.

    Return the names of the columns and tags that were changed in both, and differ.
    """
    opened = record.row.opened_as
    conflicts = set()
    for name, value in record.values.items():
        current = getattr(now, name)
        if name not in opened or current == opened[name]:
            continue
        if value == opened[name]:
            record.values[name] = current
        elif value != current:
            conflicts.add(name)
    for name, tags in record.tags.items():
        records = list(getattr(now, name).all())
        current, wanted = {one.pk for one in records}, {one.pk for one in tags}
        if name not in opened or current == set(opened[name]):
            continue
        if wanted == set(opened[name]):
            record.tags[name] = records
        elif wanted != current:
            conflicts.add(name)
    return conflicts

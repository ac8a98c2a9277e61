"""Where something is hidden in a review, so that its page can say in its place that it is being checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from learning.models import HiddenRecord, HidingOutcome, SourceDocument
from learning.querysets import IndexedQuerySet


@dataclass(frozen=True)
class HiddenPlace:
    """The place of a record that is hidden: its page says only that it is being checked, or was withdrawn."""

    document_id: int
    document: SourceDocument
    position: int
    heading: str
    subheading: str
    shown_in: str = ""
    is_withdrawn: bool = False
    kind: str = ""  # the name of the model of what is hidden
    quoted_from = None


def without_hidden(
    records: IndexedQuerySet, documents: dict[int, SourceDocument], places: list[HiddenPlace]
) -> list[Any]:
    """Return the records that are not hidden, and add the places of the others, in one query.

    What stands under a hidden item is hidden with it, and has no place of its own.
    """
    found = list(records.with_hidden())
    hidden = {one.pk: one for one in found if one.is_hidden}
    open_ones = still_open(hidden.values())
    for one in hidden.values():
        if one.document_id in documents and getattr(one, "parent_id", None) not in hidden:
            document, is_withdrawn = documents[one.document_id], one.pk not in open_ones
            places.append(
                HiddenPlace(
                    document.pk,
                    document,
                    one.position,
                    one.heading,
                    one.subheading,
                    is_withdrawn=is_withdrawn,
                    kind=one._meta.model_name,
                )
            )
    return [one for one in found if not one.is_hidden]


def still_open(hidden: Iterable[Any]) -> set[int]:
    """Return the keys of the hidden records on which nobody has decided yet: the others were withdrawn."""
    by_name = {one.reference if hasattr(one, "reference") else one.pk: one.pk for one in hidden}
    if not by_name:
        return set()
    rows = HiddenRecord.objects.filter(hiding__outcome=HidingOutcome.OPEN).values_list("reference", "section")
    return {by_name[name] for reference, section in rows if (name := reference or section) in by_name}

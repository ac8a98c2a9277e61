"""Split a row of a working copy into several, and join two."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from learning.utils.clean_text import clean
from learning.utils.text import ends_a_sentence
from reviews_portal.editing.breaks import doubt_after_splitting
from reviews_portal.editing.models import Row
from reviews_portal.editing.models.quoted_fields import only_one
from reviews_portal.editing.models.row_kind import NAMED
from reviews_portal.editing.pasting import with_label

from .ordering import position_after
from .rows import NOT_HERE, TAGS, locked, save_changed, write

AGENCIES = (
    "These rows name different agencies. Choose the same agencies in both, or remove those of one, then join them."
)


@transaction.atomic
def split_row(row: Row, pieces: Sequence[str], *, revision: int, by) -> list[Row]:
    """Split a row into pieces of its words, and return them. The first keeps its record and its reference.

    The others are of the same kind, with the same themes and agencies. What the import was not sure of is asked again
    about each piece, as far as it still applies. Raises PermissionDenied unless `by` may edit the review, and
    ValidationError if the row has been changed since, or the pieces are not its words.
    """
    now = locked(row, by)
    if revision != now.revision:
        raise ValidationError("Someone has changed this row since you opened it. Read it again, then split it.")
    parts = [part for piece in pieces if (part := clean(piece).strip())]
    if " ".join(" ".join(parts).split()) != " ".join(now.words.split()):
        raise ValidationError("The text does not match this row. Split the row without changing its text.")
    if len(parts) < 2:
        raise ValidationError("Choose where to split the row: there must be text before and after that place.")
    doubts = [doubt_after_splitting(now.doubt, part) for part in parts]
    write(now, {"words": parts[0], "doubt": doubts[0]}, by)
    tags = {name: list(getattr(now, name).all()) for name in TAGS}
    rows = [now]
    places = position_after(now.copy, now.document, now, len(parts) - 1)
    for position, words, doubt in zip(places, parts[1:], doubts[1:], strict=True):
        new = Row(copy=now.copy, document=now.document, position=position, kind=now.kind, words=words, doubt=doubt)
        new.level, new.language, new.is_bullet = now.level, now.language, now.is_bullet
        new.series, new.scope, new.place, new.answers = now.series, now.scope, now.place, now.answers
        new.source_block, new.dismissed = now.source_block, now.dismissed
        new.saved_by = by
        new.save()
        for name, records in tags.items():
            getattr(new, name).set(records)
        rows.append(new)
    return rows


@transaction.atomic
def join_rows(row: Row, other: Row, *, by) -> Row:
    """Add the words of the next row to a row, and remove the next row. Its URL will redirect to the row that stays.

    What is printed beside the words of either row stays. Raises PermissionDenied unless `by` may edit the review, and
    ValidationError if they are not rows of one document of one working copy, or differ in something of which a row can
    have only one, such as the agencies that give a response.
    """
    first, second = locked(row, by), locked(other, by)
    if first.pk == second.pk or first.copy_id != second.copy_id or first.document_id != second.document_id:
        raise ValidationError("Only rows of the same document can be joined.")
    if first.removed_at or second.removed_at:
        raise ValidationError(NOT_HERE)
    between = "\n" if ends_a_sentence(first.words) else " "
    words = with_label(second.words, second.shown_label).lstrip()
    write(first, {"words": f"{first.words.rstrip()}{between}{words}", **beside(first, second)}, by)
    second.removed_at, second.joined_into = timezone.now(), first
    save_changed(second, "removed_at", "joined_into", by=by)
    return first


def beside(first: Row, second: Row) -> dict[str, Any]:
    """Return what two rows have beside their words, for the row that they become. Raises ValidationError if it cannot.

    Themes, and the agencies that a statement is for, are those of the first row: they are no words of the document.
    """
    found = {**first.joined_with(second)}
    if second.address:
        found["address"] = only_one(first, second, "address")
        if not first.address:
            found["address_state"] = second.address_state
    if second.becomes in NAMED and (named := list(second.agencies.all())):
        own = list(first.agencies.all()) if first.becomes in NAMED else []
        if own and set(own) != set(named):
            raise ValidationError(AGENCIES)
        found["agencies"] = named
    return {name: value for name, value in found.items() if name in TAGS or value != getattr(first, name)}

"""Find rows whose words look cut off, at the beginning or at the end."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import groupby

from learning.utils.text import ends_a_sentence
from reviews_portal.editing.actions.publishing.planned import Plan, Planned
from reviews_portal.editing.models import Row
from reviews_portal.editing.models.row_kind import Becomes

SHORTEST_SENTENCE = 25  # characters: a shorter text may be a list entry, which ends without a full stop
FEWEST = 2  # similar rows, from which to tell how the document writes them
# Words that end no sentence or list item, unless after a comma or semicolon, as in "; and" before the next item.
GOES_ON = re.compile(r"(?<![,;])\s(?:a|an|and|or|but|the|their|our|its|of|to|than|into|between|by|from|with)$")

BEGINS_LOWER = "This begins with a lower-case letter. Is text missing, or does it belong to the row above?"
NO_FULL_STOP = "This does not end with a full stop. Is it cut off?"
MID_SENTENCE = "This ends in the middle of a sentence. Is text missing, or does it continue in the row below?"


class Habits:
    """How a document writes its lists: many end no item with a full stop, some begin none with a capital letter.

    A row is compared with the rows of its type under the same heading and with all of its type. Narrative text is
    prose, unless it is a bullet point.
    """

    def __init__(self, plan: Plan) -> None:
        self.unstopped: set[int] = set()
        self.lower: set[int] = set()
        listed = [one for one in plan.records if is_listed(one)]
        by_kind = lambda one: (one.document.pk, one.row.kind)  # noqa: E731  used twice
        for _, run in groupby(listed, key=lambda one: (*by_kind(one), one.values.get("heading"))):
            self.note([one.row for one in run])
        for _, run in groupby(sorted(listed, key=by_kind), key=by_kind):
            self.note([one.row for one in run])
        for record in plan.records:
            self.note([part.row for part in record.parts], fewest=1)

    def note(self, rows: Collection[Row], fewest: int = FEWEST) -> None:
        """Note how most of some similar rows are written, if there are at least `fewest` of them."""
        if len(rows) < fewest:
            return
        counts = Counter[str]()
        for row in rows:
            counts["stopped"] += ends_a_sentence(row.words.strip())
            counts["lower"] += row.words.strip()[:1].islower()
        if counts["stopped"] * 2 < len(rows):
            self.unstopped |= {row.pk for row in rows}
        if counts["lower"] * 2 > len(rows):
            self.lower |= {row.pk for row in rows}


def is_listed(record: Planned) -> bool:
    """Return whether a record is one of a list: a statement, or a bullet point of narrative text."""
    return record.row.is_statement or record.row.is_bullet


def looks_cut_off(record: Planned, habits: Habits) -> Iterator[str]:
    """Yield the signs that the words of a row are incomplete."""
    row, words = record.row, record.row.words.strip()
    listed = row.is_bullet or record.becomes == Becomes.PART
    if words[:1].islower() and not listed and row.pk not in habits.lower:
        yield BEGINS_LOWER
    if record.parts or record.tail or words.endswith((":", ";")):
        return
    if words.endswith(("-", "–")) or GOES_ON.search(words):
        yield MID_SENTENCE
    elif row.pk in habits.unstopped or (row.is_bullet and not row.is_statement):
        return
    elif words.endswith(",") or (len(words) > SHORTEST_SENTENCE and not ends_a_sentence(words)):
        yield NO_FULL_STOP

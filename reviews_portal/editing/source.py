"""Compare the text of an imported document with the rows made from it, so that no text is lost unnoticed.

Every word of every piece must be in a row or in the details of the review, as often as in the document. Words are
matched in runs of three, whichever rows they are in now: rows can be split, joined, moved and edited freely.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from learning.models import SourceDocument

from .models import LeftOut, SourceBlock, WorkingCopy
from .models.quoted_fields import QUOTED_FIELDS

WORD = re.compile(r"\w+")
RUN = 3  # words
HELD_IN_ROWS = ("words", "label", "address", *QUOTED_FIELDS)

type Words = tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Some text of a block, and whether the review lacks it."""

    text: str
    is_missing: bool


@dataclass(frozen=True)
class Compared:
    """A block of the source, its text split into pieces that the review has and pieces that it lacks."""

    block: SourceBlock
    pieces: Sequence[Piece]

    @property
    def lacks_words(self) -> bool:
        """Whether the review lacks any of its words."""
        return any(piece.is_missing for piece in self.pieces)

    @property
    def is_open(self) -> bool:
        """Whether its missing words still have to be added to the review or left out."""
        return self.lacks_words and not self.block.left_out

    @property
    def missing_text(self) -> str:
        """Its missing text; all of it if the review has none of its words."""
        return "\n".join(piece.text.strip() for piece in self.pieces if piece.is_missing)


def compared(copy: WorkingCopy) -> list[Compared]:
    """Return all blocks of the documents imported into a working copy, in order, compared with its rows."""
    blocks = list(
        SourceBlock.objects.filter(copy=copy).select_related("left_out_by").order_by("document__position", "number")
    )
    if not blocks:
        return []
    held = held_words(copy)
    # Menus and running heads last: they repeat words that the text itself needs.
    in_turn = sorted(blocks, key=lambda block: bool(block.suggested))
    pieces = {block.pk: pieces_of(block.text, held[block.document_id]) for block in in_turn}
    return [Compared(block, pieces[block.pk]) for block in blocks]


def number_open(copy: WorkingCopy) -> int:
    """Return how many blocks have words that are neither in the review nor left out."""
    return sum(one.is_open for one in compared(copy))


def held_words(copy: WorkingCopy) -> dict[int, "Held"]:
    """Return the words of the review by the key of the document: those in its rows, in order, and in the details."""
    details = list(details_of(copy))
    texts: dict[int, list[list[str]]] = defaultdict(list)
    for row in copy.rows.kept().in_order().only("document", *HELD_IN_ROWS):
        beside = [row.answers, row.get_acceptance_display(), *row.texts_beside]
        texts[row.document_id].append([row.label, row.words, row.address, *beside])
    return {
        document.pk: Held(texts[document.pk], [*details, document.title, document.publisher])
        for document in SourceDocument.with_unpublished.filter(review=copy.review)
    }


def details_of(copy: WorkingCopy) -> Iterator[str]:
    """Yield the details of a review as text."""
    review = copy.review
    yield from (review.title, review.subject, review.partnership_as_named, review.kind_names)
    yield str(review.published or "")


class Held:
    """The words that a review has for one document. Each can be taken as often as it occurs."""

    def __init__(self, rows: Iterable[list[str]], details: Iterable[str]) -> None:
        self.runs: Counter[Words] = Counter()
        self.lines: Counter[Words] = Counter()  # of fewer words than a run, which stand alone
        of_rows: list[str] = []
        for texts in rows:
            for text in texts:
                of_rows += self.add_lines(text)
        self.add_runs(of_rows)  # across rows too: a block may have become several
        for text in details:
            self.add_runs(self.add_lines(text))

    def add_lines(self, text: str) -> list[str]:
        """Add the short lines of a text, and return its words."""
        found = [words_of(line) for line in text.split("\n")]
        self.lines.update(tuple(words) for words in found if 0 < len(words) < RUN)
        return [word for words in found for word in words]

    def add_runs(self, words: Sequence[str]) -> None:
        """Add the runs of a text."""
        self.runs.update(runs_of(words))

    def take(self, words: Sequence[str]) -> list[bool]:
        """Take the words of a block, and return for each word whether it is there."""
        found = [False] * len(words)
        for at, run in enumerate(runs_of(words)):
            if take_one(self.runs, run):
                found[at : at + RUN] = [True] * RUN
        start = 0
        for is_there, same in groupby(found):
            end = start + len(list(same))
            if not is_there and end - start < RUN and take_one(self.lines, tuple(words[start:end])):
                found[start:end] = [True] * (end - start)
            start = end
        return found


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [word.lower() for word in WORD.findall(text)]


def runs_of(words: Sequence[str]) -> Iterator[Words]:
    """Yield the runs of some words."""
    return zip(*(words[at:] for at in range(RUN)), strict=False)


def take_one(counter: Counter[Words], key: Words) -> bool:
    """Take one occurrence of a key, and return whether there was one."""
    if counter[key] > 0:
        counter[key] -= 1
        return True
    return False


def pieces_of(text: str, held: Held) -> list[Piece]:
    """Return the text of a block, split into pieces that the review has or lacks."""
    places = list(WORD.finditer(text))
    there = held.take([place[0].lower() for place in places])
    pieces: list[Piece] = []
    start = 0
    for at, is_there in enumerate(there):
        if at + 1 < len(there) and there[at + 1] == is_there:
            continue
        end = places[at + 1].start() if at + 1 < len(there) else len(text)
        pieces.append(Piece(text[start:end], is_missing=not is_there))
        start = end
    return pieces or [Piece(text, is_missing=False)]


@dataclass(frozen=True)
class Group:
    """Blocks that the import suggests leaving out for the same reason, or has no reason for."""

    suggested: str
    title: str
    blocks: list[Compared]


def open_groups(found: Iterable[Compared]) -> list[Group]:
    """Return the blocks that are still open. Those without a suggested reason come first."""
    titles: dict[str, Any] = {"": "Text without a suggested reason"} | dict(LeftOut.choices)
    groups = {name: Group(name, str(title), []) for name, title in titles.items()}
    for one in found:
        if one.is_open:
            groups[one.block.suggested].blocks.append(one)
    return [group for group in groups.values() if group.blocks]

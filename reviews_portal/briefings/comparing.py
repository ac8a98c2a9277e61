"""Compare the quotations in a document with the current content, from its check code and what the reader may see.

Codes and selections come from the reader. Only content that the reader may see is compared, and an earlier wording is
shown only for a code that was made from it: only somebody who had those words can have that code.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from learning.utils.differences import Piece, differences

from .check_codes import PART, CheckCode, Quoted, letters, quotes_of
from .earlier_wordings import Wording, earlier_wordings, said
from .outline import Item, Outline

MOST_TRIED = 50  # earlier wordings that are tried if the address does not tell which item changed


@dataclass(frozen=True)
class Changed:
    """An item that is worded differently now, with the differences if they may be shown."""

    item: Item
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The result of a comparison. `number` is the number of quotations, or 0 if the address does not tell it."""

    is_same: bool = False
    number: int = 0
    unchanged: int = 0
    changed: tuple[Changed, ...] = ()

    @property
    def unknown(self) -> int:
        """Return how many quotations are no longer in the selection, or not visible to this reader."""
        return self.number - self.unchanged - len(self.changed)

    @property
    def shows_differences(self) -> bool:
        """Whether an earlier wording is shown beside that of now, for anything that changed."""
        return any(one.pieces for one in self.changed)


def compare(code: CheckCode, whole: Outline, arranged: Iterable[Callable[[], Outline]], user) -> Comparison:
    """Return the result of comparing a document with the current content.

    `whole` is everything in its selection that the user may see now, and `arranged` holds the documents that can be
    made from it.
    """
    items = [item for item in whole.items() if item.texts]
    if code.marks:
        return by_marks(code, items, user)
    orders = []
    for make in arranged:
        orders.append(quotes_of(make()))
        if code.fits(orders[-1]):
            return Comparison(is_same=True)
    for wording in earlier_wordings(items, user)[-MOST_TRIED:]:
        for quotes in orders:
            if code.fits([wording.old if one == wording.now else one for one in quotes]):
                return Comparison(changed=tuple(shown([wording], items)))
    return Comparison()


def by_marks(code: CheckCode, items: list[Item], user) -> Comparison:
    """Return the result for a document whose address has a mark for each quotation."""
    now = {quote.mark: quote for quote in map(said, items)}
    found: list[Quoted | None] = [now.get(mark) for mark in code.marks]
    if all(found) and code.fits(filter(None, found)):
        return Comparison(is_same=True, number=len(found), unchanged=len(found))
    standing = {quote for quote in found if quote}
    left = [item for item in items if said(item) not in standing]
    before = {one.old.mark: one for one in earlier_wordings(left, user) if one.now not in standing}
    wordings = [before.get(mark) if quote is None else None for mark, quote in zip(code.marks, found, strict=True)]
    words = [quote or (wording.old if wording else None) for quote, wording in zip(found, wordings, strict=True)]
    unchanged = sum(quote is not None for quote in found)
    if all(words) and code.fits(filter(None, words)):
        changed = tuple(shown(filter(None, wordings), items))
    else:
        gone = [mark for mark, quote in zip(code.marks, found, strict=True) if quote is None]
        changed = tuple(reworded(gone, left))
    return Comparison(number=len(found), unchanged=unchanged, changed=changed)


def shown(wordings: Iterable[Wording], items: list[Item]) -> Iterator[Changed]:
    """Yield the differences between an earlier wording and the current one."""
    of = {said(item): item for item in items}
    for one in wordings:
        yield Changed(of[one.now], tuple(differences(one.old.words, one.now.words)))


def reworded(marks: list[str], items: list[Item]) -> Iterator[Changed]:
    """Yield the items whose reference is quoted with other words, if only one item can be meant."""
    by_reference: dict[str, list[Item]] = {}
    for item in items:
        by_reference.setdefault(letters(said(item).reference, PART), []).append(item)
    for mark in dict.fromkeys(mark[:PART] for mark in marks):
        meant = by_reference.get(mark, [])
        if len(meant) == 1:
            yield Changed(meant[0])

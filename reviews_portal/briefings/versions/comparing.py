"""Compare the quotations in a document with the current text, from its check code and what the reader may see.

Codes and selections come from the reader. Only text that the reader may see is compared. An earlier wording is shown
only for a code that was made from it, because only somebody who had that wording can have the code.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from learning.utils.clean_text import looks_alike
from learning.utils.differences import Piece, differences
from reviews_portal.briefings.outline import Item, Outline

from .check_codes import PART, CheckCode, Quoted, letters, quotes_of
from .earlier_wordings import Wording, earlier_wordings, quotation_of

MOST_TRIED = 50  # earlier wordings tried if the address does not show which item changed


@dataclass(frozen=True)
class Changed:
    """An item whose wording has changed, with the differences if they may be shown."""

    item: Item
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The result of a comparison. `number` is the number of quotations, 0 if the address does not contain it."""

    is_same: bool = False
    number: int = 0
    unchanged: int = 0
    changed: tuple[Changed, ...] = ()

    @property
    def unknown(self) -> int:
        """The number of quotations that are no longer in the selection or not visible to this reader."""
        return self.number - self.unchanged - len(self.changed)

    @property
    def shows_differences(self) -> bool:
        """Whether an earlier wording is shown beside the current one, for any changed item."""
        return any(one.pieces for one in self.changed)


def compare(code: CheckCode, whole: Outline, arranged: Iterable[Outline], user) -> Comparison:
    """Compare a document with the current text, and return the result.

    `whole` is everything in its selection that the user may see now; `arranged` are the documents that can be made
    from it.
    """
    items = [item for item in whole.items() if item.texts]
    if code.marks:
        return by_marks(code, items, user)
    orders = []
    for made in arranged:
        orders.append(quotes_of(made))
        if code.fits(orders[-1]):
            return Comparison(is_same=True)
    for wording in earlier_wordings(items, user)[-MOST_TRIED:]:
        for quotes in orders:
            before = [wording.old if one == wording.now else one for one in quotes]
            if before != quotes and code.fits(before):
                if is_cleaned(wording):
                    return Comparison(is_same=True)
                return Comparison(changed=tuple(shown([wording], items)))
    return Comparison()


def by_marks(code: CheckCode, items: list[Item], user) -> Comparison:
    """Return the result for a document whose address has a mark for each quotation."""
    now = {quote.mark: quote for quote in map(quotation_of, items)}
    found: list[Quoted | None] = [now.get(mark) for mark in code.marks]
    if all(found) and code.fits(filter(None, found)):
        return Comparison(is_same=True, number=len(found), unchanged=len(found))
    standing = {quote for quote in found if quote}
    left = [item for item in items if quotation_of(item) not in standing]
    before = {one.old.mark: one for one in earlier_wordings(left, user) if one.now not in standing}
    wordings = [before.get(mark) if quote is None else None for mark, quote in zip(code.marks, found, strict=True)]
    words = [quote or (wording.old if wording else None) for quote, wording in zip(found, wordings, strict=True)]
    unchanged = sum(quote is not None for quote in found)
    if all(words) and code.fits(filter(None, words)):
        reworded_ones = [wording for wording in wordings if wording and not is_cleaned(wording)]
        changed = tuple(shown(reworded_ones, items))
        return Comparison(not changed, len(found), len(found) - len(changed), changed)
    gone = [mark for mark, quote in zip(code.marks, found, strict=True) if quote is None]
    changed = tuple(reworded(gone, left))
    return Comparison(number=len(found), unchanged=unchanged, changed=changed)


def is_cleaned(wording: Wording) -> bool:
    """Return whether readers see no difference: only invisible characters and bullets were removed since."""
    return looks_alike(wording.old.words, wording.now.words)


def shown(wordings: Iterable[Wording], items: list[Item]) -> Iterator[Changed]:
    """Yield the changed items with the differences between their earlier and current wordings."""
    item_of = {quotation_of(item): item for item in items}
    for one in wordings:
        yield Changed(item_of[one.now], tuple(differences(one.old.words, one.now.words)))


def reworded(marks: list[str], items: list[Item]) -> Iterator[Changed]:
    """Yield the items whose reference was quoted with other words, where the mark matches only one item."""
    by_reference: dict[str, list[Item]] = {}
    for item in items:
        by_reference.setdefault(letters(quotation_of(item).reference, PART), []).append(item)
    for mark in dict.fromkeys(mark[:PART] for mark in marks):
        meant = by_reference.get(mark, [])
        if len(meant) == 1:
            yield Changed(meant[0])

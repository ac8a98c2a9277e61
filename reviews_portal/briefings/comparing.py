"""Whether the words that a document quotes still stand, told from its check code and what its reader may see now.

Codes and selections come from whoever asks. Nothing here is compared but what they may read, and an earlier wording is
shown only to who has a code that was made of it: that nobody has who did not have the words.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from learning.differences import Piece, differences

from .check_codes import PART, CheckCode, Quoted, letters, quotes_of
from .outline import Item, Outline
from .wordings import Wording, earlier_wordings, said

MOST_TRIED = 50  # earlier wordings, where the address does not tell which thing changed


@dataclass(frozen=True)
class Changed:
    """Something that says other words now: what it is, where it stands, and what differs if that may be shown."""

    item: Item
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What became of the words of a document. `number` is how many things it quotes; 0: not told by its address."""

    is_same: bool = False
    number: int = 0
    unchanged: int = 0
    changed: tuple[Changed, ...] = ()

    @property
    def unknown(self) -> int:
        """How many things that it quotes are not where it was made from any more, or not for this reader."""
        return self.number - self.unchanged - len(self.changed)


def compare(code: CheckCode, whole: Outline, arranged: Iterable[Callable[[], Outline]], user) -> Comparison:
    """Return what became of the words of a document.

    `whole` is all that its selection comes to now for the user, and `arranged` are the ways in which a document can be
    made of that.
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
    """Return what became of the words of a document whose address has a mark of each thing that it quotes."""
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
    """Yield what differs between an earlier wording and that of now."""
    of = {said(item): item for item in items}
    for one in wordings:
        yield Changed(of[one.now], tuple(differences(one.old.words, one.now.words)))


def reworded(marks: list[str], items: list[Item]) -> Iterator[Changed]:
    """Yield the items that are quoted by their reference, but in other words, where only one can be meant."""
    by_reference: dict[str, list[Item]] = {}
    for item in items:
        by_reference.setdefault(letters(said(item).reference, PART), []).append(item)
    for mark in dict.fromkeys(mark[:PART] for mark in marks):
        meant = by_reference.get(mark, [])
        if len(meant) == 1:
            yield Changed(meant[0])

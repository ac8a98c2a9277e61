"""Parts of a short layout while they are filled with whole statements, up to the words of the whole document."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reviews_portal.briefings.outline import Item, Outline, Section

from .base import alone, titles_in
from .choosing import apart_from, chosen, in_order, number_of, words_of


@dataclass
class Box:
    """A part of a document: what may go in, how much of it, and what was chosen."""

    name: str
    heading: str
    items: Sequence[Item]  # what may go in, in the order in which it is shown
    words: int  # the most words of statements, unless other parts leave some over
    most: int  # the most statements
    instead: str = ""  # the question that it asks if there is no statement
    always: str = ""  # what it says in any case
    fields: tuple[str, ...] = ()  # labels of what readers fill in by hand
    brings_points: bool = False  # whether statements bring their sub-points along, if there is room
    own: Item | None = None  # the partnership's own summary, in place of statements
    picked: list[Item] = field(default_factory=list)

    @property
    def shown(self) -> list[Item]:
        """The items that it shows."""
        return [self.own] if self.own else self.picked

    @property
    def note(self) -> str:
        """Our own words in it."""
        return "\n\n".join(filter(None, ["" if self.shown else self.instead, self.always]))

    @property
    def length(self) -> int:
        """The number of words in it, with its heading and our own words."""
        own = number_of(" ".join([self.heading, self.note, *self.fields]))
        return own + sum(map(words_of, self.shown))

    def section(self, outline: Outline, heading: str = "") -> Section:
        """Return it as a section, whose statements name their review if the outline quotes several."""
        items = tuple(sourced(item, outline) for item in self.shown)
        return Section(heading or self.heading, items, note=self.note, fields=self.fields)


def fill(boxes: Sequence[Box], words: int, order: Sequence[str], *, whole: bool = False) -> None:
    """Choose the statements of each part, in the order of the parts, so that none is in two of them.

    The words that are left of `words` go to the parts named in `order`: first to those without any statement, then to
    the others, and at last to sub-points. With `whole` everything is chosen.
    """
    taken: list[Item] = []
    for box in boxes:
        box.items = apart_from(box.items, taken)
        if not box.own:
            box.picked = list(box.items) if whole else chosen(box.items, box.words, box.most)
        taken += box.picked
    if not whole:
        named = {box.name: box for box in boxes}
        for name in (*(name for name in order if not named[name].shown), *order):
            add_statements(named[name], boxes, words)
    for box in boxes:
        box.picked = list(map(alone, box.picked)) if not box.brings_points else with_points(box, boxes, words, whole)


def add_statements(box: Box, boxes: Sequence[Box], words: int) -> None:
    """Add to a part what it and the whole document have room for."""
    while not box.own and len(box.picked) < box.most:
        taken = [item for one in boxes for item in one.picked]
        more = chosen(apart_from(box.items, taken), words - length_of(boxes), 1)
        if not more:
            return
        box.picked = in_order([*box.picked, *more], box.items)


def with_points(box: Box, boxes: Sequence[Box], words: int, whole: bool) -> list[Item]:
    """Return the statements of a part, with the sub-points of those for which there is room."""
    room = words - length_of(boxes)
    made = []
    for item in box.picked:
        points = tuple(alone(one) for one in item.under if one.look == item.look)
        length = sum(map(words_of, points))
        if whole or length <= room:
            room -= length
        else:
            points = ()
        made.append(replace(item, under=points))
    return made


def length_of(boxes: Sequence[Box]) -> int:
    """Return the number of words of all parts together."""
    return sum(box.length for box in boxes)


def sourced(item: Item, outline: Outline) -> Item:
    """Return an item whose line names its review if the outline quotes several, and else nothing."""
    titles = titles_in(outline)
    under = tuple(replace(one, line="", place="") for one in item.under)
    return replace(item, line=titles.get(item.review, "") if len(titles) > 1 else "", place="", under=under)


def where_from(outline: Outline) -> str:
    """Return a sentence that names the reviews of an outline of several reviews, or ""."""
    titles = list(dict.fromkeys(titles_in(outline).values()))
    if len(titles) < 2:
        return ""
    return f"This learning is from {', '.join(titles[:-1])} and {titles[-1]}."

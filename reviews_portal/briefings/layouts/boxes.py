"""Parts of a short layout while they are filled with whole statements, up to the words of the whole document."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reviews_portal.briefings.outline import Item, Outline, Section, with_under

from .base import alone, titles_in
from .choosing import apart_from, chosen, has_exact_date, in_order, number_of, words_of

LEVELS = 3  # of statements under statements


@dataclass
class Box:
    """A part of a document: what may go in, how much of it, and what was chosen."""

    name: str
    items: Sequence[Item]  # what may go in, in the order in which it is shown
    words: int  # the most words of statements, unless other parts leave some over
    most: int  # the most statements
    heading: str = ""
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
        return own + sum(words_of(one) for item in self.shown for one in with_under(item))

    def section(self, outline: Outline, heading: str = "") -> Section:
        """Return it as a section, whose statements name their review if the outline quotes several."""
        items = tuple(sourced(item, outline) for item in self.shown)
        return Section(heading or self.heading, items, note=self.note, fields=self.fields)


def fill(boxes: Sequence[Box], words: int, order: Sequence[str], *, whole: bool = False) -> None:
    """Choose the statements of each part, in the order of the parts, so that none is in two of them.

    The words that are left of `words` go to the parts named in `order`: first to those without any statement, then to
    the others, and at last to sub-points. With `whole` everything is chosen, with its sub-points and responses.
    """
    taken: list[Item] = []
    for box in boxes:
        box.items = apart_from(box.items, taken)
        if not box.own:
            box.picked = list(box.items) if whole else chosen(box.items, box.words, box.most)
        taken += box.picked
    if whole:
        return
    named = {box.name: box for box in boxes}
    for name in (*(name for name in order if not named[name].shown), *order):
        add_statements(named[name], boxes, words)
    complete = [box.picked for box in boxes]
    for box in boxes:
        box.picked = list(map(alone, box.picked))
    for box, items in zip(boxes, complete, strict=True):
        if box.brings_points:
            add_points(box, items, boxes, words)


def add_statements(box: Box, boxes: Sequence[Box], words: int) -> None:
    """Add to a part what it and the whole document have room for."""
    while not box.own and len(box.picked) < box.most:
        taken = [item for one in boxes for item in one.picked]
        room = words - sum(map(bare_length, boxes))
        more = chosen(apart_from(box.items, taken), room, 1)
        if not more:
            return
        box.picked = in_order([*box.picked, *more], box.items)


def add_points(box: Box, complete: Sequence[Item], boxes: Sequence[Box], words: int) -> None:
    """Add the sub-points of statements for which the whole document has room, if possible with their own sub-points.

    `complete` are the statements with everything under them.
    """
    for number, item in enumerate(complete):
        room = words - sum(box.length for box in boxes)
        for levels in (LEVELS - 1, 1):
            points = points_under(item, levels)
            if sum(words_of(one) for point in points for one in with_under(point)) <= room:
                box.picked[number] = replace(item, under=points)
                break


def points_under(item: Item, levels: int) -> tuple[Item, ...]:
    """Return the sub-points of an item that look like it, with so many levels of them."""
    own = [one for one in item.under if one.look == item.look and not has_exact_date(one)]
    return tuple(replace(one, under=points_under(one, levels - 1) if levels > 1 else ()) for one in own)


def bare_length(box: Box) -> int:
    """Return the number of words in a part without sub-points."""
    return replace(box, picked=list(map(alone, box.picked))).length


def sourced(item: Item, outline: Outline) -> Item:
    """Return an item whose line names its review if the outline quotes several, and else nothing."""
    titles = titles_in(outline)
    return replace(bare(item), line=titles.get(item.review, "") if len(titles) > 1 else "")


def bare(item: Item) -> Item:
    """Return an item without its line and place, and the items under it likewise."""
    return replace(item, line="", place="", under=tuple(map(bare, item.under)))


def where_from(outline: Outline) -> str:
    """Return the titles of the reviews of an outline, if there are several."""
    titles = list(dict.fromkeys(titles_in(outline).values()))
    if len(titles) < 2:
        return ""
    return f"{', '.join(titles[:-1])} and {titles[-1]}."

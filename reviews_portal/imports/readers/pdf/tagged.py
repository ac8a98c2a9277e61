"""The pieces of a page as its tags say, where a file is tagged and its tags make sense."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .lines import lines_of
from .model import Box, Glyph, Hint, Line, Page, Tagged

BLOCKS = {
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LI", "Note", "FENote", "TOCI", "Caption",
    "BlockQuote", "TD", "TH", "Index", "BibEntry",
}  # fmt: skip
NOTES = ("Note", "FENote")
ORDINARY = {"P", "BlockQuote", "Caption", "TOCI"}
COVERED = 0.8  # the least share of the letters that tags must cover
LONGEST = 70  # lines: an element with more is no paragraph


@dataclass(slots=True)
class Group:
    """What one element of a file's structure holds on a page, or a table by rows and cells."""

    hint: Hint
    glyphs: list[Glyph] = field(default_factory=list)
    marks: list[Glyph] = field(default_factory=list)
    cells: dict[int, dict[int, list[Glyph]]] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)  # rows whose cells are all headings
    language: str = ""
    lines: list[Line] = field(default_factory=list)


def groups_of(page: Page, skipped: set[int], walls: list[Box]) -> tuple[list[Group], list[Glyph]]:
    """Return what the elements of a page hold, in the order of the tags, and the letters that no tag covers.

    `skipped` are places of letters that are page furniture.
    """
    by_content: dict[int, list[Glyph]] = {}
    rest: list[Glyph] = []
    for glyph in page.glyphs:
        if glyph.order not in skipped:
            by_content.setdefault(glyph.tag, []).append(glyph)
    groups: dict[tuple[int, ...], Group] = {}
    taken_items: set[int] = set()
    for tagged in page.tree:
        glyphs = by_content.pop(tagged.content, [])
        if glyphs:
            place(tagged, glyphs, groups, taken_items)
    for left in by_content.values():
        rest += left
    result = [group for group in groups.values() if any(g.text != " " for g in [*group.glyphs, *group.marks])
              or group.cells]  # fmt: skip
    for group in result:
        group.lines = in_given_order(group.glyphs, walls, group.language)
    return result, sorted(rest, key=lambda glyph: glyph.order)


def place(tagged: Tagged, glyphs: list[Glyph], groups: dict[tuple[int, ...], Group], taken: set[int]) -> None:
    """Add letters to the group of the element that they belong to."""
    path = tagged.path
    names = [name for name, _ in path]
    if "Table" in names and "TR" in names and names.index("TR") > names.index("Table"):
        at = names.index("Table")
        row = path[names.index("TR")][1]
        cell = next((number for name, number in path[at:] if name in ("TD", "TH")), row)
        group = groups.setdefault((path[at][1],), Group(Hint("Table"), language=tagged.language))
        group.cells.setdefault(row, {}).setdefault(cell, []).extend(glyphs)
        if "TH" in names and ("THead" in names or row not in group.heads):
            group.heads.add(row)
        if "TD" in names:
            group.heads.discard(row)
            group.heads.add(-row)
        return
    if note := next((number for name, number in path if name in NOTES), 0):
        group = groups.setdefault((note,), Group(Hint("Note"), language=tagged.language))
        group.glyphs += glyphs
        return
    inner = max((at for at, name in enumerate(names) if name in BLOCKS), default=None)
    depth = names.count("L") - 1
    if inner is None:
        key: tuple[int, ...] = (path[-1][1],) if path else (0,)
        hint = Hint("loose")
    else:
        name, number = path[inner]
        item = max((at for at, one in enumerate(names) if one == "LI"), default=-1)
        if name in ORDINARY and item >= 0 and "Table" not in names[item:]:
            owner = path[item][1]
            # The first paragraph of an item is the item itself; others follow it.
            first = groups.get((owner,))
            key = (owner,) if first is None or first.hint.key in ((), (number,)) else (owner, number)
            hint = Hint("LI" if key == (owner,) else "P", max(depth, 0), (number,))
            if first is not None and first.hint.key == () and key == (owner,):
                first.hint.key = (number,)
        else:
            key, hint = (number,), Hint(name, max(depth, 0))
    group = groups.setdefault(key, Group(hint, language=tagged.language))
    if "Lbl" in names and hint.kind == "LI" and not group.glyphs:
        group.marks += glyphs
    else:
        group.glyphs += glyphs


def in_given_order(glyphs: list[Glyph], walls: list[Box], language: str = "") -> list[Line]:
    """Return lines of letters in the order in which an element has them, which its columns need."""
    runs: list[list[Glyph]] = []
    lowest = 0.0
    for glyph in glyphs:
        if not runs or (glyph.base < lowest - 2.5 * glyph.style.size and glyph.text != " "):
            runs.append([])  # it goes on at the top of another column
            lowest = glyph.base
        runs[-1].append(glyph)
        lowest = max(lowest, glyph.base) if glyph.text != " " else lowest
    lines = [line for run in runs for line in lines_of(run, walls)]
    for line in lines:
        line.language = language
    return lines


def are_sane(pages: Iterable[tuple[Page, list[Group], list[Glyph]]]) -> bool:
    """Return whether the tags of a file cover its text, keep its sentences whole and follow its order."""
    covered = missed = pairs = broken = back = long = paragraphs = 0
    for _page, groups, rest in pages:
        missed += sum(glyph.text != " " and not glyph.artifact for glyph in rest)
        last: Group | None = None
        for group in groups:
            covered += len(group.glyphs) + sum(len(one) for row in group.cells.values() for one in row.values())
            if group.cells:
                last = None
                continue
            paragraphs += 1
            long += len(group.lines) > LONGEST or (group.hint.kind == "loose" and len(group.lines) > 12)
            if last is not None and last.lines and group.lines:
                pairs += 1
                one, two = last.lines[-1], group.lines[0]
                plain = not group.marks and last.hint.kind in ORDINARY and group.hint.kind in ORDINARY
                broken += plain and one.text[-1].isalnum() and two.text[:1].islower() and one.base < two.base
                overlap = min(one.x1, two.x1) - max(one.x0, two.x0)
                back += two.base < last.lines[0].base - 2 and overlap > 0.5 * min(one.x1 - one.x0, two.x1 - two.x0)
            last = group
    if covered < COVERED * (covered + missed) or long > 0.1 * paragraphs:
        return False
    return broken <= max(2, 0.08 * pairs) and back <= max(2, 0.12 * pairs)

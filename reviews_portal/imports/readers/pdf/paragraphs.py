"""Lines to paragraphs and list items: where one ends and the next begins."""

import itertools
import re
from statistics import median

from ..words import is_unfinished
from .context import Context
from .model import Box, Glyph, Hint, Line, Piece

TERMINAL = re.compile(r"[.!?:;][\"'”’)\]]*[⁰¹²³⁴-⁹]*$")
LOOSE = 1.3  # times the usual distance of lines: a gap between paragraphs
SLIGHTLY = 1.19  # a gap between paragraphs, if the line below it may begin a sentence
SAME_BASE = 3.0
MARK_GAP = 5.0  # times the size: how far the text of an item may stand from its mark
BULLET_GAP = 0.55


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence, a part of one or an introduction does."""
    return bool(TERMINAL.search(text[-16:]))


def pieces_of(lines: list[Line], page: int, region: int, context: Context, hint: Hint | None = None) -> list[Piece]:
    """Return the paragraphs that lines of one column form. With a hint, most of them are one paragraph by its tags."""
    lines = whole_lines(lines, context)
    for line in lines:
        line.page = page
    groups: list[list[Line]] = []
    lead = usual_lead(lines)
    rights = rights_of(lines, lead)
    for at, line in enumerate(lines):
        if at and not begins(groups[-1], line, lead, rights[at - 1], context, hint):
            groups[-1].append(line)
        else:
            groups.append([line])
    pieces = []
    place = 0
    for group in groups:
        piece = Piece(page, group, region=region, hint=hint, mark=group[0].mark, indent=group[0].x0)
        piece.right = rights[place]
        piece.starts_region = place == 0
        place += len(group)
        pieces.append(piece)
    return pieces


def whole_lines(lines: list[Line], context: Context) -> list[Line]:
    """Return lines with the pieces on one line joined, and with their list marks taken from the text."""
    merged: list[Line] = []
    for line in lines:
        last = merged[-1] if merged else None
        if last and abs(last.base - line.base) < SAME_BASE and line.x0 >= last.x1 - 1 and line.upright == last.upright:
            merged[-1] = beside(last, line, context)
        else:
            merged.append(line)
    for line in merged:
        take_mark(line, context)
    return merged


def with_loose_marks(lines: list[Line], context: Context) -> list[Line]:
    """Return lines with the marks that stand apart from their text on it, so that no column is made of them."""
    kept = sorted(lines, key=lambda line: (round(line.base), line.x0))
    result: list[Line] = []
    for at, line in enumerate(kept):
        beside_it = [
            other
            for other in kept[at + 1 : at + 12]
            if abs(other.base - line.base) < SAME_BASE and other.x0 >= line.x1 - 1 and not other.mark
        ]
        if len(line.text) <= 7 and not line.mark and beside_it:
            other = min(beside_it, key=lambda other: other.x0)
            if is_loose_mark(line, other, context) and not (
                line.text.isalnum() and other.x0 - line.x1 > 3 * other.size
            ):
                beside(line, other, context)
                continue
        result.append(line)
    return result


def with_marks_before(pieces: list[Piece], context: Context) -> list[Piece]:
    """Return pieces with those that are nothing but a mark given to the text that stands beside them."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if (
            last is not None
            and last.kind is piece.kind is None
            and last.page == piece.page
            and len(last.lines) == 1
            and not last.mark
            and not piece.mark
            and abs(last.lines[0].base - piece.lines[0].base) < SAME_BASE
            and is_loose_mark(last.lines[0], piece.lines[0], context)
        ):
            piece.mark, piece.indent = last.lines[0].text, last.indent
            piece.lines[0].mark, piece.lines[0].x0 = piece.mark, last.lines[0].x0
            piece.starts_region = last.starts_region
            result[-1] = piece
            continue
        result.append(piece)
    return result


def is_mark(text: str, context: Context) -> bool:
    """Return whether a text is nothing but the mark of a list."""
    return bool(re.fullmatch(r"\S{1,7}", text)) and context.marks.split(f"{text} Xx") == (text, "Xx")


def is_loose_mark(line: Line, other: Line, context: Context) -> bool:
    """Return whether a line is the mark of the line beside it."""
    if not 0 <= other.x0 - line.x1 < MARK_GAP * other.size:
        return False
    if is_mark(line.text, context) or (line.text in ("o", "X", "x", "-", "–", "*") and line.x1 < other.x0):
        return True
    plain = re.fullmatch(r"\d{1,3}(\.\d{1,2})*|[A-Z]{1,2}\d{1,2}|[A-Z]", line.text)
    return bool(plain) and other.x0 - line.x1 < 4 * other.size and abs(line.size - other.size) < 3


def beside(line: Line, other: Line, context: Context) -> Line:
    """Return two pieces of one line as one."""
    if not line.mark and is_loose_mark(line, other, context):
        other.mark, other.text_x0 = line.text, other.x0
        other.x0, other.glyphs = line.x0, [*line.glyphs, *other.glyphs]
        return other
    letters = len(line.text) + len(other.text)
    line.bold = (line.bold * len(line.text) + other.bold * len(other.text)) / letters
    if len(other.text) > len(line.text):
        line.style = other.style
    line.text = f"{line.text} {other.text}"
    line.glyphs = [*line.glyphs, *other.glyphs]
    line.x1, line.top, line.bottom = other.x1, min(line.top, other.top), max(line.bottom, other.bottom)
    return line


def take_mark(line: Line, context: Context) -> None:
    """Take the mark at the beginning of a line from its text."""
    if line.mark:
        return
    mark, rest = context.marks.split(line.text)
    if not mark:
        # A letter for a sign, set apart from its text: the "o" of typewriter fonts, a crossed box.
        found = re.match(r"([oXx✕–-]) (?=\S)", line.text)
        if not found or len(line.glyphs) < 2:
            return
        first, second = line.glyphs[0], line.glyphs[1]
        if second.x0 - first.x1 < BULLET_GAP * line.size or first.style.font == second.style.font:
            return
        mark, rest = found[1], line.text[found.end() :]
    if not rest:
        return
    line.mark, line.text = mark, rest
    after = letter_after(line.glyphs, len(mark.replace(" ", "")))
    line.text_x0 = after.x0 if after else line.x0
    if after and (letters := [one for one in line.glyphs if one.x0 >= after.x0]):
        line.bold = sum(one.style.bold for one in letters) / len(letters)


def letter_after(glyphs: list[Glyph], count: int) -> Glyph | None:
    """Return the letter that follows a number of characters."""
    seen = 0
    for glyph in glyphs:
        if seen >= count:
            return glyph
        seen += len(glyph.text)
    return None


def with_dots(lines: list[Line], dots: list[Box]) -> None:
    """Give lines a bullet as mark that is drawn to their left, as browsers do."""
    for line in lines:
        for dot in dots:
            middle = (dot.top + dot.bottom) / 2
            if line.top < middle < line.bottom and 0 < line.x0 - dot.x1 < 2.5 * line.size and not line.mark:
                if any(
                    o is not line and o.x0 < line.x0 and o.x1 > dot.x0 and o.top < middle < o.bottom for o in lines
                ):
                    continue
                line.mark, line.text_x0, line.x0 = "•", line.x0, dot.x0
                break


def usual_lead(lines: list[Line]) -> float:
    """Return the usual distance between lines of one paragraph, in sizes of their letters."""
    leads = [
        (two.base - one.base) / two.size
        for one, two in itertools.pairwise(lines)
        if abs(one.size - two.size) < 0.6 and 0 < two.base - one.base < 2.2 * one.size
    ]
    if not leads:
        return 0
    leads.sort()
    # Where each paragraph has one line, the most frequent distance is that between paragraphs.
    low = leads[len(leads) // 10]
    close = [lead for lead in leads if lead < 1.15 * low]
    return median(close)


def rights_of(lines: list[Line], lead: float) -> list[float]:
    """Return for each line the right edge that the lines around it are filled to.

    It is that of the column, where several lines reach it, or else of the lines without a gap between them: text may
    be narrower than its column.
    """
    ends = sorted(line.x1 for line in lines)
    size = max((line.size for line in lines), default=10)
    edge = ends[-1] if ends else 0
    reached = sum(end > edge - 3 * size for end in ends)
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or line.base - groups[-1][-1].base > LOOSE * max(lead, 1.1) * line.size:
            groups.append([])
        groups[-1].append(line)
    rights: list[float] = []
    for group in groups:
        reach = max(line.x1 for line in group)
        if reached >= 3 and (len(group) < 4 or reach > edge - 0.12 * (edge - group[0].x0)):
            reach = edge
        rights += [reach] * len(group)
    return rights


def begins(group: list[Line], line: Line, lead: float, right: float, context: Context, hint: Hint | None) -> bool:
    """Return whether a paragraph begins with a line, or it goes on with the lines of a group."""
    above = group[-1]
    gap = line.base - above.base
    if not line.upright or not above.upright:
        return not (line.upright == above.upright and abs(line.x0 - above.x0) < 1.6 * line.size)
    sizes_differ = abs(above.size - line.size) > 0.08 * max(above.size, line.size)
    goes_on = line.text[:1].islower() and not ends_sentence(above.text)
    if line.mark and not (goes_on and line.mark.isdecimal()):
        return True
    if gap <= 0:
        return gap < -2 and (hint is None or hint.kind == "loose")  # the top of another column
    loose = gap > LOOSE * max(lead or 1.25, 1.05) * line.size
    if sizes_differ and not (goes_on and not loose):
        return True
    heading_above, heading = stands_out(above, context), stands_out(line, context)
    if heading_above != heading and not (goes_on and above.bold < 0.95 and line.bold < 0.95 and not loose):
        return not (goes_on and run_on(above, line, context))
    start = group[0]
    if start.mark and line.x0 < start.x0 - 0.7 * line.size and would_fit(above, line, right):
        return True  # further left than the item above and its mark
    if hint is not None and hint.kind != "loose":
        return gap > 1.9 * max(lead, 1.2) * line.size and not goes_on
    if heading:
        if goes_on or is_unfinished(above.text[-24:]) or above.text.endswith((",", "-", "&", "–")):
            return gap > 2.2 * line.size
        if gap > LOOSE * max(1.2, lead) * line.size:
            return True
        if re.match(r"\d+\.?\d*\s+[A-Z]", line.text) or ends_sentence(above.text):
            return True
        return line.size < 1.12 * context.size and would_fit(above, line, right, 0.3)
    if not loose and gap > SLIGHTLY * max(lead or 1.25, 1.05) * line.size and line.text[:1].isupper():
        return not is_unfinished(above.text[-24:]) and not above.text.endswith(",")
    if loose:
        return not (goes_on and gap < 1.6 * max(lead, 1.1) * line.size and not would_fit(above, line, right))
    if above.style.colour != line.style.colour and above.style.colour != context.colour != line.style.colour:
        return True
    text_left = None if above.mark else above.x0  # below its first line, an item may be set in
    if text_left is not None and line.x0 < text_left - 2.5 * line.size and not goes_on:
        return True
    if start.mark and start.text_x0 > start.x0 + 0.6 * start.size and abs(line.x0 - start.text_x0) < 2:
        return False  # stands where the text of the item stands
    if would_fit(above, line, right) and not goes_on:
        return ends_sentence(above.text) or not is_unfinished(above.text[-24:])
    # The first line of a paragraph is set in, where no gap parts paragraphs.
    set_in = text_left is not None and line.x0 > text_left + 0.8 * line.size
    return set_in and ends_sentence(above.text) and line.text[:1].isupper()


def run_on(above: Line, line: Line, context: Context) -> bool:
    """Return whether a text goes on from letters that stand out to plain ones: emphasis in a sentence."""
    return above.bold < 0.95 or (abs(above.size - line.size) < 0.6 and len(above.text) > 45)


def stands_out(line: Line, context: Context) -> bool:
    """Return whether all of a line is larger or bolder than the text around it."""
    return line.size >= 1.1 * context.size or (line.bold > 0.94 and not context.bold)


def would_fit(above: Line, line: Line, right: float, slack: float = 0.0) -> bool:
    """Return whether the first word of a line would have had room at the end of the line above it."""
    words = line.text.split(maxsplit=1)
    if not words:
        return False
    width = (line.x1 - line.text_x0) / max(len(line.text), 1)
    room = right - above.x1 - slack * max(right - above.x0, 1)
    return room > width * (len(words[0]) + 1) + 0.6 * line.size

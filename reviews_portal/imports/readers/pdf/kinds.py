"""What each piece is: a heading with its level, a list item with its depth, a footnote or a paragraph."""

import re

from ...blocks import BlockKind
from ..marks import is_list_mark, kind_of_mark
from ..words import is_unfinished
from .context import Context
from .hyphens import joined
from .model import Page, Piece

MOST_WORDS = 26  # of a heading in larger letters
MOST_BOLD_WORDS = 18  # of one in bold
MOST_PLAIN_WORDS = 9  # of one in the letters of the text
NOTE = re.compile(r"^([⁰¹²³⁴-⁹]+|\d{1,3}|[*†‡])(?=\W|[A-Z])\s*")
DATED = re.compile(r"(?:[A-Z][a-z]+:? )?(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]{2,9},? (?:19|20)\d\d")
MODAL = re.compile(r"\b(?:should|must|will|shall|needs? to|is|are|was|were|has|have|had|dylai|dylid)\b", re.IGNORECASE)
NUMBERED = re.compile(r"\d+(?:\.\d+)*\.?")


def classify(pieces: list[Piece], context: Context, pages: dict[int, Page]) -> None:
    """Say of each piece what it is."""
    for piece in pieces:
        if not piece.text and piece.kind is not BlockKind.TABLE_ROW:
            piece.text = joined((line.text for line in piece.lines), context.words)
    notes(pieces, context, pages)
    for at, piece in enumerate(pieces):
        if piece.kind is None:
            piece.kind = kind_of(piece, pieces[at + 1] if at + 1 < len(pieces) else None, context)
    levels(pieces, context)
    depths(pieces)


def kind_of(piece: Piece, following: Piece | None, context: Context) -> BlockKind:
    """Return what a piece is by its tag, or else by how it looks."""
    hint = piece.hint.kind if piece.hint else ""
    if hint in ("Note", "FENote"):
        return BlockKind.FOOTNOTE
    words = len(piece.text.split())
    if hint in ("H", "H1", "H2", "H3", "H4", "H5", "H6", "Title") and words <= 40:
        return BlockKind.HEADING
    if hint in ("TOCI",):
        return BlockKind.PARAGRAPH
    if hint == "LI" and piece.hint and (piece.mark or piece.hint.key) and not stands_over(piece, following, context):
        return BlockKind.LIST_ITEM
    if is_heading(piece, following, context):
        return BlockKind.HEADING
    if hint == "LI" or is_list_mark(piece.mark):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def stands_over(piece: Piece, following: Piece | None, context: Context) -> bool:
    """Return whether an item of a tagged list is a numbered heading: bold or large, and over a text."""
    look = (piece.lines[0].bold > 0.94 and not context.bold) or piece.lines[0].size >= 1.12 * context.size
    return (
        bool(NUMBERED.fullmatch(piece.mark))
        and look
        and has_body(following)
        and following is not None
        and (not following.hint or following.hint.kind != "LI")
    )


def is_heading(piece: Piece, following: Piece | None, context: Context) -> bool:
    """Return whether a piece looks like a heading: larger, bolder, numbered, in capitals or before a colon."""
    text = piece.text
    words = text.split()
    if not re.search(r"\w", text) or len(text) > 240:
        return False
    size = max(line.size for line in piece.lines)
    bold = sum(line.bold * len(line.text) for line in piece.lines) / max(
        1, sum(len(line.text) for line in piece.lines)
    )
    numbered = bool(NUMBERED.fullmatch(piece.mark.strip("()")))
    if piece.mark and not numbered and kind_of_mark(piece.mark) == "bullet":
        return False
    ends = text.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")[-1:]
    sentence = ends in ".;," and not re.search(r"\b(etc|e\.g|i\.e|No)\.$", text)
    if DATED.fullmatch(text) or (is_form_only(text) and len(words) <= 2):
        return False
    if size >= 1.12 * context.size:
        large = size >= 1.3 * context.size
        if ends in '”’"' and len(words) > 8:
            return False
        return len(words) <= (MOST_WORDS if large else 18) and not (sentence and len(words) > (9 if large else 4))
    if is_form_only(text):
        return False
    if piece.mark and not numbered:
        # A lettered or Roman item may be a heading, but its bold words are more often the item itself.
        return bold > 0.94 and not context.bold and len(words) <= 8 and not sentence and over_text(piece, following)
    if bold > 0.94 and not context.bold:
        return len(words) <= MOST_BOLD_WORDS and not sentence and size >= 0.85 * context.size
    if text.isdecimal() or sentence or len(piece.lines) > 2 or size < 0.9 * context.size:
        return False
    if ends in "?!" and numbered:
        return False
    if text.isupper() and 1 <= len(words) <= 12 and len(re.sub(r"\W", "", text)) > 3 and has_body(following):
        return True
    if all(line.underlined for line in piece.lines) and len(words) <= 14:
        return True
    if any(word[0].islower() for word in words[:1]):
        return False
    coloured = all(not same_colour(line.style.colour, context.colour) for line in piece.lines)
    if coloured and len(words) <= 12 and not piece.mark and not re.search(r"https?:|www\.|@", text):
        return has_body(following)
    if ends == ":":
        return len(words) <= MOST_PLAIN_WORDS and len(piece.lines) == 1
    if is_unfinished(text) or MODAL.search(text):
        return False
    if numbered and piece.mark and len(words) <= MOST_PLAIN_WORDS:
        return over_text(piece, following) and len(text) < 60
    return (
        not piece.mark
        and len(words) <= MOST_PLAIN_WORDS
        and len(piece.lines) == 1
        and ends.isalnum() | (ends in "?)’'")
        and has_body(following)
        and following is not None
        and (following.mark != "" or len(following.text) > 90 or len(following.lines) > 1)
        and piece.lines[0].x1 < 0.75 * max(line.x1 for line in following.lines)
        and following.page == piece.page
    )


def over_text(piece: Piece, following: Piece | None) -> bool:
    """Return whether a piece with a mark stands over text, and not beside others of its list."""
    if following is None or not has_body(following) or following.mark == next_of(piece.mark):
        return False
    return piece.text[:1].isupper() and not is_unfinished(piece.text) and piece.text.split()[-1] not in ("and", "or")


def same_colour(one: int, two: int) -> bool:
    """Return whether two colours are the same but for a little."""
    return all(abs((one >> shift & 255) - (two >> shift & 255)) < 48 for shift in (0, 8, 16))


def next_of(mark: str) -> str:
    """Return the mark that follows a numbered one: "3." after "2."."""
    return re.sub(r"(\d+)(?=\D*$)", lambda found: str(int(found[1]) + 1), mark)


def is_form_only(text: str) -> bool:
    """Return whether a text is a date, an address or a number, which are no headings though they are short."""
    return bool(re.search(r"https?://|www\.|\S@\S", text)) or len(re.findall(r"\d", text)) > 8


def has_body(following: Piece | None) -> bool:
    """Return whether text follows that a heading could stand over."""
    return following is not None and following.kind is not BlockKind.FURNITURE and bool(following.text)


def levels(pieces: list[Piece], context: Context) -> None:
    """Give each heading its level: by its tag, or else by its letters, the largest first."""
    headings = [piece for piece in pieces if piece.kind is BlockKind.HEADING]
    by_tag: dict[tuple, int] = {}
    for piece in headings:
        kind = piece.hint.kind if piece.hint else ""
        if re.fullmatch(r"H[1-6]", kind):
            piece.level = int(kind[1])
            by_tag.setdefault(look_of(piece, context), piece.level)
        elif kind in ("H", "Title"):
            piece.level = 1
    rest = [piece for piece in headings if not piece.level]
    looks = sorted({look_of(piece, context) for piece in rest}, reverse=True)
    least = max((level for level in by_tag.values()), default=0)
    rank = {}
    for look in looks:
        if look in by_tag:
            rank[look] = by_tag[look]
        elif by_tag:
            larger = [level for other, level in by_tag.items() if other > look]
            rank[look] = min(6, (max(larger) if larger else 0) + 1)
        else:
            rank[look] = min(6, len(rank) + 1)
    del least
    for piece in rest:
        piece.level = rank[look_of(piece, context)]
        if piece.mark and not by_tag and "." in piece.mark.strip("."):
            piece.level = min(6, max(piece.level, 1 + piece.mark.strip(".").count(".")))


def look_of(piece: Piece, context: Context) -> tuple:
    """Return how a heading looks, so that the one which stands higher is greater."""
    line = piece.lines[0]
    size = round(max(line.size for line in piece.lines)) if line.size > 1.05 * context.size else round(context.size)
    bold = sum(line.bold for line in piece.lines) > 0.9 * len(piece.lines)
    return (size, bold, piece.text.isupper(), not same_colour(line.style.colour, context.colour), line.underlined)


def depths(pieces: list[Piece]) -> None:
    """Say how deep each list item stands, by its indent and the kind of its mark."""
    open_items: list[tuple[float, str]] = []
    previous = ""
    column = (0, 0)
    lowest = 0.0
    for piece in pieces:
        if piece.kind in (BlockKind.FURNITURE, BlockKind.FOOTNOTE):
            continue
        if piece.kind is not BlockKind.LIST_ITEM:
            if piece.kind is not BlockKind.PARAGRAPH or (open_items and piece.indent < open_items[0][0] + 6):
                open_items, previous = [], ""
            continue
        tagged = piece.hint is not None and piece.hint.kind == "LI"
        if tagged and (not piece.mark or not piece.lines):
            piece.level = piece.hint.level if piece.hint else 0
            continue
        here = (piece.page, 0 if tagged else piece.region)
        jumped = tagged and piece.lines[0].base < lowest
        lowest = piece.lines[-1].base if tagged else 0.0
        if (here != column or jumped) and open_items:
            # The next column: the same depths, moved to its own left edge where its first item continues the last.
            kinds = [kind for _, kind in open_items]
            kind = key_of(piece.mark, previous)
            if kind in kinds:
                shift = piece.indent - open_items[kinds.index(kind)][0]
                open_items = [(indent + shift, one) for indent, one in open_items]
            else:
                open_items = []
        column = here
        kind = key_of(piece.mark, previous)
        previous = piece.mark
        while open_items and open_items[-1][0] > piece.indent + 5:
            open_items.pop()
        same = [at for at, (indent, one) in enumerate(open_items) if abs(indent - piece.indent) <= 5 and one == kind]
        if same:
            del open_items[same[0] + 1 :]
        else:
            open_items.append((piece.indent, kind))
        piece.level = max(len(open_items) - 1, piece.hint.level if tagged and piece.hint else 0)


def key_of(mark: str, previous: str) -> str:
    """Return what kind of mark one is, each sort of bullet being its own."""
    kind = kind_of_mark(mark, previous)
    return mark if kind == "bullet" else kind + re.sub(r"\w+", "", mark)


def notes(pieces: list[Piece], context: Context, pages: dict[int, Page]) -> None:
    """Find footnotes: small letters at the foot of a page, beginning with a number or sign."""
    by_page: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_page.setdefault(piece.page, []).append(piece)
    for number, own in by_page.items():
        page = pages[number]
        for piece in own:
            if piece.hint and piece.hint.kind in ("Note", "FENote"):
                take_number(piece)
        text = [piece for piece in own if piece.kind is None and piece.lines and not piece.hint]
        text.sort(key=lambda piece: piece.lines[0].base)
        begun: list[Piece] = []
        for piece in reversed(text):
            line = piece.lines[0]
            if line.size > 0.92 * context.size or line.top < 0.5 * page.height:
                break
            begun.append(piece)
        begun.reverse()
        while begun and not (NOTE.match(begun[0].text) or begun[0].mark):
            begun.pop(0)
        numbers = [piece.mark or (found[1] if (found := NOTE.match(piece.text)) else "") for piece in begun]
        given = [one for one in numbers if one]
        if len(given) != len(set(given)) or len(given) < 0.6 * len(begun):
            continue
        for piece in begun:
            take_number(piece)
            piece.kind = BlockKind.FOOTNOTE


def take_number(piece: Piece) -> None:
    """Take the number of a footnote from its text."""
    if not piece.mark and (found := NOTE.match(piece.text)):
        piece.mark, piece.text = found[1], piece.text[found.end() :]

"""What all readers do with text: decode it, tidy it, and judge by its form what it is."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from learning.originals.reader.contents import MOST_TEXT, Refused, storable
from learning.utils.clean_text import clean
from reviews_portal.imports.blocks import Block, BlockKind

from .marks import BULLET, is_list_mark, kind_of_mark, marks_of

LATIN = {"iso8859-1", "ascii", "cp1252"}  # what browsers read as the encoding of Windows
LONGEST_HEADING, MOST_WORDS = 90, 12
# Words that no sentence, item or heading ends with: what ends so goes on. Questions may.
UNFINISHED = re.compile(
    r"(?<![,;])\s(?:a|an|and|or|nor|but|the|their|our|your|its|than|into|whose|between|amongst|y|yr|a'r|i'r|o'r)$"
    r"|(?<![,;])\s(?:are|as|at|be|by|for|from|had|has|have|in|is|of|on|to|was|were|with)$",
    re.IGNORECASE,
)
QUESTION = re.compile(r"(?:who|what|where|when|which|why|how|things|people|areas)\b", re.IGNORECASE)
DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr),?\s+\d{4}"
)
CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?|cynnwys:?", re.IGNORECASE)
MODAL = re.compile(r"\b(?:should|must|shall|will|would|needs? to)\b")
ADDRESS = re.compile(r"\d/\d\d?/\d\d|https?://|www\.|\S@\S|\w\.(?:uk|org|com|net|cymru|wales)\b")


def decoded(content: bytes, declared: str = "") -> str:
    """Return the text of a file: by its byte order mark, as declared, as UTF-8, or in the encoding of Windows.

    Raises Refused for content that is not text, is empty, or is too long.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        if b"\0" in content[:4096] or content.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise Refused("is not text, whatever its name says. Choose the file in its own format.")
        text = _decoded_as(content, declared)
    if len(text) > MOST_TEXT:
        raise Refused("has too much text. Split it into one file for each review.")
    text = storable(text)
    if not re.search(r"\w", text):
        raise Refused("has no text. Choose another file.")
    return text


def _decoded_as(content: bytes, declared: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        name = codecs.lookup(declared).name if declared else "cp1252"
        return content.decode("cp1252" if name in LATIN or name.startswith("utf") else name, errors="replace")
    except LookupError:
        return content.decode("cp1252", errors="replace")


def tidy(text: str) -> str:
    """Return a text without invisible characters, its white space collapsed, its line breaks kept."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in clean(text).split("\n"))))


def may_be_heading(text: str) -> bool:
    """Return whether a text has the form of a heading: short, one line, beginning and ending as none but headings do.

    A date, a row with one in it, an address, a telephone number and a sentence that says what should be are none.
    """
    most = MOST_WORDS + 2 * text.endswith("?")
    if not text or len(text) > LONGEST_HEADING or len(text.split()) > most or "\n" in text:
        return False
    if not re.search(r"[^\W\d_]{2}", text) or text[0].islower() or re.search(r"[.,;][\"'”’)]?$", text):
        return False
    date = DATE.search(text)
    if date and (date.end() < len(text) or date[0] == text or text[: date.start()].endswith(": ")):
        return False
    if MODAL.search(text) and not QUESTION.match(text) and text[-1] != "?":
        return False
    return len(re.findall(r"\d", text)) < 8 and not ADDRESS.search(text)


def is_unfinished(text: str) -> bool:
    """Return whether a text ends with a word that cannot be its last."""
    return bool(UNFINISHED.search(f" {text}")) and not QUESTION.match(text)


def lines_of(pieces: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """Yield the lines of a text in groups that are one block each, with whether they are bold.

    An empty line ends a block, a bullet begins one, and a bold line that may be a heading is one of its own.
    """
    lines: list[list[tuple[str, bool]]] = [[]]
    for piece, bold in pieces:
        first, *others = piece.split("\n")
        lines[-1].append((first, bold))
        lines += [[(other, bold)] for other in others]
    group: list[tuple[str, bool]] = []
    for line in lines:
        text = tidy("".join(piece for piece, _ in line))
        bold = all(bold for piece, bold in line if piece.strip())
        begins = bool(BULLET.match(text)) or (
            len(group) == 1 and group[0][1] and not bold and may_be_heading(group[0][0])
        )
        if group and (not text or begins):
            yield group
            group = []
        if text:
            group.append((text, bold))
    if group:
        yield group


def arranged(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks with headings over two lines as one, and with a table of contents as furniture."""
    found: list[Block] = []
    page = -1  # the last in a table of contents; -1 outside one
    for block in blocks:
        before = found[-1] if found else None
        ends = re.search(r"\s(\d{1,3})$", block.text)
        if page >= 0 and ends and int(ends[1]) >= page and before is not None:
            page = int(ends[1])
            if CONTENTS.fullmatch(before.text):
                found[-1] = replace(before, kind=BlockKind.FURNITURE, level=0)
            found.append(replace(block, kind=BlockKind.FURNITURE, level=0))
            continue
        page = 0 if CONTENTS.fullmatch(block.text) else -1
        both = before is not None and before.kind is block.kind is BlockKind.HEADING and not block.mark
        if before is not None and both and before.level == block.level and goes_on(before.text, block.text):
            found[-1] = replace(before, text=f"{before.text} {block.text}", links=before.links + block.links)
            continue
        found.append(block)
    return found


def goes_on(first: str, second: str) -> bool:
    """Return whether a heading goes on in the next."""
    return is_unfinished(first) or (second[:1].islower() and first[-1:] not in ".:?!")


class ListDepths:
    """How deep each item of a list without markup stands, by its indentation and the kind of its mark."""

    def __init__(self) -> None:
        self.open: list[tuple[int, str]] = []
        self.previous = ""

    def depth(self, mark: str, indent: int = 0) -> int:
        """Return the depth of the next item, from 0."""
        kind = kind_of_mark(mark, self.previous)
        kind = mark if kind == "bullet" else kind + re.sub(r"\w+", "", mark)
        self.previous = mark
        while self.open and self.open[-1][0] > indent:
            self.open.pop()
        if (indent, kind) in self.open:
            del self.open[self.open.index((indent, kind)) + 1 :]
        else:
            self.open.append((indent, kind))
        return len(self.open) - 1

    def end(self) -> None:
        """End the list."""
        self.open, self.previous = [], ""


def with_typed_marks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with the marks that people typed into their text taken from it: "(a) All agencies"."""
    blocks = list(blocks)
    marks = marks_of(line for block in blocks for line in block.text.split("\n"))
    depths = ListDepths()
    for block in blocks:
        mark, rest = marks.split(block.text)
        if block.kind is BlockKind.PARAGRAPH and mark and rest:
            if is_list_mark(mark):
                block = replace(block, kind=BlockKind.LIST_ITEM, level=depths.depth(mark))
            yield replace(block, mark=mark, text=rest)
            continue
        depths.end()
        # A list's own number stays; its own bullet gives way to what people typed after it.
        own = kind_of_mark(block.mark) if block.mark else "bullet"
        if block.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM) and mark and rest and own == "bullet":
            block = replace(block, mark=mark, text=rest)
        yield block

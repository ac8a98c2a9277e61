"""The lines before the first chapter of a document: its title, and other details that they state."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..blocks import Block, BlockKind
from ..draft import NotPlaced, Reason
from .partnerships import NAMED, names_in
from .publication_dates import without_dates
from .review_kinds import NAMES, kind_of
from .subjects import subject_of

LONGEST_LINE = 24  # words of a line on a title page
LONGEST_TITLE = 16  # words of a line of a title
SHORT_TITLE = 10  # words of a heading that may be a question: "SAR Peter: what do I need to know?"
LONGEST_NAME = 4  # words of a pseudonym
SENTENCE = re.compile(r"\b(?:is|are|was|were|means?|has|have|had|should|will|can|you|we|our)\b", re.IGNORECASE)
DOCUMENTS = "|".join(NAMES["documents"])
DOCUMENT = re.compile(
    rf"(?:[\w’'&-]+[ -]){{0,6}}(?:{DOCUMENTS})(?: (?:no\.? ?)?\d+)?|"
    rf"(?:[\w’'&-]+ ){{0,3}}(?:{DOCUMENTS}) (?:to|of|by|on|from|for)\b.*",
    re.IGNORECASE,
)
ANY_DOCUMENT = re.compile(rf"\b(?:{DOCUMENTS})\b", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+[|·•]\s+")
MARGINS = re.compile("|".join(NAMES["margins"]), re.IGNORECASE)
# Lines about the document that are not a title: who wrote it, whom it is for, what to do with it.
ABOUT = re.compile("|".join(NAMES["about_document"]), re.IGNORECASE)
WELSH = re.compile(r"(?:Adolygiad|Bwletin|Briff|Crynodeb|Cynllun|Dysgu)\b")
IN_QUOTES = re.compile(r"[‘“\"'][^‘“\"]{2,60}[’”\"']")
LETTER = re.compile(r"Dear\b.*|Annwyl\b.*")
LABELS = {name: re.compile("|".join(words), re.IGNORECASE) for name, words in NAMES["labels"].items()}
LABELLED = re.compile(r"(?P<label>[^:]{2,40}):\s+(?P<value>\S.*)", re.DOTALL)
ORGANISATION = re.compile(
    r"\b(?:Department|Ministry|Council|Board|Partnership|Committee|Panel|Office|NHS|Trust|Government|Service)s?\b"
)
# Words before the name of a partnership that has a line of its own.
BY = re.compile(
    r"(?:(?:a|an|the|this|independent)\s+)?(?:(?:report|briefing|published|produced|prepared|commissioned|written|"
    r"issued|posted|from|by|for|to|and|on behalf of|the|y|gan)\b[\s:,]*)+",
    re.IGNORECASE,
)
# Ends and beginnings of lines across which a title continues.
OPEN_END = re.compile(
    r"(?:[:–—-]|\b(?:of|the|and|for|in|to|with|about|concerning|regarding|a|an|from|into|on|by))$", re.IGNORECASE
)
OPEN_START = re.compile(r"[a-z(&]|(?:Concerning|Regarding|In [Rr]espect [Oo]f|Relating [Tt]o|About)\b")


@dataclass(frozen=True)
class Piece:
    """Words of one line that may be part of a title."""

    block: Block
    words: str

    @property
    def is_heading(self) -> bool:
        """Whether the document shows the line as a heading."""
        return self.block.kind is BlockKind.HEADING

    @property
    def is_welsh(self) -> bool:
        """Whether it is in Welsh."""
        return self.block.language == "cy" or WELSH.match(self.words) is not None

    @property
    def names_review(self) -> bool:
        """Whether it names a kind of review or its subject."""
        return names_review(self.words)

    @property
    def names(self) -> bool:
        """Whether it names the kind of document or of review, or the subject."""
        return self.names_review or bool(DOCUMENT.fullmatch(self.words) or IN_QUOTES.fullmatch(self.words))


@dataclass
class TitlePage:
    """The details in the lines before the first chapter."""

    pieces: list[Piece] = field(default_factory=list)  # of the title
    rest: list[Block] = field(default_factory=list)  # lines that are text
    aside: list[NotPlaced] = field(default_factory=list)  # words that are in the details
    dated: list[str] = field(default_factory=list)  # lines with dates
    named: dict[str, str] = field(default_factory=dict)  # the details that lines name: "title", "subject"
    bodies: list[str] = field(default_factory=list)  # names of partnerships

    @classmethod
    def of(cls, head: Sequence[Block]) -> "TitlePage":
        """Read the blocks before the first chapter of a source."""
        page = cls()
        for block in lines_of(head):
            page.read(block)
        page.choose()
        return page

    def read(self, block: Block) -> None:
        """Read one line."""
        text = block.text.strip()
        if block.kind is BlockKind.TABLE_ROW:
            cells = [cell.strip() for cell in block.cells if cell.strip()]
            if len(cells) == 2:
                self.take_labelled(*cells)
            self.rest.append(block)
        elif block.kind is BlockKind.LIST_ITEM or len(text.split()) > LONGEST_LINE:
            self.rest.append(block)
        elif MARGINS.fullmatch(text):
            self.put_aside(text, block, Reason.FURNITURE)
        elif LETTER.fullmatch(text):
            self.set_back([one for one in self.pieces if not one.names])
            self.rest.append(as_text(block))
        elif (found := LABELLED.fullmatch(text)) and self.take_labelled(**found.groupdict()) in ("title", "subject"):
            self.put_aside(found["label"], block)
            self.pieces.append(Piece(block, found["value"]))
        else:
            self.read_words(block, text)

    def take_labelled(self, label: str, value: str) -> str | None:
        """Note a detail with its label, such as "Published by" or "Title". Return which detail it is."""
        name = names_detail(label)
        if name == "published":
            self.dated.append(f"Published {value}")
        elif name == "partnership":
            own = [body for body, _ in names_in(value)] or [value] * bool(ORGANISATION.search(value))
            self.bodies = [*own[:1], *self.bodies]
        elif name == "subject" and kind_of(value):  # as in a letter: "Re: Domestic Homicide Review"
            name = "title"
        if name in ("title", "subject", "review"):
            self.named.setdefault(name, value)
        return name

    def read_words(self, block: Block, text: str) -> None:
        """Split a line into words of the title, names of partnerships and dates."""
        said: list[str] = []  # dates and partnerships
        words: list[str] = []
        for part in SEPARATOR.split(f"{block.mark} {text}".strip()):
            left, dates = without_dates(part)
            self.dated += [part] if dates else []
            left, body = without_body(left)
            said += [*dates, *([body] if body else [])]
            words += [left.strip(" ,;–—-")] if re.search(r"\w", left) else []
        self.bodies += [name for name, _ in names_in(text)]
        lines = [line for line in words if is_title(line, is_heading=block.kind is BlockKind.HEADING)]
        if len(lines) < len(words) or (not words and not said):
            self.rest.append(as_text(block))
            return
        for one in said:
            self.put_aside(one, block)
        self.pieces += [Piece(block, line) for line in lines]

    def choose(self) -> None:
        """Keep the lines of the title. Others become text, or are set aside if they repeat the title."""
        if any(one.names_review and not one.is_welsh for one in self.pieces):
            for one in [one for one in self.pieces if one.is_welsh]:
                self.put_aside(one.words, one.block)
                self.pieces.remove(one)
        if any(one.names for one in self.pieces):
            kept = self.named.get("subject")
            self.set_back([one for one in self.pieces if not (one.is_heading or one.names or one.words == kept)])
        elif any(one.is_heading for one in self.pieces):
            self.set_back([one for one in self.pieces if not one.is_heading])
        else:
            self.set_back(self.pieces[1:])
        seen = " "
        for one in list(self.pieces):
            if f" {key(one.words)} " in seen:
                self.put_aside(one.words, one.block)
                self.pieces.remove(one)
            seen += f"{key(one.words)} | "

    def set_back(self, pieces: Sequence[Piece]) -> None:
        """Turn lines that seemed to be part of the title into text."""
        for one in pieces:
            self.pieces.remove(one)
            self.rest.append(as_text(replace(one.block, text=one.words, mark="")))
        self.rest.sort(key=lambda block: block.number)

    def put_aside(self, words: str, block: Block, reason: Reason = Reason.REPEATED) -> None:
        """List words as not placed."""
        self.aside.append(NotPlaced(text=words, reason=reason, place=block.place, block=block.number))


def names_review(text: str) -> bool:
    """Return whether a title names a kind of review or its subject."""
    return bool(kind_of(text) or subject_of([text]))


def names_detail(label: str) -> str | None:
    """Return the detail that the label of a row or line names, such as "title" or "published", or None."""
    return next((name for name, words in LABELS.items() if words.fullmatch(label.strip(": "))), None)


def lines_of(head: Sequence[Block]) -> Iterator[Block]:
    """Yield the lines of a title page, each as a block. Names and titles broken across lines are joined again."""
    unfinished: Block | None = None
    for block in single_lines(head):
        if unfinished is not None and continues(unfinished, block):
            unfinished = replace(unfinished, text=f"{unfinished.text} {block.text}")
            continue
        if unfinished is not None:
            yield unfinished
        unfinished = block
    if unfinished is not None:
        yield unfinished


def single_lines(head: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of a title page. A block of several short lines becomes one block per line."""
    for block in head:
        lines = [line.strip() for line in block.text.split("\n") if line.strip()]
        short = block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and len(lines) > 1
        if short and all(len(line.split()) <= LONGEST_TITLE for line in lines):
            yield from (replace(block, text=line, mark="") for line in lines)
        else:
            yield block


def continues(block: Block, after: Block) -> bool:
    """Return whether a line continues the name of a partnership, or the title, from the line before."""
    if {block.kind, after.kind} - {BlockKind.HEADING, BlockKind.PARAGRAPH} or block.mark or after.mark:
        return False
    first, second = block.text.strip(), after.text.strip()
    if len(f"{first} {second}".split()) > LONGEST_LINE or not second:
        return False
    if NAMED.fullmatch(f"{first} {second}") and not NAMED.fullmatch(second) and not NAMED.fullmatch(first):
        return True
    return bool(OPEN_END.search(first) or OPEN_START.match(second)) and is_title(second)


def is_title(text: str, *, is_heading: bool = False) -> bool:
    """Return whether a line can be part of a title: short, and not a sentence, date, reference or instruction."""
    length = len(text.split())
    if is_heading and length <= SHORT_TITLE and names_review(text):
        return True
    longest = LONGEST_LINE if is_heading else LONGEST_TITLE
    return length <= longest and text[-1] not in ".:?;" and not SENTENCE.search(text) and not ABOUT.match(text)


def without_body(text: str) -> tuple[str, str]:
    """Return a line without the name of a partnership at its beginning or end, and this name as printed.

    A name that belongs to the title stays: "Statement by the Larkhaven Community Safety Partnership".
    """
    for _, printed in names_in(text):
        before, found, after = text.partition(printed)
        if not found:
            continue
        lead = before.strip(" ,;|–—-(")
        if (by := BY.fullmatch(lead)) or not lead:
            short = re.match(r"\s*\([A-Z]{2,8}\)", after)
            rest = after[short.end() if short else 0 :].strip(" ,;:|–—-)")
            if re.fullmatch(DOCUMENTS, rest, re.IGNORECASE):
                continue  # "Response" alone is no title
            said = f"{by[0] if by else ''} {printed}{short[0] if short else ''}"
            return rest, said.strip()
        if not re.sub(r"\([A-Z]{2,8}\)", "", after).strip(" ,;|–—-).") and not OPEN_END.search(before.strip()):
            return before.rstrip(" ,;|–—-("), f"{printed}{after}"
    return text, ""


def as_text(block: Block) -> Block:
    """Return a block as a paragraph."""
    return replace(block, kind=BlockKind.PARAGRAPH, level=0)


def key(text: str) -> str:
    """Return the words of a line, for comparison."""
    return " ".join(re.findall(r"\w+", text.lower()))


def with_subject(lines: Sequence[str], subject: str) -> list[str]:
    """Return the lines of a title with a pseudonym after the line that names the kind of review."""
    others = [line for line in lines if line != subject]
    at = max((at for at, line in enumerate(others, 1) if kind_of(line)), default=len(others))
    return [*others[:at], subject, *others[at:]]


def joined(lines: Sequence[str]) -> str:
    """Return the lines of a title as one: "Learning brief: Safeguarding Adults Review, Mr Pocock. Summary"."""
    title, before = "", ""
    for line in lines:
        is_name = not ANY_DOCUMENT.search(line) and len(line.split()) <= LONGEST_NAME
        if title and (found := re.fullmatch(r"([^:]*\bReview): ([^:]*)", line)) and ":" not in title:
            title = f"{title}: {found[1]}, {found[2]}"
        elif not title:
            title = line
        elif OPEN_END.search(title) or OPEN_START.match(line):
            title = f"{title} {line}"
        elif ":" in title:
            title = f"{title}{',' if is_name and kind_of(before) else '.'} {line}"
        else:
            title = f"{title}: {line}"
        before = line
    return title

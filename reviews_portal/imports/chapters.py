"""Divide the blocks of a source into chapters: consecutive headings, and the text under them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .blocks import Block, BlockKind
from .draft import NotPlaced, Reason, Type
from .heading_names import type_of

CONTINUED = re.compile(r"[\s(–—-]*\b(?:continued|cont(?:inued)?['’.]?d?|cont)\b[.)]*\s*$", re.IGNORECASE)
# Types of text that documents split under several headings of one level, such as the names of themes.
GOES_ON = (Type.FINDING, Type.LEARNING_POINT, Type.CONCERN, Type.AREA_TO_STRENGTHEN)
# Endings of sentences that continue in a list.
LEADS = re.compile(r"\b(?:that|which|to|by|and|of|for|following \w+|reports?|include[sd]?|including)\s*:$")
FINITE = re.compile(r"\b(?:should|must|will|was|were|is|are|has|have|had)\b")
# Chapters that belong to the website around a page, not to the document.
SITE = re.compile(
    r"(?:share (?:this|on)\b.*|(?:did you|was this|is this|how) .*(?:find|page|helpful|useful).*\?|"
    r"(?:rate|print|email) this.*|related (?:content|pages|links)|in this section|cookies?\b.*|follow us.*|"
    r"sign up .*newsletter.*|feedback)$",
    re.IGNORECASE,
)
LONGEST_INTRODUCTION = 20  # words
ANNOUNCES = re.compile(
    r"\bfollowing (?:\w+ ){0,2}(?:recommendations?|questions?|resources?|actions?)\b|"
    r"^(?:to (?:read|learn|find)|for (?:more|further))\b",
    re.IGNORECASE,
)
APPENDIX = re.compile(r"(?:Appendix|Annex)\b.{0,4}:\s", re.IGNORECASE)
LONGEST_NAME = 8  # words of a section's name that ends with a colon
# Closing words of letters and emails: the signature that follows is not part of the chapter before.
CLOSING = re.compile(
    r"(?:with )?(?:best|kind|kindest|warm|warmest) (?:wishes|regards)[,.]?|yours (?:sincerely|faithfully|truly)[,.]?",
    re.IGNORECASE,
)
SHORTEST_TEXT = 3  # words; "Download" under the title of a guide does not count as text
LETTER = re.compile(r"([A-H]) (?=[A-Z])")
NUMERAL = re.compile(r"(?:step|part|box|minute|section)?\s*(?:\d{1,2}|[ivx]{1,4})[.):]?", re.IGNORECASE)


@dataclass
class Chapter:
    """A run of headings with nothing between them, and the blocks under it.

    `above` is the chapter whose heading has a higher level; `type` is the type that its headings state.
    """

    headings: list[Block]
    above: "Chapter | None" = None
    blocks: list[Block] = field(default_factory=list)
    type: Type | None = None

    @property
    def level(self) -> int:
        """The level of its first heading, 1 to 6; 0 without any."""
        return self.headings[0].level if self.headings else 0

    @property
    def name(self) -> str:
        """Its headings as they are printed, one per line."""
        return "\n".join(one.printed for one in self.headings)

    @property
    def is_numeral(self) -> bool:
        """Whether its heading is a numeral alone, as in a briefing of six steps."""
        return bool(self.headings) and all(NUMERAL.fullmatch(one.printed) for one in self.headings)

    @property
    def says_type(self) -> bool:
        """Whether its own headings state its type."""
        return type_of_run(self.headings) is not None

    @property
    def types_above(self) -> list[Type]:
        """The types of the chapters around it, the nearest first."""
        if self.above is None:
            return []
        return [*([self.above.type] if self.above.type else []), *self.above.types_above]


def demoted(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks; a heading that is the beginning of a sentence and leads into a list becomes a paragraph."""
    for block in blocks:
        if block.kind is BlockKind.LIST_ITEM and not block.mark and APPENDIX.match(block.text):
            block = replace(block, kind=BlockKind.HEADING, level=2)
        leads = block.kind is BlockKind.HEADING and block.text.endswith(":")
        begins = leads and (LEADS.search(block.text) or (FINITE.search(block.text) and type_of(block.text) is None))
        yield replace(block, kind=BlockKind.PARAGRAPH, level=0) if begins else block


def running_heads(blocks: list[Block]) -> list[Block]:
    """Return blocks; headings that repeat words of the title before a page number become furniture, with it."""
    title = {word for one in blocks[:8] for word in key_of(one.text).split()}
    found = list(blocks)
    for at, (one, after) in enumerate(pairwise(blocks)):
        said = key_of(one.text).split()
        is_number = re.fullmatch(r"\d{1,3}", after.text) and not after.mark
        repeats = len(said) > 2 and sum(word in title for word in said) >= 0.7 * len(said)
        if at > 8 and one.kind is BlockKind.HEADING and is_number and repeats:
            found[at] = replace(one, kind=BlockKind.FURNITURE)
            found[at + 1] = replace(after, kind=BlockKind.FURNITURE)
    return found


def with_levels(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks with levels for headings that have only one: numbered ones stand above those without a number.

    Text from PDFs does not show how large its headings were.
    """
    blocks = list(blocks)
    headings = [one for one in blocks if one.kind is BlockKind.HEADING]
    numbered = [one for one in headings if re.fullmatch(r"\d{1,2}[.):]?", one.mark)]
    if len(numbered) < 3 or len({one.level for one in headings[1:]}) > 1:
        return blocks
    level = numbered[0].level
    deeper = set(map(id, headings[headings.index(numbered[0]) :])) - set(map(id, numbered))
    return [replace(one, level=level + 1) if id(one) in deeper else one for one in blocks]


def chapters_of(blocks: Iterable[Block]) -> tuple[list[Chapter], list[NotPlaced]]:
    """Return the chapters of a source in order, the first without a heading, and what is furniture or repeated."""
    chapters, aside = [Chapter([])], []
    last_named: dict[str, Chapter] = {}
    levelled = with_levels(running_heads(list(demoted(blocks))))
    for block, after in zip(levelled, [*levelled, None][1:], strict=True):
        current = chapters[-1]
        if current.type is Type.RESOURCE and is_title(block, after):
            block = replace(block, kind=BlockKind.PARAGRAPH, level=0)
        elif announces_others(block, current) or stands_over(block, after) or asks_over(block, after, current):
            block = replace(block, kind=BlockKind.HEADING, level=max(current.level, 1) + 1)
        if CLOSING.fullmatch(block.text):
            chapters.append(Chapter([], type=Type.BACKGROUND))
            current = chapters[-1]
        if block.kind is BlockKind.FURNITURE:
            aside.append(NotPlaced(text=block.printed, reason=Reason.FURNITURE, place=block.place, block=block.number))
        elif block.kind is not BlockKind.HEADING:
            current.blocks.append(block)
        elif current.headings and current.blocks and block.printed == current.name:
            aside.append(NotPlaced(text=block.printed, reason=Reason.REPEATED, place=block.place, block=block.number))
        elif (again := continued(block, last_named)) is not None:
            aside.append(NotPlaced(text=block.printed, reason=Reason.REPEATED, place=block.place, block=block.number))
            if again is not current:
                chapters.append(Chapter(again.headings, again.above, type=again.type))
        elif current.headings and not current.blocks and block.level >= current.headings[-1].level:
            current.headings.append(block)
            current.type = type_of_run(current.headings)
            last_named[key(block)] = current
        else:
            chapters.append(Chapter([block], above(chapters, block.level), type=type_of_run([block])))
            chapters[-1].type = chapters[-1].type or type_beside(chapters)
            last_named[key(block)] = chapters[-1]
    names = {key(heading) for chapter in chapters for heading in chapter.headings}
    for chapter in chapters:
        chapter.blocks = lettered(chapter.blocks)
        if is_contents(chapter, names):
            aside += taken_out(chapter, Reason.REPEATED)
        elif SITE.match(chapter.name):
            aside += taken_out(chapter, Reason.FURNITURE)
    for chapter, below in pairwise(chapters):
        said = type_of(chapter.blocks[0].text) if introduces(chapter, below) else None
        if said not in (None, Type.RESOURCE, Type.BACKGROUND):
            chapter.type = said
    return [one for one in chapters if one.headings or one.blocks], aside


def taken_out(chapter: Chapter, reason: Reason) -> list[NotPlaced]:
    """Empty a chapter, and return all its words as not placed."""
    everything = [*chapter.headings, *chapter.blocks]
    chapter.headings, chapter.blocks = [], []
    return [NotPlaced(text=one.printed, reason=reason, place=one.place, block=one.number) for one in everything]


def announces_others(block: Block, current: Chapter) -> bool:
    """Return whether a paragraph announces statements that the chapter around it does not hold.

    Recommendations or further reading may follow learning after only "We make the following recommendations:".
    """
    text = block.text.rstrip()
    if block.kind is not BlockKind.PARAGRAPH or not text.endswith(":") or len(text.split()) > LONGEST_INTRODUCTION:
        return False
    found = type_of(text) if ANNOUNCES.search(text) else None
    return found in (Type.RECOMMENDATION, Type.RESOURCE, Type.QUESTION) and found != current.type


def stands_over(block: Block, after: Block | None) -> bool:
    """Return whether a paragraph is the heading of the paragraph after it: a section's name that ends with a colon."""
    is_line = block.kind is BlockKind.PARAGRAPH and not block.mark and block.text.rstrip().endswith(":")
    is_short = len(block.text.split()) <= LONGEST_NAME and not LEADS.search(block.text)
    return is_line and is_short and is_prose(after) and type_of(block.text) is not None


def asks_over(block: Block, after: Block | None, current: Chapter) -> bool:
    """Return whether a question between two lists is the heading of the second: it names another type of section."""
    asks = block.kind is BlockKind.PARAGRAPH and not block.mark and block.text.rstrip().endswith("?")
    around = [*current.blocks[-1:], *([after] if after else [])]
    is_between = [one.kind for one in around] == [BlockKind.LIST_ITEM] * 2
    return asks and is_between and type_of(block.text) not in (None, current.type)


def is_prose(block: Block | None) -> bool:
    """Return whether there is a block, and it is a paragraph that ends a sentence."""
    return block is not None and block.kind is BlockKind.PARAGRAPH and block.text.rstrip()[-1:] in ".!?"


def introduces(chapter: Chapter, after: Chapter) -> bool:
    """Return whether a chapter is one sentence that introduces what follows, where its heading does not."""
    is_open = chapter.type in (None, Type.BACKGROUND) and after.above is chapter and len(chapter.blocks) == 1
    return is_open and len(chapter.blocks[0].text.split()) <= LONGEST_INTRODUCTION


def is_title(block: Block, after: Block | None) -> bool:
    """Return whether a heading under further reading is the title of a publication: there is no text under it."""
    if block.kind is not BlockKind.HEADING or type_of(block.text) not in (None, Type.RESOURCE):
        return False
    return after is None or after.kind is BlockKind.HEADING or len(after.text.split()) <= SHORTEST_TEXT


def is_contents(chapter: Chapter, names: set[str]) -> bool:
    """Return whether a chapter is a table of contents: most of its lines are headings of the document."""
    lines = [line for one in chapter.blocks for line in one.text.split("\n")]
    repeated = [line for line in lines if key_of(re.sub(r"[\s.·…]*\d*\s*$", "", line)) in names]
    return len(repeated) >= 3 and len(repeated) >= 0.7 * len(lines)


def lettered(blocks: list[Block]) -> list[Block]:
    """Return blocks without the letters that number them: "A The Trust should …", "B The Council …"."""
    letters = [found[1] if (found := LETTER.match(one.text)) and not one.mark else "" for one in blocks]
    first = letters.index("A") if "A" in letters else -1
    count = 0
    while first >= 0 and first + count < len(blocks) and letters[first + count] == chr(ord("A") + count):
        count += 1
    if count < 2:
        return blocks
    counted = [replace(one, mark=one.text[0], text=one.text[2:].strip()) for one in blocks[first : first + count]]
    return [*blocks[:first], *counted, *blocks[first + count :]]


def type_of_run(headings: list[Block]) -> Type | None:
    """Return the type stated by the last of these headings that states one."""
    return next((found for one in reversed(headings) if (found := type_of(one.text))), None)


def type_beside(chapters: list[Chapter]) -> Type | None:
    """Return the type of the chapter before the last one, if both have the same level.

    So the second of two themes under "Findings" holds findings, like the first.
    """
    if len(chapters) < 2 or not chapters[-2].headings:
        return None
    last, before = chapters[-1].headings[-1], chapters[-2].headings[-1]
    goes_on = type_of(before.text) is None or chapters[-2].type in GOES_ON
    is_alike = before.level == last.level or first_word(last.text) in {*map(first_word, lines(chapters[-2]))} - {""}
    return chapters[-2].type if is_alike and goes_on else None


def first_word(text: str) -> str:
    """Return the first word of a heading, if it is long enough to be one of a series: "Patterns in …"."""
    word = text.split(" ")[0].lower()
    return word if len(word) > 4 else ""


def lines(chapter: Chapter) -> list[str]:
    """Return the words of the headings of a chapter, from each that begins with a capital letter on."""
    return [match for one in chapter.headings for match in re.findall(r"(?<!\S)[A-Z].*?(?=\s[A-Z]|$)", one.text)]


def above(chapters: list[Chapter], level: int) -> Chapter | None:
    """Return the last chapter with a heading of a higher level, that is, a smaller number."""
    for one in reversed(chapters):
        if any(heading.level < level for heading in one.headings):
            return one
    return None


def continued(block: Block, named: dict[str, Chapter]) -> Chapter | None:
    """Return the chapter that a heading says it continues: one with the same name followed by "continued"."""
    if not CONTINUED.search(block.text):
        return None
    return named.get(key(block))


def key(block: Block) -> str:
    """Return a heading normalised for comparison: without its number, "continued", capitals and punctuation."""
    return key_of(block.text)


def key_of(text: str) -> str:
    """Return the words of a heading, normalised for comparison."""
    return " ".join(re.findall(r"\w+", CONTINUED.sub("", text).lower()))

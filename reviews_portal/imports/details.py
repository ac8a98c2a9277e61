"""What the head of a document says about its review: title, kind, subject, partnership, date and audience."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from learning.utils.dates import PartialDate

from .blocks import Block, BlockKind, Source
from .dates import WRITTEN, first_date
from .draft import DraftReview, NotPlaced, Reason


def short_of(kind: dict[str, Any]) -> re.Pattern[str] | None:
    """Return the pattern of the abbreviations of a kind of review, in capitals only; None if it has none."""
    return re.compile(rf"\b(?:{'|'.join(kind['short'])})s?\b") if "short" in kind else None


FILE = Path(__file__).parent / "details.toml"
NAMES = tomllib.loads(FILE.read_text())
KINDS = [
    (kind["slug"], re.compile(rf"\b(?:{'|'.join(kind['names'])})\b", re.IGNORECASE), short_of(kind))
    for kind in NAMES["kind"]
]
BODY = "|".join(NAMES["bodies"])
NAMED = re.compile(
    r"(?:(?:[A-Z][\w’'&.-]+|and|of|the|with|&|upon|on|in),? ){0,10}?(?:[A-Z][\w’'&.-]+ )?"
    rf"(?:{BODY})(?: (?:for|of)(?: [A-Z][\w’'-]+| and| the)+(?<! and)(?<! the))?"
)
PEOPLE = r"Child(?:ren)?|Baby|Babies|Family|Adults?|Young Person|Person|Siblings?|Mr|Mrs|Ms|Miss|Subject|Twins?"
PSEUDONYM = r"[A-Z][\w’'-]*(?: (?:and|&) [A-Z][\w’'-]*)*|[A-Z]{1,3}\d{0,3}"
SUBJECT = re.compile(rf"\b(?:{PEOPLE}) (?!(?:{'|'.join(NAMES['not_subjects'])})\b)(?:{PSEUDONYM})(?=\W|$)")
AFTER_NAME = re.compile(
    r"(?:review|SAR|DHR|CPR|APR|SCR|LCSPR|CSPR|briefing|bulletin|report|learning from)\s*"
    r"(?:concerning|into the (?:death|care|case) of|in respect of|regarding|relating to|about|for|of|[:–—-])\s*"
    r"(?P<name>[‘“\"']?[A-Z][\w’'-]*[’”\"']?(?: (?:and|&) [A-Z][\w’'-]*)?)\s*$",
    re.IGNORECASE,
)
RESTRICTED = re.compile("|".join(NAMES["restricted"]), re.IGNORECASE | re.MULTILINE)
ABOUT_REPORT = re.compile("|".join(NAMES["about_report"]), re.IGNORECASE)
RESTRICTED_REPORT = re.compile("|".join(NAMES["restricted_report"]), re.IGNORECASE)
SENTENCE = re.compile(r"\b(?:is|are|was|were|means?|has|have|should|will)\b")
LONGEST_TITLE = 16  # words
PUBLISHED = re.compile(r"\b(?:published|publication|cyhoeddwyd)\b[^.]{0,40}", re.IGNORECASE)
FIRST_BLOCKS = 12  # of a document, among which its date is sought
LONGEST_LINE = 24  # words of a line in the head of a document


@dataclass
class Head:
    """The lines before the first chapter, and what they say."""

    review: DraftReview = field(default_factory=DraftReview)
    aside: list[NotPlaced] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)  # blocks that are already text


def read_details(source: Source, head: Sequence[Block]) -> Head:
    """Return what the first lines of a source say about its review. `head` are the blocks before its first chapter."""
    found = Head()
    titles: list[str] = []
    for block in lines_of(head):
        text = block.text.strip()
        if block.kind is BlockKind.TABLE_ROW or len(text.split()) > LONGEST_LINE or block.kind is BlockKind.LIST_ITEM:
            found.rest.append(block)
        elif NAMED.fullmatch(text) and not found.review.partnership_as_named:
            found.review.partnership_as_named = text
        elif is_date_line(text):
            found.aside.append(NotPlaced(text=text, reason=Reason.REPEATED, place=block.place, block=block.number))
        elif block.kind is BlockKind.HEADING or (is_title(text) and not found.rest):
            titles.append(f"{block.mark} {text}".strip())
        else:
            found.rest.append(block)
    found.review.title = ": ".join(titles)
    complete(found.review, source, titles)
    return found


def lines_of(head: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of a head; a block of several short lines becomes one block per line."""
    for block in head:
        lines = [line for line in block.text.split("\n") if line.strip()]
        short = block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and len(lines) > 1
        if short and all(len(line.split()) <= LONGEST_TITLE for line in lines):
            yield from (replace(block, text=line, mark="") for line in lines)
        else:
            yield block


def is_title(text: str) -> bool:
    """Return whether a line of the head can be part of a title, and is not a sentence."""
    return len(text.split()) <= LONGEST_TITLE and text[-1] not in ".:?;" and not SENTENCE.search(text)


def is_date_line(text: str) -> bool:
    """Return whether a line holds only a date."""
    rest = WRITTEN.sub("", text)
    return rest != text and len(re.findall(r"\w+", rest)) <= 2


def complete(review: DraftReview, source: Source, titles: Sequence[str]) -> None:
    """Fill in what the head did not say from titles, the first pages and the running heads."""
    texts = [one.text for one in source.blocks]
    beginning = "\n".join([*titles, *texts[:25]])
    everything = "\n".join(texts)
    title = " ".join(titles)
    review.type = kind_of(title) or kind_of(beginning) or kind_of(everything)
    review.subject = review.subject or subject_of(titles) or subject_of(texts[:25])
    if day := published(texts):
        review.published, review.published_to = day
    if not review.partnership_as_named:
        review.partnership_as_named = partnership_in(beginning) or partnership_in(everything)
    is_report = not ABOUT_REPORT.search(title)
    if RESTRICTED.search(everything) or (is_report and RESTRICTED_REPORT.search(everything)):
        review.audience = "professionals"
    review.languages = ["en", *sorted({one.language for one in source.blocks if one.language} - {"en"})]


def partnership_in(text: str) -> str:
    """Return the body that a text names first, with its place if any of the names there has one."""
    loud = next((line for line in text.split("\n") if line.isupper() and NAMED.fullmatch(line.title())), "")
    names = [
        re.sub(r"^(?:the|of|and|by) ", "", " ".join(found[0].split()), flags=re.I) for found in NAMED.finditer(text)
    ]
    placed = [name for name in names if not re.fullmatch(BODY, name)]
    return next(iter([*placed, *names]), loud)


def kind_of(text: str) -> str | None:
    """Return the slug of the kind of review that a text names first; abbreviations in capitals only."""
    first: tuple[int, str] | None = None
    for slug, names, short in KINDS:
        named, shortened = names.search(text), short.search(text) if short else None
        for found in filter(None, (named, shortened)):
            if first is None or found.start() < first[0]:
                first = (found.start(), slug)
    return first[1] if first else None


def subject_of(lines: Sequence[str]) -> str:
    """Return the pseudonym of the person or family that lines name first."""
    for line in lines:
        if found := SUBJECT.search(line):
            return found[0].strip()
        for part in re.split(r"[\n:–—|-]\s*(?=[A-Z])(?=.*[:–—|-])|\n", line):
            if found := AFTER_NAME.search(part):
                return found["name"].strip("‘’“”\"'")
    return ""


def published(texts: Sequence[str]) -> PartialDate | None:
    """Return the date of publication: one after "published", or else one on its own line near the top."""
    for text in texts:
        if (found := PUBLISHED.search(text)) and (day := first_date(text[found.start() : found.end() + 25])):
            return day
    lines = [line for text in texts[:FIRST_BLOCKS] for line in text.split("\n") if len(line.split()) <= LONGEST_TITLE]
    return next((day for line in lines if (day := first_date(line))), None)

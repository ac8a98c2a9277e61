"""What a document says about its review: title, kind, subject, partnership, date and audience."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..blocks import Block, BlockKind, Source
from ..draft import DraftReview, NotPlaced, Reason
from .partnerships import bare_or_short_in, partnership_in
from .publication_dates import called_published, published
from .review_kinds import FOR_ADULTS, LEARNING_REVIEW, NAMES, kind_of
from .subjects import subject_in, subject_of
from .title_page import DOCUMENT, LONGEST_TITLE, TitlePage, joined, key, names_detail, names_review, with_subject

RESTRICTED = re.compile("|".join(NAMES["restricted"]), re.IGNORECASE | re.MULTILINE)
ABOUT_REPORT = re.compile("|".join(NAMES["about_report"]), re.IGNORECASE)
RESTRICTED_REPORT = re.compile("|".join(NAMES["restricted_report"]), re.IGNORECASE)
FIRST_BLOCKS = 25  # of a document, in which its details are sought first
FIRST_LINES = 10  # of which one may be the pseudonym alone
SEVERAL_FACTS = 2  # rows of a table
LAST_BLOCKS = 3  # which may name the partnership and the date
# Names that programs give to files. They are not titles.
OF_PROGRAM = re.compile(
    r"(?i:microsoft |untitled|document\d*|presentation|powerpoint|slide \d|template|\S+\.\w{3,4}$)|\S*_\S*|\S+$"
)
SITE = re.compile(r"\s+[|–—-]\s+[^|–—-]*$")


@dataclass
class Head:
    """The lines before the first chapter, and what they say."""

    review: DraftReview
    aside: list[NotPlaced] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)  # blocks that are text


def read_details(source: Source, head: Sequence[Block]) -> Head:
    """Return the details of its review that a source states. `head` are the blocks before its first chapter."""
    page = TitlePage.of(head)
    lines = title_lines(page, source, head)
    review = DraftReview(subject=page.named.get("subject", ""))
    others = [one.text for one in page.rest if one.kind is BlockKind.PARAGRAPH]
    complete(review, source, [joined(lines), *lines, *others], page)
    early = [one.text.strip() for one in source.blocks if one.kind is not BlockKind.FURNITURE][:FIRST_LINES]
    if review.subject in early and not subject_of(lines):
        lines = with_subject(lines, review.subject)
    review.title, own = joined(lines), source.metadata.get("title", "")
    if key(own) == key(review.title):
        review.title = own  # with its author's punctuation
    return Head(review, page.aside, page.rest)


def title_lines(page: TitlePage, source: Source, head: Sequence[Block]) -> list[str]:
    """Return the lines of the title: those on the title page, or one from elsewhere if they name no review.

    Lines of the title page that are not used become text.
    """
    lines = [one.words for one in page.pieces]
    if title := page.named.get("title"):
        page.set_back([one for one in page.pieces if one.words != title])
        return [title]
    if names_review(joined(lines)):
        subject = page.named.get("subject", "")
        return with_subject(lines, subject) if subject in lines else lines
    if title := title_elsewhere(source, head):
        page.set_back(page.pieces[:])
        return [title]
    if "review" in page.named:
        return [*lines, *(page.named[one] for one in ("review", "subject") if one in page.named)]
    return lines


def title_elsewhere(source: Source, head: Sequence[Block]) -> str:
    """Return a title that names a review, from the properties of the file, its headings or its running heads."""
    found = [one for one in titles_elsewhere(source, {one.number for one in head}) if names_review(one)]
    return next((one for one in found if kind_of(one) and subject_of([one])), next(iter(found), ""))


def titles_elsewhere(source: Source, head: set[int]) -> Iterator[str]:
    """Yield possible titles for a document whose title page has none."""
    own = " ".join(source.metadata.get("title", "").split())
    if not OF_PROGRAM.match(own):
        without_site = SITE.sub("", own)
        yield without_site if names_review(without_site) else own
    for kind in (BlockKind.HEADING, BlockKind.FURNITURE):
        before = ""
        for one in source.blocks:
            text = " ".join(f"{one.mark} {one.text}".split())
            if one.kind is kind and one.number not in head and len(text.split()) <= LONGEST_TITLE:
                if kind_of(text) and subject_of([text]):
                    yield joined([before, text]) if DOCUMENT.fullmatch(before) else text
                before = text


def complete(review: DraftReview, source: Source, titles: Sequence[str], page: TitlePage | None = None) -> None:
    """Fill in the details of a review from its title page, titles, first pages and running heads."""
    page = page or TitlePage()
    texts = [one.text for one in source.blocks]
    first = [*titles, *texts[:FIRST_BLOCKS]]
    everything = "\n".join(texts)
    own = source.metadata.get("title", "")
    review.type = next(filter(None, map(kind_of, (" ".join(titles), own, "\n".join(first), everything))), None)
    review.subject = review.subject or subject_of(titles) or subject_in(texts)
    stated = (page.dated, at_edges(source), [one.text for one in source.blocks if not is_cells(one)])
    if day := published(*stated):
        review.published, review.published_to = day
        review.says_published = day in called_published(*stated)
    review.partnership_as_named = (
        partnership_in(page.bodies) or next(iter(page.bodies), "") or partnership_of(source, titles)
    )
    if review.type == LEARNING_REVIEW and "Adult" in review.partnership_as_named:
        review.type = FOR_ADULTS
    is_report = not ABOUT_REPORT.search(" ".join(titles))
    if RESTRICTED.search(everything) or (is_report and RESTRICTED_REPORT.search(everything)):
        review.audience = "professionals"
    review.languages = ["en", *sorted({one.language for one in source.blocks if one.language} - {"en"})]


def without_details(blocks: Sequence[Block], review: DraftReview) -> tuple[list[Block], list[NotPlaced]]:
    """Return blocks without the table rows that only repeat details of the review, and those rows as not placed.

    A table with several other facts stays whole.
    """
    rest: list[Block] = []
    aside: list[NotPlaced] = []
    for is_table, run in groupby(blocks, key=lambda one: one.kind is BlockKind.TABLE_ROW):
        own = list(run)
        repeated = {one.number for one in own if is_table and repeats_detail(filled(one), review)}
        others = [one for one in own if is_table and one.number not in repeated and is_fact(filled(one))]
        if len(others) >= SEVERAL_FACTS:
            repeated = set()
        rest += [one for one in own if one.number not in repeated]
        aside += [
            NotPlaced(text=one.text, reason=Reason.REPEATED, place=one.place, block=one.number)
            for one in own
            if one.number in repeated
        ]
    return rest, aside


def filled(row: Block) -> list[str]:
    """Return the cells of a row that have text."""
    return [cell.strip() for cell in row.cells if cell.strip()]


def is_fact(cells: Sequence[str]) -> bool:
    """Return whether the cells of a row are a label and a few words."""
    return len(cells) == 2 and len(cells[1].split()) <= LONGEST_TITLE


def repeats_detail(cells: Sequence[str], review: DraftReview) -> bool:
    """Return whether the cells of a row are the label of a detail and the value that the review has for it."""
    name = names_detail(cells[0]) if len(cells) == 2 else None
    if name == "published":
        return review.published is not None and published([f"Published {cells[1]}"], [], []) == (
            review.published,
            review.published_to,
        )
    held = {"title": review.title, "subject": review.subject, "partnership": review.partnership_as_named}
    return name in held and bool(held[name]) and key(cells[1]) == key(held[name])


def at_edges(source: Source) -> list[str]:
    """Return the running heads and feet of a source, and its last lines."""
    last = [one for one in source.blocks if one.kind is not BlockKind.FURNITURE][-LAST_BLOCKS:]
    short = [one for one in last if one.kind is not BlockKind.TABLE_ROW and len(one.text.split()) <= LONGEST_TITLE]
    return [one.text for one in [*(one for one in source.blocks if one.kind is BlockKind.FURNITURE), *short]]


def is_cells(block: Block) -> bool:
    """Return whether a block is a row of a table, and not a label with its value."""
    return block.kind is BlockKind.TABLE_ROW and len([cell for cell in block.cells if cell.strip()]) != 2


def partnership_of(source: Source, titles: Sequence[str] = ()) -> str:
    """Return the body that a source is from, as first named, with its place if possible."""
    texts = [*titles, *(one.text for one in source.blocks), source.metadata.get("title", "")]
    return partnership_in(texts) or bare_or_short_in(texts)

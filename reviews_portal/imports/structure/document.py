"""Make the statements of a whole source: find its head and its chapters, and read each as what it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from reviews_portal.imports.blocks import Block, BlockKind, Source
from reviews_portal.imports.chapters import Chapter, chapters_of, printed
from reviews_portal.imports.details import LONGEST_LINE, complete, kind_of, read_details, subject_of
from reviews_portal.imports.draft import WORD, Draft, DraftReview, NotPlaced, Reason, Type, words_of
from reviews_portal.imports.heading_names import type_of

from .collector import Collector
from .content import type_by_content, type_of_step
from .items import add_items
from .labels import named_in_heading, split_labelled
from .layout_tables import with_bullets_apart, without_layout
from .others import add_agencies, add_resources, leads_somewhere
from .recommendations import Recommendations, names_recommendation
from .tables import ActionPlan, add_recommendations, add_rows, is_action_plan

ITEMS = {
    Type.KEY_THEME,
    Type.EMERGING_THEME,
    Type.LEARNING_POINT,
    Type.FINDING,
    Type.CONCERN,
    Type.AREA_TO_STRENGTHEN,
    Type.GOOD_PRACTICE,
    Type.IMPROVEMENT,
    Type.QUESTION,
}
LONGEST_INTRODUCTION = 16  # words
LONGEST_THEME = 25  # words; what is said at length under "Key issues" are findings
FEWEST_STEPS = 4  # of a briefing in steps
# What the words of a chapter can say against the heading above it.
SURE = (Type.RESOURCE, Type.QUESTION, Type.IMPROVEMENT, Type.RECOMMENDATION)
ANSWERS = re.compile(r"\b(?:response|responds|answers|reply|ymateb)\b", re.IGNORECASE)


def draft_of(source: Source) -> Draft:
    """Return the draft of a source: all of its words are in it."""
    source = replace(source, blocks=tuple(replace(one, number=at) for at, one in enumerate(source.blocks)))
    blocks = list(with_inline_headings(list(with_bullets_apart(without_layout(source.blocks)))))
    head, rest = split_head(blocks)
    details = read_details(source, head)
    chapters, aside = chapters_of([*details.rest, *rest])
    collector = Collector()
    collector.not_placed += [*details.aside, *aside]
    reader = ChapterReader(collector, source, chapters)
    reviews = reviews_in(chapters, source)
    headings: dict[int, str] = {}  # the words of headings that stand over statements, by the numbers of their blocks
    for chapter in chapters:
        collector.begin(chapter, review_of(chapter, reviews))
        first = len(collector.statements)
        reader.read(chapter)
        if any(one.heading and one.heading.startswith(chapter.name) for one in collector.statements[first:]):
            headings |= {one.number: printed(one) for one in chapter.headings}
    draft = Draft(
        file=source.name,
        reviews=[review for _, review in reviews] or [details.review],
        statements=collector.statements,
        not_placed=collector.not_placed,
    )
    in_details = set() if reviews else {one.number for one in head} - {one.number for one in details.rest}
    list_remaining(draft, source.blocks, headings, placed=in_details | collector.placed)
    return draft


def list_remaining(draft: Draft, blocks: Sequence[Block], headings: dict[int, str], *, placed: set[int]) -> None:
    """List, as not placed, each word of each block that the draft holds nowhere. `placed` are titles and their like.

    What the readers of chapters overlook does not disappear.
    """
    used = draft.used()
    for block in blocks:
        if block.number in placed:
            continue
        missing = words_of([block.mark, block.text]) - used[block.number]
        missing -= words_of([headings.get(block.number, "")])
        rest = []
        for word in WORD.findall(f"{block.mark} {block.text}"):
            if missing[word.lower()] > 0:
                missing[word.lower()] -= 1
                rest.append(word)
        if rest:
            draft.not_placed.append(
                NotPlaced(text=" ".join(rest), reason=Reason.UNKNOWN, place=block.place, block=block.number)
            )


def reviews_in(chapters: Sequence[Chapter], source: Source) -> list[tuple[Chapter, DraftReview]]:
    """Return the reviews that have chapters of their own in a source, such as a register; none if it is about one."""
    found = []
    for chapter in chapters:
        for heading in chapter.headings:
            kind, subject = kind_of(heading.text), subject_of([heading.text]) or after_colon(heading.text)
            if kind and subject and len(heading.text.split()) <= 16:
                below = [one for one in chapters if heads(chapter, one)]
                if any(one.type for one in below):
                    found.append((chapter, DraftReview(title=heading.text, type=kind, subject=subject)))
                break
    levels = {chapter.level for chapter, _ in found}
    subjects = {review.subject for _, review in found}
    if len(found) < 2 or len(levels) > 1 or len(subjects) < 2:
        return []
    for chapter, review in found:
        own = [block for one in chapters if one is chapter or heads(chapter, one) for block in one.blocks]
        complete(review, replace(source, blocks=(*chapter.headings, *own)), [review.title])
    return found


def heads(chapter: Chapter, other: Chapter) -> bool:
    """Return whether another chapter stands under this one."""
    return other.above is not None and (other.above is chapter or heads(chapter, other.above))


def review_of(chapter: Chapter, reviews: Sequence[tuple[Chapter, DraftReview]]) -> int:
    """Return which of several reviews a chapter belongs to; the first for what belongs to none."""
    for at, (own, _) in enumerate(reviews):
        if chapter is own or heads(own, chapter):
            return at
    return 0


def after_colon(text: str) -> str:
    """Return what stands after the colon of a heading."""
    return text.partition(":")[2].strip()


def split_head(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the title page of a source, and the rest: from the first heading with text under it."""
    head: list[Block] = []
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        after = next((one for one in blocks[at + 1 :] if one.kind is not BlockKind.FURNITURE), None)
        is_last = block.kind is BlockKind.HEADING and (after is None or after.kind is not BlockKind.HEADING)
        if block.kind is BlockKind.HEADING and head and (type_of(block.text) and not names_document(block.text)):
            return with_furniture(blocks, at, head)
        if is_last and head and after is not None and is_text(after):
            return with_furniture(blocks, at, head)
        if block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) or is_text(block):
            return with_furniture(blocks, at, head)
        head.append(block)
    return head, [one for one in blocks if one.kind is BlockKind.FURNITURE]


def with_furniture(blocks: Sequence[Block], at: int, head: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return a head, and the rest from a place on with the furniture that stood in the head."""
    return head, [*(one for one in blocks[:at] if one.kind is BlockKind.FURNITURE), *blocks[at:]]


def is_text(block: Block) -> bool:
    """Return whether a block is text, and not a line of a title page."""
    return (
        block.kind is BlockKind.PARAGRAPH and len(block.text.split()) > LONGEST_LINE
    ) or block.kind is BlockKind.LIST_ITEM


def names_document(text: str) -> bool:
    """Return whether a heading names the document: a briefing, a bulletin, a kind of review."""
    return bool(
        re.search(r"\b(?:briefing|bulletin|review|summary|report|newsletter|minute|plan|response)\b", text, re.I)
    )


def with_inline_headings(blocks: Sequence[Block]):
    """Yield blocks; a paragraph that begins with the name of a section and a colon becomes a heading and the rest."""
    for block in blocks:
        found = begins_section(block) if block.kind is BlockKind.PARAGRAPH and not block.mark else None
        if found and len(found[0].split()) <= 5 and type_of(found[0]) in (Type.AGENCY_INVOLVED, Type.KEY_THEME):
            yield replace(
                block, kind=BlockKind.HEADING, text=block.text[: len(block.text) - len(found[1])].strip(), level=4
            )
            yield replace(block, text=found[1])
        else:
            yield block


def labels_finding(block: Block) -> bool:
    """Return whether a block begins with "Finding 3:"."""
    labelled = split_labelled(block.text, Type.BACKGROUND)
    return labelled.type is Type.FINDING and bool(labelled.label)


def is_list(block: Block) -> bool:
    """Return whether a block is an item of a list, or is numbered like one."""
    return block.kind is BlockKind.LIST_ITEM or bool(block.mark)


def mean_length(blocks: Sequence[Block]) -> float:
    """Return how many words blocks have in the mean."""
    return sum(len(one.text.split()) for one in blocks) / max(1, len(blocks))


def all_lead(blocks: Sequence[Block]) -> bool:
    """Return whether all of two or more blocks, but for one, lead to a page or a telephone."""
    return len(blocks) >= 2 and sum(leads_somewhere(one.text) for one in blocks) >= len(blocks) - 1


def begins_section(block: Block) -> tuple[str, str] | None:
    """Return what stands before and after the first colon or semicolon of a paragraph, if that is early in it."""
    found = re.match(r"([A-Z][^.:;?!\n]{2,50})[:;]\s+(\S.*)", block.text, re.DOTALL)
    return (found[1], found[2]) if found else None


class ChapterReader:
    """Reads the chapters of one source in order."""

    def __init__(self, collector: Collector, source: Source, chapters: Sequence[Chapter]) -> None:
        self.collector = collector
        first = [one for one in source.blocks if one.kind is not BlockKind.FURNITURE][:6]
        self.is_response = any(ANSWERS.search(one.text) for one in first if len(one.text.split()) < LONGEST_LINE)
        self.labels_findings = sum(labels_finding(one) for one in source.blocks) >= 2
        self.recommendations = Recommendations(collector, answered=self.is_response)
        self.plan = ActionPlan(collector)
        self.numerals = [chapter for chapter in chapters if chapter.is_numeral]
        self.began = False  # whether learning has begun: what stands before it is narrative

    def read(self, chapter: Chapter) -> None:
        """Add the statements of a chapter."""
        if not chapter.blocks:
            return
        if chapter.type is None and (labelled := named_in_heading(chapter.name.split("\n")[-1])):
            chapter.type = labelled[0]
        if (
            self.is_response
            and self.recommendations.is_agency(chapter.name.split("\n")[-1])
            and self.recommendations.last is not None
        ):
            chapter.type = Type.RECOMMENDATION
        type = self.type_of(chapter)
        self.began |= type not in (Type.BACKGROUND, Type.AGENCY_INVOLVED)
        run: list[Block] = []
        for block in [*chapter.blocks, None]:
            if run and (block is None or (block.kind is BlockKind.TABLE_ROW) != (run[0].kind is BlockKind.TABLE_ROW)):
                (self.read_table if run[0].kind is BlockKind.TABLE_ROW else self.read_text)(run, type, chapter)
                run = []
            if block is not None:
                run.append(block)

    def type_of(self, chapter: Chapter) -> Type:
        """Return what a chapter holds: what its own heading says, else its words, else the heading above."""
        if chapter.type is Type.BACKGROUND and chapter.says_type and sum(is_list(one) for one in chapter.blocks) >= 2:
            judged = type_by_content(chapter.blocks)
            return judged if judged in (Type.RECOMMENDATION, Type.QUESTION) else Type.BACKGROUND
        if chapter.type is Type.KEY_THEME and mean_length(chapter.blocks) > LONGEST_THEME:
            return Type.FINDING
        if chapter.type is Type.QUESTION and chapter.says_type and not any("?" in one.text for one in chapter.blocks):
            return Type.LEARNING_POINT
        if chapter.type and chapter.says_type:
            return Type.RESOURCE if chapter.type is Type.LEARNING_POINT and all_lead(chapter.blocks) else chapter.type
        if chapter.is_numeral and len(self.numerals) >= FEWEST_STEPS:
            return type_of_step(chapter.blocks, self.numerals.index(chapter))
        inherited = chapter.type or next(iter(chapter.types_above), None)
        judged = type_by_content(chapter.blocks, began=self.began)
        if inherited is None or judged in SURE:
            return judged
        return inherited

    def recommends(self, blocks: Sequence[Block]) -> bool:
        """Return whether text under a heading of an action plan is recommendations."""
        return any(names_recommendation(one) for one in blocks) or type_by_content(blocks) is Type.RECOMMENDATION

    def read_table(self, rows: list[Block], type: Type, chapter: Chapter) -> None:
        """Add the rows of a table."""
        if is_action_plan(rows) or (self.plan.columns and len(rows[0].cells) == len(self.plan.columns)):
            self.plan.read(rows)
        elif type is Type.RECOMMENDATION:
            add_recommendations(self.collector, rows)
        else:
            add_rows(self.collector, rows, type if type in ITEMS or type is Type.AGENCY_INVOLVED else Type.BACKGROUND)

    def read_text(self, blocks: list[Block], type: Type, chapter: Chapter) -> None:
        """Add paragraphs and lists."""
        if type is Type.AGENCY_INVOLVED:
            add_agencies(self.collector, blocks)
        elif type is Type.RESOURCE:
            add_resources(self.collector, blocks)
        elif type is Type.ACTION and not self.recommends(blocks):
            add_items(self.collector, blocks, Type.ACTION)
        elif type in (Type.RECOMMENDATION, Type.ACTION):
            self.recommendations.read(blocks, chapter.name)
        elif type in ITEMS:
            add_items(self.collector, blocks, type, only_labelled=self.labels_findings and type is Type.FINDING)
        else:
            self.add_narrative(blocks)

    def add_narrative(self, blocks: list[Block]) -> None:
        """Add narrative: each paragraph and each item of a list is background, unless its label says otherwise."""
        names: Type | None = None
        for is_list, run in groupby(blocks, key=lambda one: one.kind is BlockKind.LIST_ITEM):
            own = list(run)
            if is_list and names is Type.AGENCY_INVOLVED:
                add_agencies(self.collector, own)
            elif is_list and names in ITEMS:
                add_items(self.collector, own, names)
            else:
                for block in own:
                    self.collector.add_block(Type.BACKGROUND, block, confidence=0.9)
            last = own[-1].text.rstrip()
            names = type_of(last) if last.endswith((":", ";")) and len(last.split()) <= LONGEST_INTRODUCTION else None

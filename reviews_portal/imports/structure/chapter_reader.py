"""Read each chapter of a document according to the type of text in it."""

import re
from collections.abc import Sequence
from itertools import groupby

from reviews_portal.imports.blocks import Block, BlockKind, Source
from reviews_portal.imports.chapters import Chapter
from reviews_portal.imports.details.title_page import LONGEST_LINE
from reviews_portal.imports.draft import Type
from reviews_portal.imports.heading_names import type_of

from .collector import Collector
from .content import type_by_content, type_of_step
from .items import add_items
from .labels import named_in_heading, split_labelled
from .others import add_agencies, add_resources
from .recommendations import Recommendations, names_recommendation
from .references import leads_somewhere
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
LONGEST_THEME = 25  # words; longer paragraphs under "Key issues" are findings
FEWEST_STEPS = 4  # of a briefing in steps
# The types that the words of a chapter can indicate in spite of the heading above it.
SURE = (Type.RESOURCE, Type.QUESTION, Type.IMPROVEMENT, Type.RECOMMENDATION)
ANSWERS = re.compile(r"\b(?:response|responds|answers|reply|statement by|our position|ymateb)\b", re.IGNORECASE)
NEXT = re.compile(r"(?:what )?(?:happens )?next(?: steps)?:?|what we will do:?|planned:?|actions?:?", re.IGNORECASE)


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
        self.chapters, self.chapters_read = len(chapters), 0
        self.began = False  # whether learning has begun: the text before it is narrative

    def read(self, chapter: Chapter) -> None:
        """Add the statements of a chapter."""
        if not chapter.blocks:
            return
        last = chapter.name.split("\n")[-1]
        if self.is_response and self.recommendations.last is not None and NEXT.fullmatch(last):
            add_items(self.collector, chapter.blocks, Type.ACTION)
            return
        if chapter.type is None and (labelled := named_in_heading(last)):
            chapter.type = labelled[0]
        if self.is_response and self.recommendations.is_agency(last) and self.recommendations.last is not None:
            chapter.type = Type.RECOMMENDATION
        type = self.stated_type(chapter) or self.judged_type(chapter)
        self.collector.is_stated = self.states(chapter, type)
        self.chapters_read += 1
        self.began |= self.chapters_read * 3 > self.chapters or type not in (Type.BACKGROUND, Type.AGENCY_INVOLVED)
        for is_table, run in groupby(chapter.blocks, key=lambda one: one.kind is BlockKind.TABLE_ROW):
            if is_table:
                self.read_table(list(run), type)
            else:
                self.read_text(list(run), type, chapter.name)

    def states(self, chapter: Chapter, type: Type) -> bool:
        """Return whether headings state this type of a chapter: its own, or the one above it or before it."""
        return self.stated_type(chapter) is not None or type in (chapter.type, *chapter.types_above[:1])

    def stated_type(self, chapter: Chapter) -> Type | None:
        """Return the type that the headings of a chapter state, or None if there is none or it cannot apply."""
        above = next(iter(chapter.types_above), None)
        is_table = all(one.kind is BlockKind.TABLE_ROW for one in chapter.blocks)
        if is_table and above in (Type.RECOMMENDATION, Type.ACTION) and chapter.type is not Type.RESOURCE:
            return above  # the heading is the caption of the table
        if chapter.type is Type.KEY_THEME and mean_length(chapter.blocks) > LONGEST_THEME:
            return Type.FINDING
        if not chapter.says_type:
            return None
        if chapter.type is Type.BACKGROUND and sum(is_list(one) for one in chapter.blocks) >= 2:
            judged = type_by_content(chapter.blocks)
            return judged if judged in (Type.RECOMMENDATION, Type.QUESTION) else Type.BACKGROUND
        if chapter.type is Type.QUESTION and not any("?" in one.text for one in chapter.blocks):
            return Type.LEARNING_POINT
        if chapter.type is Type.LEARNING_POINT and all_lead(chapter.blocks):
            return Type.RESOURCE
        return chapter.type

    def judged_type(self, chapter: Chapter) -> Type:
        """Return the type of a chapter whose headings do not state it."""
        if chapter.is_numeral and len(self.numerals) >= FEWEST_STEPS:
            return type_of_step(chapter.blocks, self.numerals.index(chapter))
        inherited = chapter.type or next(iter(chapter.types_above), None)
        if inherited is Type.KEY_THEME and mean_length(chapter.blocks) > LONGEST_THEME:
            inherited = Type.FINDING
        judged = type_by_content(chapter.blocks, began=self.began)
        if inherited is None or judged in SURE:
            return judged
        if inherited in (Type.CONCERN, Type.AREA_TO_STRENGTHEN) and self.praises(chapter):
            return Type.GOOD_PRACTICE
        return inherited

    def praises(self, chapter: Chapter) -> bool:
        """Return whether the words of a chapter praise, whatever the chapter before it holds."""
        return type_by_content(chapter.blocks, paragraphs=True) is Type.GOOD_PRACTICE

    def recommends(self, blocks: Sequence[Block]) -> bool:
        """Return whether text under a heading of an action plan is recommendations."""
        return any(names_recommendation(one) for one in blocks) or type_by_content(blocks) is Type.RECOMMENDATION

    def read_table(self, rows: list[Block], type: Type) -> None:
        """Add the rows of a table."""
        if is_action_plan(rows) or (self.plan.columns and len(rows[0].cells) == len(self.plan.columns)):
            self.plan.read(rows)
        elif type is Type.RECOMMENDATION:
            add_recommendations(self.collector, rows)
        else:
            add_rows(self.collector, rows, type if type in ITEMS or type is Type.AGENCY_INVOLVED else Type.BACKGROUND)

    def read_text(self, blocks: list[Block], type: Type, name: str) -> None:
        """Add the paragraphs and lists of a chapter with this name."""
        if type is Type.AGENCY_INVOLVED:
            add_agencies(self.collector, blocks)
        elif type is Type.RESOURCE:
            add_resources(self.collector, blocks)
        elif type is Type.ACTION and not self.recommends(blocks):
            add_items(self.collector, blocks, Type.ACTION)
        elif type in (Type.RECOMMENDATION, Type.ACTION):
            self.recommendations.read(blocks, name)
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


def labels_finding(block: Block) -> bool:
    """Return whether a block begins with "Finding 3:", and is not a heading."""
    if block.kind is BlockKind.HEADING:
        return False
    labelled = split_labelled(block.text, Type.BACKGROUND)
    return labelled.type is Type.FINDING and bool(labelled.label)


def is_list(block: Block) -> bool:
    """Return whether a block is an item of a list, or is numbered like one."""
    return block.kind is BlockKind.LIST_ITEM or bool(block.mark)


def mean_length(blocks: Sequence[Block]) -> float:
    """Return the mean number of words per block."""
    return sum(len(one.text.split()) for one in blocks) / max(1, len(blocks))


def all_lead(blocks: Sequence[Block]) -> bool:
    """Return whether all of two or more blocks, or all but one, give a web address or phone number."""
    return len(blocks) >= 2 and sum(leads_somewhere(one.text) for one in blocks) >= len(blocks) - 1

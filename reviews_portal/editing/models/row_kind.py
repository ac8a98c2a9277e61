"""The kinds of row, each with the record that it becomes and the key that marks it."""

from enum import StrEnum
from typing import Any, NamedTuple

from django.db import models

from learning.models import ItemKind, SectionKind
from learning.models.section import WHAT_HAPPENED
from learning.summary import MOST


class Becomes(StrEnum):
    """What the rows of a kind become when they are published."""

    NOTHING = ""  # a row that nobody has marked yet
    HEADING = "heading"  # the heading of the records below it
    SECTION = "section"
    ITEM = "item"
    RECOMMENDATION = "recommendation"
    PART = "part"  # of the recommendation above it
    TAIL = "tail"  # the words of the recommendation above it that follow its parts
    RESOURCE = "resource"
    # These have pages of their own, where they are changed once they are recorded.
    ACTION = "action"
    RESPONSE = "response"
    AGENCY_INVOLVED = "agency"


class RowKind(models.TextChoices):
    """The kinds of row: headings, recommendations, planned actions, responses, further reading, items and sections.

    Their values are those of the records, which differ between items and sections.
    """

    UNMARKED = "unmarked", "Not marked"
    HEADING = "heading", "Heading"
    SUBHEADING = "subheading", "Subheading"
    GOOD_PRACTICE = ItemKind.GOOD_PRACTICE.value, ItemKind.GOOD_PRACTICE.label
    LEARNING_POINT = ItemKind.LEARNING_POINT.value, ItemKind.LEARNING_POINT.label
    FINDING = ItemKind.FINDING.value, ItemKind.FINDING.label
    AREA_TO_STRENGTHEN = ItemKind.AREA_TO_STRENGTHEN.value, ItemKind.AREA_TO_STRENGTHEN.label
    CONCERN = ItemKind.CONCERN.value, ItemKind.CONCERN.label
    ACTION_TAKEN_SINCE = ItemKind.ACTION_TAKEN_SINCE.value, ItemKind.ACTION_TAKEN_SINCE.label
    KEY_THEME = ItemKind.KEY_THEME.value, ItemKind.KEY_THEME.label
    EMERGING_THEME = ItemKind.EMERGING_THEME.value, ItemKind.EMERGING_THEME.label
    QUESTION = ItemKind.QUESTION.value, ItemKind.QUESTION.label
    RECOMMENDATION = "recommendation", "Recommendation"
    PART = "part", "Part of a recommendation"
    TAIL = "tail", "Text after the parts"
    ACTION = "action", "Planned action"
    RESPONSE = "response", "Agency response"
    AGENCY_INVOLVED = "agency-involved", "Agency involved"
    PURPOSE = SectionKind.PURPOSE.value, SectionKind.PURPOSE.label
    DEFINITION = SectionKind.DEFINITION.value, SectionKind.DEFINITION.label
    BACKGROUND = SectionKind.BACKGROUND.value, SectionKind.BACKGROUND.label
    SCOPE = SectionKind.SCOPE.value, SectionKind.SCOPE.label
    METHOD = SectionKind.METHOD.value, SectionKind.METHOD.label
    FAMILY_HISTORY = SectionKind.FAMILY_HISTORY.value, SectionKind.FAMILY_HISTORY.label
    CASE_FACT = SectionKind.CASE_FACT.value, SectionKind.CASE_FACT.label
    FAMILY_INVOLVEMENT = SectionKind.FAMILY_INVOLVEMENT.value, SectionKind.FAMILY_INVOLVEMENT.label
    FINDINGS_INTRO = SectionKind.FINDINGS_INTRO.value, SectionKind.FINDINGS_INTRO.label
    INSTRUCTION = SectionKind.INSTRUCTION.value, SectionKind.INSTRUCTION.label
    NOTE = SectionKind.NOTE.value, SectionKind.NOTE.label
    FOOTNOTE = SectionKind.FOOTNOTE.value, SectionKind.FOOTNOTE.label
    RESPONSE_STATEMENT = SectionKind.RESPONSE_STATEMENT.value, SectionKind.RESPONSE_STATEMENT.label
    PEN_PORTRAIT = SectionKind.PEN_PORTRAIT.value, SectionKind.PEN_PORTRAIT.label
    VOICE = SectionKind.VOICE.value, SectionKind.VOICE.label
    FAMILY_VIEWS = SectionKind.FAMILY_VIEWS.value, SectionKind.FAMILY_VIEWS.label
    IDENTITY = SectionKind.IDENTITY.value, SectionKind.IDENTITY.label
    IMPROVEMENT_AREAS = SectionKind.IMPROVEMENT_AREAS.value, SectionKind.IMPROVEMENT_AREAS.label
    CHRONOLOGY = SectionKind.CHRONOLOGY.value, SectionKind.CHRONOLOGY.label
    RESOURCE = "resource", "Further reading"

    @property
    def becomes(self) -> Becomes:
        """What rows of this kind become when they are published."""
        return BECOMES[self]

    @property
    def key(self) -> str:
        """The key that marks a row as this kind, or ""."""
        return KEYS.get(self, "")

    @property
    def meaning(self) -> str:
        """What a row of this kind is, in one line."""
        return MEANINGS[self]


BECOMES: dict[Any, Becomes] = {
    RowKind.UNMARKED: Becomes.NOTHING,
    RowKind.HEADING: Becomes.HEADING,
    RowKind.SUBHEADING: Becomes.HEADING,
    RowKind.RECOMMENDATION: Becomes.RECOMMENDATION,
    RowKind.PART: Becomes.PART,
    RowKind.TAIL: Becomes.TAIL,
    RowKind.RESOURCE: Becomes.RESOURCE,
    RowKind.ACTION: Becomes.ACTION,
    RowKind.RESPONSE: Becomes.RESPONSE,
    RowKind.AGENCY_INVOLVED: Becomes.AGENCY_INVOLVED,
    **{RowKind(kind): Becomes.ITEM for kind in ItemKind.values},
    **{RowKind(kind): Becomes.SECTION for kind in SectionKind.values},
}
STATEMENTS = [kind for kind in RowKind if BECOMES[kind] in (Becomes.ITEM, Becomes.RECOMMENDATION)]
# Rows that may be for certain agencies: statements, and parts of recommendations.
FOR_AGENCIES = [*STATEMENTS, RowKind.PART]
# Rows with the number that is printed beside them: recommendations, their parts, and planned actions.
NUMBERED = [RowKind.RECOMMENDATION, RowKind.PART, RowKind.ACTION]
# Rows whose records are made once, and then changed on pages of their own.
RECORDED_ONCE = (Becomes.ACTION, Becomes.RESPONSE, Becomes.AGENCY_INVOLVED)
NAMED = (Becomes.RESPONSE, Becomes.AGENCY_INVOLVED)  # rows that say which agencies respond or are involved
# Rows that may be key points, which are the summary at the top of their review.
MAY_BE_KEY = [kind for kind in RowKind if BECOMES[kind] in (Becomes.ITEM, Becomes.RECOMMENDATION, Becomes.SECTION)]
# The columns of the summary at the top of a review: what each is about, the kinds of rows in it, and how many of them
# it shows without key points as if they were chosen.
COLUMNS: list[tuple[str, list[RowKind], int]] = [
    ("what happened", [RowKind(kind) for kind in WHAT_HAPPENED], 0),
    ("learning", [kind for kind in RowKind if BECOMES[kind] == Becomes.ITEM and kind != RowKind.QUESTION], 0),
    ("recommendations", [RowKind.RECOMMENDATION], MOST),
]
# The keys that mark rows, those of the kinds that most documents have first.
KEYS: dict[Any, str] = {
    RowKind.FINDING: "f",
    RowKind.LEARNING_POINT: "l",
    RowKind.GOOD_PRACTICE: "g",
    RowKind.QUESTION: "q",
    RowKind.RECOMMENDATION: "r",
    RowKind.PART: "p",
    RowKind.HEADING: "h",
    RowKind.SUBHEADING: "s",
    RowKind.BACKGROUND: "b",
    RowKind.METHOD: "m",
    RowKind.AREA_TO_STRENGTHEN: "a",
    RowKind.CONCERN: "c",
    RowKind.ACTION_TAKEN_SINCE: "d",
    RowKind.KEY_THEME: "t",
    RowKind.EMERGING_THEME: "e",
    RowKind.NOTE: "n",
    RowKind.RESOURCE: "u",
    RowKind.ACTION: "v",
    RowKind.RESPONSE: "w",
    RowKind.AGENCY_INVOLVED: "y",
}


MEANINGS: dict[Any, str] = {
    RowKind.UNMARKED: "Nobody has chosen a type of text. It cannot be published like this.",
    RowKind.HEADING: "The title of the rows below it, up to the next heading.",
    RowKind.SUBHEADING: "A smaller heading, below a heading.",
    RowKind.GOOD_PRACTICE: "Something that was done well.",
    RowKind.LEARNING_POINT: "A lesson for practice from this review.",
    RowKind.FINDING: "What the review found out or concluded.",
    RowKind.AREA_TO_STRENGTHEN: "Practice that needs to be better or more consistent.",
    RowKind.CONCERN: "Something that worried the reviewers.",
    RowKind.ACTION_TAKEN_SINCE: "A change that has already been made.",
    RowKind.KEY_THEME: "A main subject of the review.",
    RowKind.EMERGING_THEME: "A subject that is starting to emerge and may need more work.",
    RowKind.QUESTION: "A question for readers to discuss.",
    RowKind.RECOMMENDATION: "What agencies are asked to do.",
    RowKind.PART: "One numbered or lettered part of the recommendation above it.",
    RowKind.TAIL: "Words of a recommendation that come after its last part.",
    RowKind.ACTION: "What an action plan says will be done about a recommendation.",
    RowKind.RESPONSE: "What one or more agencies say in response to a recommendation.",
    RowKind.AGENCY_INVOLVED: "An agency that the document lists as involved in the review.",
    RowKind.PURPOSE: "Why the review or the document was written.",
    RowKind.DEFINITION: "What a term in the document means.",
    RowKind.BACKGROUND: "What happened, or what led to the review.",
    RowKind.SCOPE: "The dates, people and questions that the review covers.",
    RowKind.METHOD: "How the review was carried out.",
    RowKind.FAMILY_HISTORY: "The earlier life of the family.",
    RowKind.CASE_FACT: "A fact about the child or adult, such as age or health.",
    RowKind.FAMILY_INVOLVEMENT: "How the family took part in the review.",
    RowKind.FINDINGS_INTRO: "Words that lead into the findings.",
    RowKind.INSTRUCTION: "How to use the document.",
    RowKind.NOTE: "A remark beside the main text.",
    RowKind.FOOTNOTE: "A note from the foot of a page.",
    RowKind.RESPONSE_STATEMENT: "How the partnership responds to the review as a whole.",
    RowKind.PEN_PORTRAIT: "A short description of the person, as people knew them.",
    RowKind.VOICE: "What the child or adult said or showed.",
    RowKind.FAMILY_VIEWS: "What family members told the reviewers.",
    RowKind.IDENTITY: "The culture, faith, language or identity of the person.",
    RowKind.IMPROVEMENT_AREAS: "What the partnership will improve.",
    RowKind.CHRONOLOGY: "A dated event, in the order in which things happened.",
    RowKind.RESOURCE: "A document, website or training to read next.",
}


def kinds_of(*becomes: Becomes) -> list[RowKind]:
    """Return the kinds whose rows become one of these."""
    return [kind for kind in RowKind if BECOMES[kind] in becomes]


class Group(NamedTuple):
    """Kinds under one heading in the list from which a kind is chosen."""

    name: str
    kinds: list[RowKind]


GROUPS = [
    Group("Learning", [kind for kind in RowKind if BECOMES[kind] == Becomes.ITEM]),
    Group("Recommendations", [RowKind.RECOMMENDATION, RowKind.PART, RowKind.TAIL]),
    Group("Actions, responses and agencies", [RowKind.ACTION, RowKind.RESPONSE, RowKind.AGENCY_INVOLVED]),
    Group("Headings", [RowKind.HEADING, RowKind.SUBHEADING]),
    Group("Other text", [kind for kind in RowKind if BECOMES[kind] == Becomes.SECTION]),
    Group("Further reading", [RowKind.RESOURCE]),
]

"""The result of reading a source: the reviews in it, their statements, and the words that were not placed.

The models write the JSON of `manage.py import_briefing --dry-run --json`; fields that do not apply are left out.
"""

import re
from collections import Counter, defaultdict
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, Field

from learning.utils.dates import PartialDate, Precision

FIELDS_OF_WORDS = (
    "translation", "label", "lead", "due", "status", "milestones", "progress", "evidence", "outcome", "completed",
    "acceptance", "address",
)  # fmt: skip
WORD = re.compile(r"\w+")


class Type(StrEnum):
    """What a statement is."""

    BACKGROUND = "background"  # any narrative
    KEY_THEME = "key_theme"
    EMERGING_THEME = "emerging_theme"
    LEARNING_POINT = "learning_point"
    FINDING = "finding"
    CONCERN = "concern"
    AREA_TO_STRENGTHEN = "area_to_strengthen"
    GOOD_PRACTICE = "good_practice"
    IMPROVEMENT = "improvement"  # action taken since
    QUESTION = "question"
    RECOMMENDATION = "recommendation"
    REC_PART = "rec_part"
    REC_TAIL = "rec_tail"
    ACTION = "action"
    RESPONSE = "response"
    RESOURCE = "resource"
    AGENCY_INVOLVED = "agency_involved"


class Reason(StrEnum):
    """Why words of the source are not part of any statement."""

    FURNITURE = "furniture"  # running heads, page numbers, menus of a site
    REPEATED = (
        "repeated"  # already stated by a field: a heading "continued", the date of publication, "Recommendation 3"
    )
    UNKNOWN = "unknown"


class DraftReview(BaseModel):
    """One review that a source is about. `published` is the first day of the period that the source states."""

    title: str = ""
    type: str | None = None
    subject: str = ""
    published: date | None = None
    published_to: Precision = Precision.DAY  # how exactly the source states it
    says_published: bool = True  # whether the source calls this date the publication date, or only bears it
    partnership_as_named: str = ""
    audience: Literal["public", "professionals", "partnership"] = "public"
    languages: list[str] = Field(default_factory=lambda: ["en"])

    @property
    def published_as_stated(self) -> PartialDate | None:
        """When it was published, as exactly as the source states it."""
        return PartialDate(self.published, self.published_to) if self.published else None


class Statement(BaseModel):
    """One statement of a review. `under` is the list index of its parent statement."""

    review: int = 0
    type: Type
    text: str
    language: str = "en"
    translation: str | None = None
    heading: str | None = None
    label: str | None = None
    under: int | None = None
    confidence: float = 1.0
    doubt: str = ""  # why it may be wrong
    lead: str | None = None
    due: str | None = None
    due_on: date | None = None
    status: str | None = None
    milestones: str | None = None
    progress: str | None = None
    evidence: str | None = None
    outcome: str | None = None
    completed: str | None = None
    covers: list[str] | None = None
    acceptance: str | None = None
    address: str | None = None
    is_bullet: bool = False  # whether the source has it as an item of a list without numbers
    place: str = ""  # in the source, for the person who checks
    block: int = -1  # its number


class NotPlaced(BaseModel):
    """Words of the source that are not part of any statement."""

    text: str
    reason: Reason
    place: str = ""
    block: int = -1


class Draft(BaseModel):
    """The result of reading one file, or why it was refused."""

    file: str
    refused: str | None = None
    reviews: list[DraftReview] = Field(default_factory=list)
    statements: list[Statement] = Field(default_factory=list)
    not_placed: list[NotPlaced] = Field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return the draft as data for JSON; `refused`, the type of a review and its date are never left out.

        `published` is a day, or None; a month or year stands in `published_in` instead, as "2024-06" or "2024".
        """
        unsaid = {
            "reviews": {"__all__": {"published_to", "says_published"}},
            "statements": {"__all__": {"doubt", "is_bullet", "place", "block"}},
            "not_placed": {"__all__": {"place", "block"}},
        }
        data = self.model_dump(mode="json", exclude_none=True, exclude=unsaid)
        dates = [dates_of(review) for review in self.reviews]
        reviews = [{"type": None} | review | own for review, own in zip(data["reviews"], dates, strict=True)]
        return {"file": self.file, "refused": None} | data | {"reviews": reviews}

    def used(self) -> dict[int, Counter[str]]:
        """Return the words of each block, by its number, that statements and unplaced words account for."""
        taken: dict[int, Counter[str]] = defaultdict(Counter)
        for one in self.statements:
            taken[one.block] += words_of([one.text, *(getattr(one, field) or "" for field in FIELDS_OF_WORDS)])
        for listed in self.not_placed:
            taken[listed.block] += words_of([listed.text])
        return taken

    def words(self) -> Counter[str]:
        """Return all the words that the draft accounts for. A heading over several statements counts once."""
        texts = [one.text for one in self.not_placed]
        for review in self.reviews:
            texts += [review.title, review.subject, review.partnership_as_named]
        heading = None
        for one in self.statements:
            if one.heading != heading:
                heading = one.heading
                texts.append(heading or "")
            texts += [one.text, *(getattr(one, field) or "" for field in FIELDS_OF_WORDS)]
        return words_of(texts)


def dates_of(review: DraftReview) -> dict[str, str | None]:
    """Return the date of publication of a review as data: a day, or else the month or year that its source states."""
    stated = review.published_as_stated
    if stated is None or stated.precision is Precision.DAY:
        return {"published": stated.machine if stated else None}
    return {"published": None, "published_in": stated.machine}


def words_of(texts: list[str]) -> Counter[str]:
    """Return how often each word occurs in texts, in lower case."""
    return Counter(word.lower() for text in texts for word in WORD.findall(text))


def reviews_of_blocks(draft: Draft, number: int) -> list[int]:
    """Return the index of the review that each of the first blocks is about: that of the next statement from there on.

    After the last statement it is the review of that one.
    """
    if len(draft.reviews) == 1:
        return [0] * number
    reviews = [-1] * number
    for one in draft.statements:
        if one.block >= 0:
            reviews[one.block] = one.review
    last = next((about for about in reversed(reviews) if about >= 0), 0)
    for at in reversed(range(number)):
        last = reviews[at] = last if reviews[at] < 0 else reviews[at]
    return reviews

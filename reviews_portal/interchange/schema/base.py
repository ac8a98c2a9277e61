"""The types of fields that several parts of a document share."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from learning.utils.dates import PartialDate, Precision
from learning.utils.fields import LONGEST_LINE, LONGEST_TEXT, MOST_LINES, Language
from learning.utils.text import has_words

MOST = 5000  # records of one kind in a document
MOST_REFERENCES = 100_000
PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}  # by the length of a date


class Entry(BaseModel):
    """A part of a document."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def partial_date(text: str) -> PartialDate:
    """Return the date written as 2016-09-06, 2021-10 or 2013. Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise ValueError("Enter the date as 2016-09-06, 2021-10 or 2013.")
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return PartialDate(date(year, month, day), PRECISIONS[len(text)])


def check_partial_date(text: str) -> str:
    """Return a text that `partial_date` accepts. Raises ValueError otherwise."""
    partial_date(text)
    return text


def check_words(text: str) -> str:
    """Return a text with visible characters. Raises ValueError for one without."""
    if not has_words(text):
        raise ValueError("There are no words in it.")
    return text


type Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=120)]
type Code = Annotated[str, Field(pattern=r"^R[0-9]{4,}$", max_length=12)]
type Reference = Annotated[str, Field(pattern=r"^R[0-9]{4,}-[1-9][0-9]*$", max_length=24)]
type LongText = Annotated[str, Field(max_length=LONGEST_TEXT)]
type Words = Annotated[LongText, AfterValidator(check_words), Field(description="Published words; not blank.")]
type Line = Annotated[str, Field(max_length=LONGEST_LINE)]
type Lines = Annotated[list[Line], Field(max_length=MOST_LINES)]
type Slugs = Annotated[list[Slug], Field(max_length=MOST_LINES)]
type Position = Annotated[int, Field(ge=0, le=2_000_000_000)]
type ShortPosition = Annotated[int, Field(ge=0, le=32_767)]
type PartialDateText = Annotated[
    str,
    AfterValidator(check_partial_date),
    Field(max_length=10, description="A date as it is stated: 2016-09-06, 2021-10 or 2013."),
]
type LanguageOrNone = Annotated[Language | None, Field(description="Only if it is not that of the document.")]


class Place(Entry):
    """The document that a record is from, and its position there."""

    document: Slug = Field(description="The slug of one of the documents.")
    position: Position = Field(description="Its order in the document, counting all kinds of record.")


class Sourced(Place):
    """Fields of all records that are quoted from a document."""

    place: str = Field("", max_length=60, description="Such as “page 4”.")
    heading: str = Field("", max_length=200)
    subheading: str = Field("", max_length=200)
    source_defect: str = Field("", max_length=300, description="A fault in the copy of the text that is corrected.")
    language: LanguageOrNone = None
    is_key: bool = Field(False, description="Whether it is in the summary of the review.")

"""Agency responses, with their published versions, and passages that are the response of several agencies."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from recommendations.models import Acceptance, Progress, StepAction

from .base import Entry, LanguageOrNone, LongText, ShortPosition, Slug, Words


class PassageKey(Entry):
    """A passage of a document, by the slug of the document and its number there."""

    document: Slug
    number: ShortPosition


class Passage(PassageKey):
    """Text from a document that is the response of several agencies, or to several recommendations."""

    place: str = Field("", max_length=60)
    text: Words
    language: LanguageOrNone = None


class Step(Entry):
    """A step of a version, such as its publication. People are not named: only their role is given."""

    action: StepAction
    at: AwareDatetime
    acted_as: str = Field("", max_length=300, description="The role of the person who did it.")
    deciding_body: str = Field("", max_length=200)
    meeting: str = Field("", max_length=200)
    as_only_editor: bool = False


class Version(Entry):
    """A published version of a response, with its own text or that of a passage.

    Versions that were not published or were withdrawn are left out, so some numbers may be missing.
    """

    number: Annotated[int, Field(ge=1, le=32_767)]
    text: LongText = ""
    passage: PassageKey | None = None
    parts: list[ShortPosition] = Field([], description="The positions of the parts that it answers; none for all.")
    document: Slug | None = Field(None, description="The document that it is quoted from, if it is quoted.")
    place: str = Field("", max_length=60)
    language: LanguageOrNone = None
    created_at: AwareDatetime
    acceptance: Acceptance = Acceptance.NOT_STATED
    acceptance_reason: LongText = ""
    progress: Progress = Progress.NOT_STATED
    progress_reason: LongText = ""
    new_date: date | None = None
    completed_on: date | None = None
    signed_off_by: str = Field("", max_length=200)
    signed_off_on: date | None = None
    steps: Annotated[list[Step], Field(min_length=1, max_length=4)]


class Response(Entry):
    """The response of one agency to a recommendation."""

    agency: Slug
    named_as: str = Field("", max_length=200, description="The name of the agency as printed.")
    position: ShortPosition = 0
    versions: Annotated[list[Version], Field(min_length=1, max_length=500)]

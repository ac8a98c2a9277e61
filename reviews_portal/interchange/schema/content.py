"""Records that quote the documents of a review: narrative, learning, recommendations, actions and further reading."""

from datetime import date
from typing import Annotated

from pydantic import Field

from learning.models import AddressState, ItemKind, SectionKind
from learning.utils.fields import Language
from recommendations.models.quoted_action import LONGEST_CELL, LONGEST_HEADING, MOST_COLUMNS
from recommendations.models.recommendation import Scope

from .base import (
    Entry,
    LanguageOrNone,
    LongText,
    Place,
    Position,
    Reference,
    ShortPosition,
    Slug,
    Slugs,
    Sourced,
    Words,
)
from .responses import Response


class Section(Sourced):
    """One paragraph or bullet point of the narrative."""

    kind: SectionKind
    text: Words
    is_bullet: bool = False


class Tagged(Entry):
    """The themes of a statement, and the agencies that it is relevant to."""

    themes: Slugs = []
    agency_kinds: Slugs = []
    agencies: Slugs = []


class LaterNote(Entry):
    """A note by staff on what has changed since an item was published."""

    dated: date
    text: Words


class Item(Sourced, Tagged):
    """A learning point, finding, example of good practice or question, word for word."""

    reference: Reference
    kind: ItemKind
    text: Words
    under: Reference | None = Field(None, description="The reference of the item that this is a sub-point of.")
    later_notes: list[LaterNote] = []


class Part(Entry):
    """A part of a recommendation."""

    position: Annotated[int, Field(ge=1, le=32_767)]
    under: ShortPosition | None = Field(None, description="The position of the part that this is a part of.")
    label: str = Field(max_length=20)
    text: Words
    place: str = Field("", max_length=60)
    source_defect: str = Field("", max_length=300)
    language: Annotated[Language | None, Field(description="Only if it is not that of the recommendation.")] = None
    agency_kinds: Slugs = []
    agencies: Slugs = []


class Recommendation(Sourced, Tagged):
    """One recommendation: a stem, parts and a tail, with the responses to it."""

    reference: Reference
    short_label: str = Field(min_length=1, max_length=20)
    numbering_is_ours: bool = False
    series: str = Field("", max_length=200)
    scope: Scope = Scope.NOT_STATED
    stem: LongText = ""
    tail: LongText = ""
    parts: Annotated[list[Part], Field(max_length=500)] = []
    responses: Annotated[list[Response], Field(max_length=500)] = []


class Resource(Sourced):
    """Further reading named in a document."""

    title: LongText = ""
    address: str = Field("", max_length=500)
    address_state: AddressState = AddressState.NONE


type Column = tuple[
    Annotated[str, Field(min_length=1, max_length=LONGEST_HEADING)],
    Annotated[str, Field(min_length=1, max_length=LONGEST_CELL)],
]


class QuotedAction(Place):
    """One action of a published action plan, as printed."""

    place: str = Field("", max_length=60)
    source_defect: str = Field("", max_length=300)
    language: LanguageOrNone = None
    recommendation: Reference | None = None
    label: str = Field("", max_length=20)
    text: Words
    lead: LongText = ""
    due: LongText = ""
    status: LongText = ""
    progress: LongText = ""
    evidence: LongText = ""
    outcome: LongText = ""
    further_columns: Annotated[list[Column], Field(max_length=MOST_COLUMNS)] = []


class PlaceKey(Entry):
    """A section or a resource, by the slug of its document and its position there."""

    document: Slug
    position: Position


class Wording(Entry):
    """The words of a record in a second document or a second language.

    The record is a statement or a part of it (`reference`, `part_position`), a section or a resource.
    """

    reference: Reference | None = None
    part_position: ShortPosition = 0
    section: PlaceKey | None = None
    resource: PlaceKey | None = None
    document: Slug
    language: LanguageOrNone = None
    place: str = Field("", max_length=60)
    heading: str = Field("", max_length=200)
    text: LongText = ""
    tail: LongText = ""


class RemovedReference(Entry):
    """The reference of a published statement that was removed or joined with another one."""

    reference: Reference
    leads_to: Reference | None = None

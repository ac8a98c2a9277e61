"""The document as a whole, the details of a review, and its source documents with their files."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter

from learning.models import Audience, DocumentKind, OriginalFormat, Outcome
from learning.utils.fields import Language
from learning.utils.uploads import LARGEST_ORIGINAL

from .base import MOST, MOST_REFERENCES, Code, Entry, LongText, PartialDateText, ShortPosition, Slug, Slugs
from .content import Item, QuotedAction, Recommendation, RemovedReference, Resource, Section, Wording
from .responses import Passage
from .vocabulary import Vocabulary

FORMAT: Final = "case-review"
VERSION: Final = 1
MOST_DOCUMENTS = 100


class Origin(Entry):
    """The portal in which the review was first published, and its code there.

    A statement has the number there that it has in this document, unless that is higher than `references`.
    """

    portal: str = Field(min_length=1, max_length=200, description="The address of the portal.")
    code: Code
    references: Annotated[int, Field(ge=0, le=MOST_REFERENCES)]


class InvolvedAgency(Entry):
    """An agency that a document lists as involved, as printed."""

    agency: Slug
    named_as: str = Field(min_length=1, max_length=200)
    position: ShortPosition = 0


class Details(Entry):
    """The details of the review. They do not say whether it is published: each portal decides that."""

    code: Code
    slug: Slug
    former_slugs: Slugs = Field([], description="Slugs that it had before, at which readers may look for it.")
    title: str = Field(min_length=1, max_length=200)
    kinds: Slugs = []
    is_thematic: bool = False
    subject: str = Field("", max_length=100, description="The pseudonym that the document uses.")
    partnerships: Slugs = []
    partnership_as_named: str = Field("", max_length=200)
    commissioned: PartialDateText | None = None
    incident: PartialDateText | None = None
    published: PartialDateText | None = None
    children: str = Field("", max_length=200)
    harm: str = Field("", max_length=200)
    outcome: Outcome = Outcome.NOT_STATED
    reviewer: str = Field("", max_length=200)
    content_note: str = Field("", max_length=300)
    curator_note: LongText = ""
    themes: Slugs = []
    audience: Audience
    audience_reason: str = Field("", max_length=300)
    sharing_statement: LongText = ""
    references_used: Annotated[int, Field(ge=0, le=MOST_REFERENCES)] = Field(
        description="The highest number that one of its statements has or had. It is never given again."
    )
    agencies_involved: Annotated[list[InvolvedAgency], Field(max_length=500)] = []
    named_agencies: Slugs = Field([], description="Agencies that only a published document allows to be named.")


class OriginalFile(Entry):
    """The file of a source document: included or, in a large review, only referred to.

    A file that is not included is beside the JSON document, named by its digest and format: `<sha256>.<format>`.
    """

    format: OriginalFormat
    size: Annotated[int, Field(ge=1, le=LARGEST_ORIGINAL)] = Field(description="In bytes.")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    content: str | None = Field(None, description="The content of the file in Base64.")


class SourceDocument(Entry):
    """A published document that the review quotes. Its slug identifies it within this JSON document."""

    slug: Slug
    position: ShortPosition
    title: str = Field(min_length=1, max_length=200)
    publisher: str = Field("", max_length=200)
    kind: DocumentKind
    language: Language = Language.ENGLISH
    published: PartialDateText | None = None
    licence: str = Field("", max_length=200)
    file_name: str = Field("", max_length=200)
    address: str = Field("", max_length=500)
    not_held_reason: str = Field("", max_length=300)
    glossary_terms: Slugs = []
    curator_note: LongText = ""
    file: OriginalFile | None = None


class ReviewDocument(Entry):
    """One case review with everything in it that is published.

    It holds no accounts, drafts, requests to agencies, assurance, comments, decisions to publish, history or
    redactions, and nothing that was hidden or withdrawn. Fields that have their default value are left out.
    """

    format: Literal["case-review"]
    version: Literal[1]
    origin: Origin
    review: Details
    vocabulary: Vocabulary
    documents: Annotated[list[SourceDocument], Field(max_length=MOST_DOCUMENTS)] = []
    sections: Annotated[list[Section], Field(max_length=MOST)] = []
    items: Annotated[list[Item], Field(max_length=MOST)] = []
    recommendations: Annotated[list[Recommendation], Field(max_length=MOST)] = []
    resources: Annotated[list[Resource], Field(max_length=MOST)] = []
    quoted_actions: Annotated[list[QuotedAction], Field(max_length=MOST)] = []
    passages: Annotated[list[Passage], Field(max_length=MOST)] = []
    wordings: Annotated[list[Wording], Field(max_length=MOST)] = []
    removed_references: Annotated[list[RemovedReference], Field(max_length=MOST)] = []


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a document."""
    described: dict[str, Any] = TypeAdapter(ReviewDocument).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | described

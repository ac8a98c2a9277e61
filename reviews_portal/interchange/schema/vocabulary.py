"""The vocabulary entries that a document uses, with the values that a portal needs to find or add them."""

from typing import Annotated

from pydantic import Field

from learning.models import Audience, ThemeGroup
from learning.models.partnership import Called, Nation
from learning.models.review_kind import KIND_NATIONS, About

from .base import Entry, Lines, LongText, ShortPosition, Slug

NATIONS = "|".join(value for value, _ in KIND_NATIONS)

type Name = Annotated[str, Field(min_length=1, max_length=200)]


class Word(Entry):
    """A vocabulary entry, identified by its slug."""

    slug: Slug
    name: Name


class ReviewKindWord(Word):
    """A kind of review."""

    short_name: str = Field("", max_length=60)
    nation: str = Field("", pattern=f"^({NATIONS})?$")
    about: About = About.EITHER
    is_about_domestic_abuse: bool = False
    default_audience: Audience = Audience.PARTNERSHIP
    order: ShortPosition = 500


class PartnershipWord(Word):
    """A body that commissions reviews."""

    called: Called = Called.PARTNERSHIP
    former_names: Lines = []
    area: str = Field("", max_length=200)
    nation: Nation | None = None
    website: str = Field("", max_length=200)


class ThemeWord(Word):
    """A theme."""

    group: ThemeGroup
    scope_note: LongText
    aliases: Lines = []


class AgencyKindWord(Word):
    """A kind of service that people work in."""

    description: str = Field("", max_length=300)
    generic_name: str = Field("", max_length=200, description="What the public sees in place of agencies' own names.")
    order: ShortPosition = 0


class AgencyWord(Word):
    """An agency."""

    kind: Slug
    aliases: Lines = []
    is_generic: bool = Field(
        False,
        description="Whether this is a public name such as “A school”. Which agency it stands for is never exported.",
    )


class GlossaryTermWord(Entry):
    """An abbreviation or term that a document uses."""

    slug: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=60)]
    abbreviation: str = Field(min_length=1, max_length=40)
    expansion: str = Field("", max_length=200)
    expansion_is_ours: bool = False
    explanation: LongText = ""
    is_ours: bool = False


class Vocabulary(Entry):
    """Every vocabulary entry that the document uses, sorted by slug.

    The importing portal finds each by its slug or, failing that, by its name. Only an import by an administrator adds
    entries that the portal does not have.
    """

    review_kinds: list[ReviewKindWord] = []
    partnerships: list[PartnershipWord] = []
    themes: list[ThemeWord] = []
    agency_kinds: list[AgencyKindWord] = []
    agencies: list[AgencyWord] = []
    glossary_terms: list[GlossaryTermWord] = []

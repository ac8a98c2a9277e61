"""The vocabulary entries that a review uses, collected while its records are exported."""

from collections.abc import Iterable
from typing import Any

from learning.models import Agency, AgencyKind, GlossaryTerm, Partnership, ReviewKind, Theme
from reviews_portal.interchange.schema.vocabulary import (
    AgencyKindWord,
    AgencyWord,
    GlossaryTermWord,
    PartnershipWord,
    ReviewKindWord,
    ThemeWord,
    Vocabulary,
)

from .values import columns_of

WORDS: dict[type, tuple[str, type]] = {
    ReviewKind: ("review_kinds", ReviewKindWord),
    Partnership: ("partnerships", PartnershipWord),
    Theme: ("themes", ThemeWord),
    AgencyKind: ("agency_kinds", AgencyKindWord),
    Agency: ("agencies", AgencyWord),
    GlossaryTerm: ("glossary_terms", GlossaryTermWord),
}


class UsedWords:
    """Collects vocabulary entries, and returns the slugs by which the document refers to them."""

    def __init__(self) -> None:
        self.found: dict[type, dict[str, Any]] = {model: {} for model in WORDS}

    def slug(self, record: Any) -> str:
        """Return the slug of an entry, and add it to the vocabulary.

        A theme or agency that was merged is replaced by the one that it was merged into.
        """
        record = getattr(record, "merged_into", None) or record
        held = self.found[type(record)]
        if record.slug not in held:
            held[record.slug] = record
            if isinstance(record, Agency):
                self.slug(record.kind)
        return record.slug

    def slugs(self, records: Iterable[Any]) -> list[str]:
        """Return the slugs of entries, sorted."""
        return sorted(self.slug(record) for record in records)

    def vocabulary(self) -> Vocabulary:
        """Return all collected entries, sorted by slug."""
        return Vocabulary(
            **{
                name: [self.entry(held[slug], entry) for slug in sorted(held)]
                for model, (name, entry) in WORDS.items()
                if (held := self.found[model])
            }
        )

    def entry(self, record: Any, entry: type) -> Any:
        """Return the entry of a record. The agency that a generic name stands for is left out."""
        values = columns_of(record, entry)
        if isinstance(record, Agency):
            values["kind"] = record.kind.slug
            values["is_generic"] = record.stands_for_id is not None
        return entry(**values)

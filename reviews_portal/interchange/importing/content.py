"""Import what a document quotes: narrative, statements, actions, further reading and second wordings."""

from collections.abc import Iterable
from typing import Any

from learning.models import (
    LaterNote,
    LearningItem,
    OldReference,
    Resource,
    Review,
    ReviewSection,
    SourceDocument,
    SourceWording,
)
from recommendations.models import QuotedAction, Recommendation, RecommendationPart
from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.interchange.schema import content as schema

from .saving import save, tag
from .values import values_for
from .words import Words

TAGS = ("themes", "agency_kinds", "agencies")


class ContentImport:
    """Adds the content of a document to a new review. References keep their numbers under the code given here."""

    def __init__(
        self, document: ReviewDocument, review: Review, documents: dict[str, SourceDocument], words: Words, *, by
    ) -> None:
        self.document, self.review, self.documents, self.words, self.by = document, review, documents, words, by
        self.sections: dict[tuple[str, int], ReviewSection] = {}
        self.resources: dict[tuple[str, int], Resource] = {}
        self.recommendations: dict[str, Recommendation] = {}  # by their references in the document
        self.parts: dict[str, dict[int, RecommendationPart]] = {}

    def add(self) -> None:
        """Add everything but the responses."""
        for section in self.document.sections:
            made = save(
                ReviewSection(**self.place(section, ReviewSection)),
                f"A section of “{self.title(section)}”",
                by=self.by,
            )
            self.sections[section.document, section.position] = made
        for resource in self.document.resources:
            reading = save(
                Resource(**self.place(resource, Resource)), f"A resource of “{self.title(resource)}”", by=self.by
            )
            self.resources[resource.document, resource.position] = reading
        self.add_items()
        for recommendation in self.document.recommendations:
            self.add_recommendation(recommendation)
        for action in self.document.quoted_actions:
            self.add_action(action)
        for wording in self.document.wordings:
            self.add_wording(wording)
        for removed in self.document.removed_references:
            old = OldReference(
                review=self.review,
                reference=self.reference(removed.reference),
                leads_to=self.reference(removed.leads_to) if removed.leads_to else "",
            )
            save(old, f"The removed reference {removed.reference}", by=self.by)

    def reference(self, reference: str) -> str:
        """Return the reference that a statement has here."""
        return f"{self.review.code}-{reference.partition('-')[2]}"

    def title(self, entry: schema.Place) -> str:
        """Return the title of the document that an entry is from."""
        return self.documents[entry.document].title

    def place(self, entry: schema.Place, model: type[Any]) -> dict[str, Any]:
        """Return the columns of a record from a document."""
        return values_for(model, entry) | {"review": self.review, "document": self.documents[entry.document]}

    def tag(self, record: Any, entry: schema.Tagged | schema.Part) -> None:
        """Tag a record with themes, kinds of agency and agencies."""
        for name in TAGS:
            tag(record, name, self.words.get(name, getattr(entry, name, [])), by=self.by)

    def add_items(self) -> None:
        """Add the items, each after the one that it is under."""
        made: dict[str, LearningItem] = {}
        for entry in downwards(self.document.items):
            values = self.place(entry, LearningItem) | {"reference": self.reference(entry.reference)}
            item = LearningItem(**values, parent=made[entry.under] if entry.under else None)
            made[entry.reference] = save(item, entry.reference, by=self.by)
            self.tag(item, entry)
            for note in entry.later_notes:
                values = values_for(LaterNote, note)
                save(LaterNote(item=item, **values), f"A later note on {entry.reference}", by=self.by)

    def add_recommendation(self, entry: schema.Recommendation) -> None:
        """Add a recommendation with its parts."""
        values = self.place(entry, Recommendation) | {"reference": self.reference(entry.reference)}
        made = save(Recommendation(**values), entry.reference, by=self.by)
        self.recommendations[entry.reference] = made
        self.tag(made, entry)
        parts = self.parts[entry.reference] = {}
        for part in sorted(entry.parts, key=lambda part: part.under is not None):  # the parts of parts last
            above = parts[part.under] if part.under is not None else None
            values = values_for(RecommendationPart, part) | {"recommendation": made, "parent": above}
            where = f"Part {part.position} of {entry.reference}"
            parts[part.position] = save(RecommendationPart(**values), where, by=self.by)
            self.tag(parts[part.position], part)

    def add_action(self, entry: schema.QuotedAction) -> None:
        """Add an action of a published plan."""
        above = self.recommendations[entry.recommendation] if entry.recommendation else None
        values = self.place(entry, QuotedAction) | {"recommendation": above}
        values["further_columns"] = [list(pair) for pair in entry.further_columns]
        save(QuotedAction(**values), f"An action of “{self.title(entry)}”", by=self.by)

    def add_wording(self, entry: schema.Wording) -> None:
        """Add a second wording."""
        values = values_for(SourceWording, entry)
        values["reference"] = self.reference(entry.reference) if entry.reference else ""
        document = self.documents[entry.document]
        if entry.section:
            values["section"] = self.sections[entry.section.document, entry.section.position]
        if entry.resource:
            values["resource"] = self.resources[entry.resource.document, entry.resource.position]
        wording = SourceWording(review=self.review, document=document, **values)
        save(wording, f"A second wording in “{document.title}”", by=self.by)


def downwards(items: Iterable[schema.Item]) -> list[schema.Item]:
    """Return items so that each comes after the one that it is under."""
    above = {item.reference: item.under for item in items}

    def level(item: schema.Item) -> int:
        found, under = 0, item.under
        while under:
            found, under = found + 1, above[under]
        return found

    return sorted(items, key=level)

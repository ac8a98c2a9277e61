"""Import the quoted records: narrative, statements, planned actions, further reading and second wordings."""

from collections.abc import Iterable
from typing import Any

from learning.models import (
    LaterNote,
    LearningItem,
    OldReference,
    Resource,
    ReviewSection,
    SourceWording,
)
from recommendations.models import QuotedAction, Recommendation, RecommendationPart
from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.interchange.schema import content as schema

from .target import Target
from .values import values_for

TAGS = ("themes", "agency_kinds", "agencies")


class ContentImport:
    """Adds the content of a document to a new review. References keep their numbers under the code given here.

    `clean()` of quoted records is not called, because it queries the database for each position. `consistency.py` has
    already checked the positions.
    """

    def __init__(self, document: ReviewDocument, target: Target) -> None:
        self.document, self.review, self.documents = document, target.review, target.documents
        self.words, self.saving = target.words, target.saving
        self.sections: dict[tuple[str, int], ReviewSection] = {}
        self.resources: dict[tuple[str, int], Resource] = {}
        self.recommendations: dict[str, Recommendation] = {}  # by their references in the document
        self.parts: dict[str, dict[int, RecommendationPart]] = {}

    def add(self) -> None:
        """Add everything but the responses."""
        for section in self.document.sections:
            made = self.saving.save(
                ReviewSection(**self.place(section, ReviewSection)),
                f"A section of “{self.title(section)}”",
                is_cleaned=False,
            )
            self.sections[section.document, section.position] = made
        for resource in self.document.resources:
            reading = self.saving.save(
                Resource(**self.place(resource, Resource)), f"A resource of “{self.title(resource)}”", is_cleaned=False
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
            self.saving.save(old, f"The removed reference {removed.reference}")

    def reference(self, reference: str) -> str:
        """Return the reference of a statement in this portal."""
        return f"{self.review.code}-{reference.partition('-')[2]}"

    def title(self, entry: schema.Place) -> str:
        """Return the title of the source document that an entry is from."""
        return self.documents[entry.document].title

    def place(self, entry: schema.Place, model: type[Any]) -> dict[str, Any]:
        """Return the columns of a record from a document."""
        return values_for(model, entry) | {"review": self.review, "document": self.documents[entry.document]}

    def tag(self, record: Any, entry: schema.Tagged | schema.Part) -> None:
        """Tag a record with themes, kinds of agency and agencies."""
        for name in TAGS:
            if slugs := getattr(entry, name, None):
                getattr(record, name).add(*self.words.get(name, slugs))

    def add_items(self) -> None:
        """Add the items, each after its parent."""
        made: dict[str, LearningItem] = {}
        for entry in downwards(self.document.items):
            values = self.place(entry, LearningItem) | {"reference": self.reference(entry.reference)}
            item = LearningItem(**values, parent=made[entry.under] if entry.under else None)
            made[entry.reference] = self.saving.save(item, entry.reference, is_cleaned=False)
            self.tag(item, entry)
            for note in entry.later_notes:
                values = values_for(LaterNote, note)
                self.saving.save(LaterNote(item=item, **values), f"A later note on {entry.reference}")

    def add_recommendation(self, entry: schema.Recommendation) -> None:
        """Add a recommendation with its parts."""
        values = self.place(entry, Recommendation) | {"reference": self.reference(entry.reference)}
        made = self.saving.save(Recommendation(**values), entry.reference, is_cleaned=False)
        self.recommendations[entry.reference] = made
        self.tag(made, entry)
        parts = self.parts[entry.reference] = {}
        for part in sorted(entry.parts, key=lambda part: part.under is not None):  # the parts of parts last
            above = parts[part.under] if part.under is not None else None
            values = values_for(RecommendationPart, part) | {"recommendation": made, "parent": above}
            where = f"Part {part.position} of {entry.reference}"
            parts[part.position] = self.saving.save(RecommendationPart(**values), where, is_cleaned=False)
            self.tag(parts[part.position], part)

    def add_action(self, entry: schema.QuotedAction) -> None:
        """Add an action of a published plan."""
        above = self.recommendations[entry.recommendation] if entry.recommendation else None
        values = self.place(entry, QuotedAction) | {"recommendation": above}
        values["further_columns"] = [list(pair) for pair in entry.further_columns]
        self.saving.save(QuotedAction(**values), f"An action of “{self.title(entry)}”", is_cleaned=False)

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
        self.saving.save(wording, f"A second wording in “{document.title}”")


def downwards(items: Iterable[schema.Item]) -> list[schema.Item]:
    """Return items in an order in which each comes after its parent."""
    above = {item.reference: item.under for item in items}

    def level(item: schema.Item) -> int:
        found, under = 0, item.under
        while under:
            found, under = found + 1, above[under]
        return found

    return sorted(items, key=level)

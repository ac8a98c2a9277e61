"""Import the published responses to recommendations, each with its versions and their steps."""

from typing import Any

from recommendations.models import Passage, RecommendationPart, Response, ResponseStep, ResponseVersion
from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.interchange.schema import responses as schema

from .content import ContentImport
from .saving import Saving
from .target import Target
from .values import values_for


def add_responses(document: ReviewDocument, target: Target, content: ContentImport) -> None:
    """Add the passages and responses of a document to the recommendations that were just added."""
    saving, documents = target.saving, target.documents
    passages = {
        (entry.document, entry.number): saving.save(
            Passage(**values_for(Passage, entry), document=documents[entry.document]),
            f"Passage {entry.number} of “{documents[entry.document].title}”",
        )
        for entry in document.passages
    }
    for recommendation in document.recommendations:
        for entry in recommendation.responses:
            agency = target.words.agency(entry.agency)
            where = f"The response of “{agency}” to {recommendation.reference}"
            values = values_for(Response, entry) | {"agency": agency}
            response = saving.save(
                Response(**values, recommendation=content.recommendations[recommendation.reference]), where
            )
            for one in entry.versions:
                sources = {
                    "passage": passages[one.passage.document, one.passage.number] if one.passage else None,
                    "document": documents[one.document] if one.document else None,
                }
                answered = [content.parts[recommendation.reference][position] for position in one.parts]
                add_version(response, one, sources, answered, where, saving)


def add_version(
    response: Response,
    entry: schema.Version,
    sources: dict[str, Any],
    answered: list[RecommendationPart],
    where: str,
    saving: Saving,
) -> None:
    """Add a version with its steps and the parts that it answers. The database checks the order of the steps."""
    where = f"{where}, version {entry.number}"
    values = values_for(ResponseVersion, entry) | sources
    version = saving.save(ResponseVersion(response=response, **values), where)
    version.parts.add(*answered)
    for step in sorted(entry.steps, key=lambda step: step.at):
        # Its `clean()` would insert it once only to ask the database.
        saving.save(ResponseStep(version=version, **values_for(ResponseStep, step)), where, is_cleaned=False)

"""Import the published responses to recommendations, each with its versions and their steps."""

from typing import Any

from learning.models import SourceDocument
from recommendations.models import Passage, Recommendation, RecommendationPart, Response, ResponseStep, ResponseVersion
from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.interchange.schema import responses as schema

from .saving import save, tag
from .values import values_for
from .words import Words


def add_responses(
    document: ReviewDocument,
    documents: dict[str, SourceDocument],
    recommendations: dict[str, Recommendation],
    parts: dict[str, dict[int, RecommendationPart]],
    words: Words,
    *,
    by,
) -> None:
    """Add the passages and responses of a document to recommendations that were just added, by their references."""
    passages = {
        (entry.document, entry.number): save(
            Passage(**values_for(Passage, entry), document=documents[entry.document]),
            f"Passage {entry.number} of “{documents[entry.document].title}”",
            by=by,
        )
        for entry in document.passages
    }
    for recommendation in document.recommendations:
        for entry in recommendation.responses:
            agency = words.agency(entry.agency)
            where = f"The response of “{agency}” to {recommendation.reference}"
            values = values_for(Response, entry) | {"agency": agency}
            response = save(Response(**values, recommendation=recommendations[recommendation.reference]), where, by=by)
            for version in entry.versions:
                sources = {
                    "passage": passages[version.passage.document, version.passage.number] if version.passage else None,
                    "document": documents[version.document] if version.document else None,
                }
                answered = [parts[recommendation.reference][position] for position in version.parts]
                add_version(response, version, sources, answered, where, by=by)


def add_version(
    response: Response,
    entry: schema.Version,
    sources: dict[str, Any],
    answered: list[RecommendationPart],
    where: str,
    *,
    by,
) -> None:
    """Add a version with the parts that it answers and its steps. The database checks the order of the steps."""
    where = f"{where}, version {entry.number}"
    values = values_for(ResponseVersion, entry) | sources
    version = save(ResponseVersion(response=response, **values), where, by=by)
    tag(version, "parts", answered, by=by)
    for step in sorted(entry.steps, key=lambda step: step.at):
        # Its `clean()` would insert it once only to ask the database.
        save(ResponseStep(version=version, **values_for(ResponseStep, step)), where, by=by, is_cleaned=False)

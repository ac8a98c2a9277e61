"""The statements of a review in the order of its documents, as a list to read before more people can read them."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F

from learning.models import LearningItem, Resource, Review, ReviewSection, SourceWording
from recommendations.models import QuotedAction, Recommendation, Response


@dataclass(frozen=True)
class Statement:
    """A statement: what it is called, and its words in paragraphs."""

    name: str
    texts: tuple[str, ...]


def statements_of(review: Review) -> list[Statement]:
    """Return everything that readers of a review can read in it, in document order, without what is hidden.

    A recommendation is followed by its published responses, and a document by other wordings that it has.
    """
    placed = [(record.document.position, record.document_id, record.position, one) for record, one in sourced(review)]
    last = max((position for *_, position, _ in placed), default=0) + 1
    for wording in (
        SourceWording.objects.shown().filter(review=review, document__review=F("review")).select_related("document")
    ):
        texts = texts_of(wording.heading, wording.text, wording.tail)
        if texts:
            statement = Statement(f"{wording.reference} other wording".strip().capitalize(), texts)
            placed.append((wording.document.position, wording.document_id, last, statement))
    return [statement for *_, statement in sorted(placed, key=lambda one: one[:3])]


def sourced(review: Review) -> Iterator[tuple]:
    """Yield each record of a review that has a place in a document, with its statement."""
    own = {"review": review, "document__review": review}
    for section in ReviewSection.objects.shown().filter(**own).select_related("document"):
        yield section, Statement(section.get_kind_display(), texts_of(section.text))
    for item in LearningItem.objects.shown().filter(**own).select_related("document"):
        yield item, Statement(f"{item.reference} {item.label}", texts_of(item.text))
    answers = responses_of(review)
    for one in Recommendation.objects.shown().filter(**own).select_related("document").prefetch_related("parts"):
        parts = [f"{part.label} {part.text}" for part in one.parts.all()]
        yield one, Statement(f"{one.reference} {one.label}", texts_of(one.stem, *parts, one.tail))
        for answer in answers.get(one.pk, ()):
            yield one, answer
    for resource in Resource.objects.shown().filter(**own).select_related("document"):
        yield resource, Statement("Further reading", texts_of(resource.title, resource.address))
    for action in QuotedAction.objects.shown().filter(**own).select_related("document"):
        columns = [text for _, text in action.further_columns]
        words = (action.text, action.lead, action.due, action.status, action.progress, action.evidence, action.outcome)
        yield action, Statement(f"Action {action.label}".strip(), texts_of(*words, *columns))


def responses_of(review: Review) -> dict[int, list[Statement]]:
    """Return the published responses to each recommendation of a review."""
    found: dict[int, list[Statement]] = {}
    responses = (
        Response.objects.shown().filter(recommendation__review=review).order_by("recommendation", "position", "pk")
    )
    for response in responses.fetch_current():
        if response.current:
            texts = texts_of(response.current.words)
            found.setdefault(response.recommendation_id, []).append(Statement(f"Response: {response.agency}", texts))
    return found


def texts_of(*texts: str) -> tuple[str, ...]:
    """Return the texts that are not blank."""
    return tuple(text for text in texts if text.strip())


def digest_of(statements: Iterable[Statement]) -> str:
    """Return a digest of statements: another one if any is added, removed, moved or worded otherwise."""
    contents = json.dumps([[one.name, *one.texts] for one in statements])
    return hashlib.sha256(contents.encode(errors="surrogatepass")).hexdigest()

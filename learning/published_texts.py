"""All texts of a review that readers see, or will see once it is published.

Rules about words, such as which names the public may see, read them here, so that they miss no kind of record.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model

from .models import Review, SourceDocument
from .utils.dates import written_out


@dataclass(frozen=True)
class PublishedText:
    """The words of one record, with their place, as named within a sentence, and their document."""

    where: str
    words: tuple[str, ...]
    record: Model
    document: SourceDocument | None = None


def texts_of_catalogue(review: Review) -> Iterator[PublishedText]:
    """Yield the texts of a review and of the records from its documents."""
    details = (review.title, review.children, review.harm, review.content_note, review.curator_note)
    incident = f"Incident on {written_out(review.incident_on)}" if review.incident_precision == "day" else ""
    yield PublishedText("the details of the review", (*details, incident), review)
    for document in review.documents.all():
        yield text_of_document(document)
    for section in review.reviewsections.select_related("document"):
        texts = (section.heading, section.subheading, section.text)
        yield PublishedText(f"the section “{section.get_kind_display()}”", texts, section, section.document)
    for item in review.learningitems.select_related("document").prefetch_related("later_notes"):
        yield PublishedText(item.reference, (item.heading, item.subheading, item.text), item, item.document)
        for note in item.later_notes.all():
            yield PublishedText(f"a later note on {item.reference}", (note.text,), note)
    for resource in review.resources.select_related("document"):
        shown = (resource.heading, resource.subheading, resource.title, resource.address)
        yield PublishedText(f"the resource “{resource}”", shown, resource, resource.document)
    for wording in review.wordings.select_related("section", "resource", "document"):
        worded = wording.reference or wording.section or wording.resource
        texts = (wording.heading, wording.text, wording.tail)
        yield PublishedText(f"a second wording of “{worded}”", texts, wording, wording.document)


def text_of_document(document: SourceDocument) -> PublishedText:
    """Return what readers see of a document itself, besides what is taken from it."""
    return PublishedText(f"the document “{document}”", words_of_document(document), document, document)


def words_of_document(document: SourceDocument) -> tuple[str, ...]:
    """Return the words of a document that readers see."""
    texts = (document.title, document.publisher, document.not_held_reason, document.licence, document.curator_note)
    return (*texts, document.address)


# Functions that return the texts of a review. Other apps add theirs in `ready()`.
PUBLISHED_TEXTS: list[Callable[[Review], Iterable[PublishedText]]] = [texts_of_catalogue]


def published_texts(review: Review) -> Iterator[PublishedText]:
    """Yield all texts of a review that readers see or will see, including those that are hidden at the moment."""
    for texts in PUBLISHED_TEXTS:
        yield from texts(review)

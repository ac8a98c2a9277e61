"""Add documents to reviews, with their files, and change their details."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from learning.identity.decisions import Verdict
from learning.models import DocumentFile, Review, SourceDocument
from learning.models.source_document import same_title
from learning.originals.actions import add_file, digest_of
from learning.originals.inspection import Inspection
from learning.published_texts import words_of_document
from learning.search import index
from learning.utils.dates import PartialDate, set_date
from learning.utils.history import recorded
from learning.utils.marks import Marks
from learning.utils.stale_forms import check_unchanged
from learning.vocabulary.slugs import free_slug
from reviews_portal.editing.models import WorkingCopy

from .details import check_new_words, check_reason, check_words, set_values
from .permissions import check_may_edit

ENTERED = ("title", "kind", "publisher", "address", "language", "published")  # of a new document, besides its file


@dataclass(frozen=True)
class NewDocument:
    """The values of a document to be added, with its file if there is one."""

    title: str
    kind: str
    publisher: str = ""
    address: str = ""
    published: PartialDate | None = None
    language: str = "en"
    file: Inspection | None = None


def added_with(copy: WorkingCopy) -> QuerySet[SourceDocument]:
    """Return the documents that were added with a working copy and that readers cannot see yet."""
    return documents_of(copy.review).filter(awaits_publication=True).order_by("position")


def newest_document(review: Review) -> int:
    """Return the key of the document that was added to a review last; 0 without one."""
    return documents_of(review).aggregate(last=Max("pk"))["last"] or 0


def documents_of(review: Review) -> QuerySet[SourceDocument]:
    """Return the documents of a review for its editors, also those that readers do not see yet."""
    return SourceDocument.objects.filter(review=review)


@transaction.atomic
@index.deferred()
def add_document(
    review: Review,
    new: NewDocument,
    *,
    by,
    seen: int | None = None,
    with_corrections: bool = False,
    verdict: Verdict | None = None,
) -> SourceDocument:
    """Add a document to a review, after those that it has, with its file. Readers see it once the review is published.

    If the review is already published, they see it at once or, `with_corrections`, once the corrections are published.
    `seen` is the key of the newest document when the form was opened: if the same document was added after that, as by
    a second click, that one is returned.

    Raises PermissionDenied unless `by` may edit the review, and ValidationError if the review has a document of this
    title, the file is refused, or readers would at once see words that could identify somebody and that `verdict`
    leaves undecided.
    """
    check_may_edit(review, by)
    # One document at a time gets the next position.
    review = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    last = documents_of(review).order_by("-position").first()
    position = last.position + 1 if last else 0
    document = document_of(review, new, position)
    document.slug = free_slug(SourceDocument, f"{review.code}-{position + 1}")
    document.awaits_publication = with_corrections
    if other := documents_of(review).filter(title__iexact=document.title).first():
        if seen is not None and other.pk > seen and is_same(other, document, new.file):
            return other
        raise ValidationError({"document_title": same_title(other)})
    if not with_corrections:  # with which they are checked
        check_words(words_of_document(document), review, by=by, verdict=verdict)
    document._history_user = by  # type: ignore[attr-defined]
    document.full_clean(exclude=["review"])
    document.save()
    if new.file:
        add_file(document, new.file, by=by)
    return document


def document_of(review: Review, new: NewDocument, position: int) -> SourceDocument:
    """Return a document with these values that is not saved yet and has no slug."""
    document = SourceDocument(
        review=review,
        position=position,
        title=new.title.strip(),
        kind=new.kind,
        publisher=new.publisher.strip(),
        address=new.address,
        language=new.language,
    )
    set_date(document, "published", new.published)
    return document


def is_same(held: SourceDocument, document: SourceDocument, file: Inspection | None) -> bool:
    """Return whether a document has the values of another one that is not saved yet, and this file."""
    original = DocumentFile.objects.filter(document=held).values_list("original__digest", flat=True).first()
    return original == (digest_of(file) if file else None) and all(
        getattr(held, name) == getattr(document, name) for name in ENTERED
    )


@transaction.atomic
@index.deferred()
def save_document(
    document: SourceDocument,
    values: dict[str, Any],
    *,
    opened: Marks,
    by,
    reason: str = "",
    verdict: Verdict | None = None,
) -> SourceDocument:
    """Save the details of a document: its title, type, publisher, date and so on.

    `opened` are the marks of the values that the form showed. If its review was ever public, this needs a reason.
    Raises PermissionDenied unless `by` may edit the review, ChangedInBetween if somebody has changed a value since,
    and ValidationError for a missing reason, the title of another document, a value that is not allowed, or signs in a
    published review that could identify someone and that `verdict` leaves undecided.
    """
    check_may_edit(document.review, by)
    review = Review.objects.select_for_update(no_key=True).get(pk=document.review_id)
    check_reason(review, reason)
    document = SourceDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    check_unchanged(document, values, opened)
    check_new_words(document, review, values, by=by, verdict=verdict)
    set_values(document, values)
    with recorded(document, by, reason):
        document.full_clean()
        document.save()
    return document

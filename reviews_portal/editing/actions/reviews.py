"""Add a review with its first document, and change the details of reviews and documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from learning.identity.decisions import Verdict, check_decided
from learning.models import Audience, DocumentFile, Partnership, Review, SourceDocument, Status
from learning.models.source import same_title
from learning.originals.actions import add_file, digest_of
from learning.originals.inspection import Inspection
from learning.published_texts import words_of_document
from learning.search import index
from learning.sight import sight_of
from learning.utils.dates import PartialDate
from learning.utils.history import recorded
from learning.utils.marks import Marks
from learning.utils.stale_forms import check_unchanged
from learning.vocabulary.slugs import free_slug
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.publication.people import role_of

from .opening import open_copy
from .permissions import check_may_edit, reviews_edited_by

ENTERED = ("title", "kind", "publisher", "address", "language", "published")  # of a new document, besides its file
TRIES = 5  # at a code that somebody else takes at the same moment
NO_PARTNERSHIP = "Only an editor of the partnership, or an administrator, can add a review for it."


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


@transaction.atomic
@index.deferred()
def add_review(
    values: dict[str, Any], document: NewDocument, *, partnership: Partnership | None, by, seen: int | None = None
) -> Review:
    """Add a draft review with its first document, open it for editing, and return it.

    `values` are `title`, `kinds`, `audience`, `published` and other fields of the review. Its code, its slug and the
    order are the portal's. `seen` is the key of the newest review that `by` could edit when the form was opened: if
    the form was sent before, as by a second click, the review that it added then is returned.

    Raises PermissionDenied unless `by` edits the partnership or is an administrator, and ValidationError if the file
    is refused.
    """
    sight = sight_of(by)
    if not sight.everything and (partnership is None or partnership.pk not in sight.edited_partnerships):
        raise PermissionDenied(NO_PARTNERSHIP)
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)  # one form of a person at a time
    if seen is not None and (other := added_before(values, document, partnership, by=by, seen=seen)):
        return other
    values = dict(values)
    kinds, published = values.pop("kinds"), values.pop("published", None)
    review = Review(**values, added_on=timezone.localdate())
    set_date(review, "published", published)
    save_with_code(review, by)
    review.kinds.set(kinds)
    if partnership:
        review.partnerships.add(partnership)
    add_document(review, document, by=by)
    open_copy(review, by=by)
    return review


def added_before(
    values: dict[str, Any], document: NewDocument, partnership: Partnership | None, *, by, seen: int
) -> Review | None:
    """Return the review newer than `seen` that a person added with these values and this document, if there is one."""
    own = Review.history.filter(id__gt=seen, history_type="+", history_user=by).values("id")
    plain = {name: value for name, value in values.items() if name not in ("kinds", "published")}
    partnerships = {partnership} if partnership else set()
    for review in Review.objects.filter(pk__in=own, **plain, **columns_of("published", values.get("published"))):
        is_alike = set(review.kinds.all()) == set(values["kinds"]) and set(review.partnerships.all()) == partnerships
        held = review.documents.order_by("position").first()
        if is_alike and held and is_same(held, document_of(review, document, position=0), document.file):
            return review
    return None


def save_with_code(review: Review, by) -> None:
    """Save a new review with the next free code and, if it is restricted, a slug that contains no pseudonym."""
    review._history_user = by  # type: ignore[attr-defined]
    for _ in range(TRIES):
        review.code = next_code()
        review.slug = slug_of(review)
        try:
            with transaction.atomic():
                review.save()
                break
        except IntegrityError:
            review.pk = None
    else:
        raise ValidationError("Several people are adding reviews at the same time. Try again.")
    del review._history_user  # type: ignore[attr-defined]


def next_code() -> str:
    """Return the code after the highest one, such as R0013."""
    numbers = (code[1:] for code in Review._base_manager.values_list("code", flat=True))
    return f"R{max((int(number) for number in numbers if number.isdigit()), default=0) + 1:04}"


def slug_of(review: Review) -> str:
    """Return a free slug for a review: from its title if it is public, else from its code, which reveals nothing."""
    wanted = slugify(review.title)[:100] if review.audience == Audience.PUBLIC else ""
    wanted = wanted or f"review-{review.code.lower()}"
    taken = Review._base_manager.filter(slug=wanted).exists() or wanted in RESERVED
    return f"{wanted}-{review.code.lower()}" if taken else wanted


RESERVED = {"add"}  # words in the place of a slug in other URLs


def added_with(copy: WorkingCopy) -> QuerySet[SourceDocument]:
    """Return the documents that were added with a working copy and that readers cannot see yet."""
    return documents_of(copy.review).filter(awaits_publication=True).order_by("position")


def set_values(record: Any, values: dict[str, Any]) -> None:
    """Set fields of a record. Values that are PartialDate or None are dates, which have two columns each."""
    for name, value in values.items():
        if value is None or isinstance(value, PartialDate):
            set_date(record, name, value)
        else:
            setattr(record, name, value)


def set_date(record: Any, name: str, value: PartialDate | None) -> None:
    """Set the two columns of a date that may be known only to the month or the year."""
    for column, part in columns_of(name, value).items():
        setattr(record, column, part)


def columns_of(name: str, value: PartialDate | None) -> dict[str, Any]:
    """Return the values of the two columns of a date."""
    return {f"{name}_on": value.on if value else None, f"{name}_precision": value.precision if value else ""}


def newest_review(by) -> int:
    """Return the key of the newest review that a person may edit; 0 without one."""
    return reviews_edited_by(by).aggregate(last=Max("pk"))["last"] or 0


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


def check_reason(review: Review, reason: str) -> None:
    """Raise ValidationError if a reason is missing: a review that was ever public is not changed without one."""
    if review.was_ever_public and not reason.strip():
        raise ValidationError({"reason": "Enter why you are changing this, such as “The date was wrong”."})


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


@transaction.atomic
@index.deferred()
def save_details(
    review: Review, values: dict[str, Any], *, opened: Marks, by, reason: str = "", verdict: Verdict | None = None
) -> Review:
    """Save the details of a review: its title, dates, kinds and so on. This needs a reason if it was ever public.

    `opened` are the marks of the values that the form showed. Raises PermissionDenied unless `by` may edit the review,
    ChangedInBetween if somebody has changed a value since, and ValidationError for a missing reason, a value that is
    not allowed, or signs in a published review that could identify someone and that `verdict` leaves undecided.
    """
    check_may_edit(review, by)
    review = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    check_reason(review, reason)
    check_unchanged(review, values, opened)
    check_new_words(review, review, values, by=by, verdict=verdict)
    values = dict(values)
    collections = {name: values.pop(name) for name in ("kinds", "themes") if name in values}
    set_values(review, values)
    review._history_user, review._change_reason = by, reason or None  # type: ignore[attr-defined]
    review.full_clean()
    review.save()
    for name, records in collections.items():
        getattr(review, name).set(records)
    return review


def check_new_words(
    record: Review | SourceDocument, review: Review, values: dict[str, Any], *, by, verdict: Verdict | None
) -> None:
    """Raise ValidationError if readers of a published review would at once see undecided signs.

    The decisions in `verdict` are recorded. Reviewers are named publicly, so their names are not signs.
    """
    texts = {name: value for name, value in values.items() if isinstance(value, str) and name != "reviewer"}
    words = [value for name, value in texts.items() if value != getattr(record, name)]
    check_words(words, review, by=by, verdict=verdict)


def check_words(words: Iterable[str], review: Review, *, by, verdict: Verdict | None) -> None:
    """Raise ValidationError as `check_new_words` does, if new words of a review that is or was public need a decision.

    Words that are added while it is withdrawn are checked, too: publishing it again does not check it again.
    """
    if review.status in (Status.PUBLISHED, Status.WITHDRAWN):  # otherwise they wait with the other texts of the review
        check_decided(review, words, by=by, acted_as=role_of(by, review), verdict=verdict)

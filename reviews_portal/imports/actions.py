"""Import a published document: read its file, and make drafts of the reviews in it, open for editing.

A response to a review that the portal already has, or its action plan, is attached to that review instead.
"""

from dataclasses import dataclass, field
from functools import partial

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from learning.models import Audience, DocumentFile, Partnership, Review, ReviewKind, Status
from learning.models.review_kind import default_audience
from learning.originals.actions import digest_of, locked_original, remove_unused
from learning.originals.inspection import Inspection, inspect
from learning.originals.processes import ReaderFailedError
from learning.search import index
from reviews_portal.editing.actions.documents import NewDocument, add_document, documents_of
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.actions.publishing.plan import plan_of
from reviews_portal.editing.actions.reviews import add_review, newest_review
from reviews_portal.editing.actions.rows import NewRow, add_rows

from .draft import Draft, DraftReview
from .kinds_of_document import kind_of_document
from .models import HeadingName
from .reading import Reading, read
from .recognising.recognise import Recognised, recognise
from .recognising.repeated import repeated_in
from .rows import rows_of
from .source_blocks import store_source

LONGEST = {"title": 200, "subject": 100, "partnership_as_named": 200}  # characters
KIND_UNKNOWN = "other"
STRICTER = [Audience.PUBLIC, Audience.PROFESSIONALS, Audience.PARTNERSHIP]  # from the most readers to the fewest
FOR = {Audience.PROFESSIONALS: "professionals only", Audience.PARTNERSHIP: "your own partnership only"}
NOT_OPEN = "The document was not added to {code}: you can no longer edit that review, or it has been withdrawn."
NOT_FOR_ALL = (
    "The document says that it is for {document}, or not to be published. {code} is for {review}, so the document was "
    "not added to it."
)


@dataclass(frozen=True)
class Imported:
    """The result of importing a file: its draft, the reviews added, and whether the portal already had the file.

    Instead of reviews that were added there may be the one that the file was attached to, or those that it resembles,
    in which case nothing was added; `why` says so, if it is not because of the text of both.
    """

    draft: Draft
    reviews: list[Review] = field(default_factory=list)
    was_held: bool = False
    attached_to: Review | None = None
    resembles: list[Review] = field(default_factory=list)
    why: str = ""
    is_answer: bool = False  # a response or an action plan, which a person may add to one of `resembles`


def import_file(
    content: bytes,
    name: str,
    *,
    partnership: Partnership | None,
    by,
    new_review: bool = False,
    add_to: Review | None = None,
) -> Imported:
    """Add a draft review for each review in a file, with the file as its document's original and its text as rows.

    A response to a review that `by` edits, or its action plan, becomes a document of that review, with its text
    as rows of its working copy. Nothing is added if the file looks like another copy of a review that `by` can edit
    or read, or says that it is for fewer people than the review. With `new_review`, it becomes a draft whatever it
    resembles; with `add_to`, it becomes a document of that review.

    A file that is the original of a review that `by` edits is not imported again. Either all of a file is added, or
    nothing. If it cannot be read, the draft says why. Raises PermissionDenied unless `by` edits the partnership or is
    an administrator, and ReaderFailedError if the reading failed for another reason than the file.
    """
    reading = read(content, name, HeadingName.objects.types())
    found = reading.draft
    if found.refused:
        return Imported(found)
    try:
        inspected = inspect(SimpleUploadedFile(name, content))
        if held := held_by(inspected, by):
            return Imported(found, held, was_held=True)
        newest = newest_review(by)
        # Before the transaction: comparing takes time, in which SQLite would let nobody else write.
        known = Recognised() if new_review else decided(found, add_to, by=by, partnership=partnership)
        with transaction.atomic(), index.deferred():
            lock(inspected, known.review, by=by)
            if held := held_by(inspected, by):  # which somebody else has just imported
                return Imported(found, held, was_held=True)
            if not new_review and (known.review or newest_review(by) != newest):
                known = decided(found, add_to, by=by, partnership=partnership, only=known.review)
            if known.review and (why := stricter_than(found.reviews[0], known.review)):
                return Imported(found, resembles=[known.review], why=why)
            if known.review:
                return attach(reading, known.review, inspected, by=by)
            resembles = known.resembles or ([] if new_review else read_elsewhere(inspected, by))
            if resembles:
                return Imported(found, resembles=resembles, is_answer=known.is_answer)
            reviews = [
                add_draft(reading, at, inspected, partnership=partnership, by=by) for at in range(len(found.reviews))
            ]
    except ReaderFailedError:
        raise
    except ValidationError as error:
        return Imported(Draft(file=name, refused=" ".join(error.messages)))
    return Imported(found, reviews)


def decided(
    draft: Draft, add_to: Review | None, *, by, partnership: Partnership | None, only: Review | None = None
) -> Recognised:
    """Return what `recognise` says a draft is about or, if a person chose to add it to a review, that review.

    Raises ValidationError if it cannot be added to that review.
    """
    if add_to is None:
        return recognise(draft, by=by, partnership=partnership, only=only)
    review = reviews_edited_by(by).exclude(status=Status.WITHDRAWN).filter(pk=add_to.pk).first()
    if review is None:
        raise ValidationError(NOT_OPEN.format(code=add_to.code))
    if len(draft.reviews) != 1:
        raise ValidationError(f"The document covers {len(draft.reviews)} reviews, so it cannot be added to just one.")
    return Recognised(review)


def lock(inspected: Inspection, review: Review | None, *, by) -> None:
    """Let one import of a person, and one of a file, run at a time until the end of the transaction.

    The review that the file may be attached to is locked too, in the order in which other actions lock them.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    if review:
        Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    original = locked_original(inspected)
    transaction.on_commit(partial(remove_unused, original.pk), robust=True)  # if nothing is added


def held_by(inspected: Inspection, by) -> list[Review]:
    """Return the reviews that a person can edit and that already have this file as the original of a document."""
    files = DocumentFile.objects.filter(original__digest=digest_of(inspected))
    return list(reviews_edited_by(by).filter(documents__in=files.values("document")).distinct().order_by("code"))


def read_elsewhere(inspected: Inspection, by) -> list[Review]:
    """Return the reviews that a person can read and that have this file as an original.

    Those that the person can edit have been found before, by `held_by`.
    """
    files = DocumentFile.objects.visible_to(by).filter(original__digest=digest_of(inspected))
    return list(
        Review.objects.visible_to(by).filter(documents__in=files.values("document")).distinct().order_by("code")
    )


def add_draft(reading: Reading, at: int, inspected: Inspection, *, partnership: Partnership | None, by) -> Review:
    """Add one review of a draft, with the file as its first document, its rows, and the text to compare them with."""
    found = reading.draft
    details = found.reviews[at]
    kinds = list(ReviewKind.objects.filter(slug=details.type or KIND_UNKNOWN))
    named = {name: getattr(details, name) for name in LONGEST}
    cut = {name: words[: LONGEST[name]] for name, words in named.items()}
    title = cut["title"] or found.file[: LONGEST["title"]]
    values = {
        **cut,
        "title": title,
        "kinds": kinds,
        "audience": audience_of(details, kinds),
        "published": details.published_as_stated if details.says_published else None,  # else it dates the document
    }
    document = NewDocument(
        title=title,
        kind=kind_of_document(details.title),
        publisher=cut["partnership_as_named"],
        published=details.published_as_stated,
        file=inspected,
    )
    review = add_review(values, document, partnership=partnership, by=by)
    too_long = [NewRow(words) for name, words in named.items() if words != cut[name]]  # kept whole for an editor
    rows = rows_of(found, at)
    add_rows(review.working_copy, [*too_long, *rows], after=None, by=by)
    store_source(reading, at, review, review.documents.get())
    return review


def attach(reading: Reading, review: Review, inspected: Inspection, *, by) -> Imported:
    """Add a file to a locked review as a further document, and its text to the working copy, opened if need be.

    Recommendations that it repeats do not become rows, and its actions and responses name those of the review. Readers
    of a published review cannot see any of it until the corrections are published.
    """
    found = reading.draft
    copy = open_copy(review, by=by)
    details = found.reviews[0]
    document = add_document(
        review,
        NewDocument(
            title=free_title(review, details.title or found.file),
            kind=kind_of_document(details.title),
            publisher=details.partnership_as_named[: LONGEST["partnership_as_named"]],
            published=details.published_as_stated,
            file=inspected,
        ),
        by=by,
        with_corrections=copy.is_correction,
    )
    repeated = repeated_in(found, plan_of(copy))
    rows = rows_of(found, 0, repeated=repeated)
    too_long = [NewRow(details.title)] if len(details.title) > len(document.title) else []
    add_rows(copy, [*too_long, *rows], after=None, document=document, by=by)
    store_source(reading, 0, review, document, repeated=repeated)
    return Imported(found, attached_to=review)


def free_title(review: Review, title: str) -> str:
    """Return a title that no other document of a review has, with a number after it if necessary."""
    taken = {one.title.casefold() for one in documents_of(review)}
    wanted, number = title[: LONGEST["title"]].strip(), 1
    free = wanted
    while free.casefold() in taken:
        number += 1
        after = f" ({number})"
        free = wanted[: LONGEST["title"] - len(after)] + after
    return free


def audience_of(details: DraftReview, kinds: list[ReviewKind]) -> Audience:
    """Return who may read a draft once published: the stricter of its document's audience and its kinds' default."""
    return max(Audience(details.audience), default_audience(kinds), key=STRICTER.index)


def stricter_than(details: DraftReview, review: Review) -> str:
    """Return why a document is not attached to a review that more people may read than it says, or ""."""
    stated, audience = Audience(details.audience), Audience(review.audience)
    if STRICTER.index(stated) <= STRICTER.index(audience):
        return ""
    return NOT_FOR_ALL.format(
        document=FOR[stated], code=review.code, review="the public" if audience == Audience.PUBLIC else FOR[audience]
    )

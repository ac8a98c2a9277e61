"""Import a published document: read its file, and make drafts of the reviews in it, open for editing."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from learning.models import Audience, DocumentFile, Partnership, Review, ReviewKind
from learning.models.review_kind import default_audience
from learning.models.source import DocumentKind
from learning.originals.actions import digest_of
from learning.originals.inspection import Inspection, inspect
from learning.search import index
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.actions.reviews import NewDocument, add_review
from reviews_portal.editing.actions.rows import NewRow, add_rows

from .draft import Draft, DraftReview
from .models import HeadingName
from .reading import Reading, read
from .rows import rows_of
from .source_blocks import store_source

LONGEST = {"title": 200, "subject": 100, "partnership_as_named": 200}  # characters
KIND_UNKNOWN = "other"
DOCUMENTS = [
    (DocumentKind.RESPONSE, ("response", "action plan")),
    (DocumentKind.BRIEFING, ("briefing", "bulletin", "summary", "newsletter", "learning from", "minute", "event")),
    (DocumentKind.REPORT, ("report", "review", "register")),
]


@dataclass(frozen=True)
class Imported:
    """The result of importing a file: its draft, the reviews added, and whether the portal already held the file."""

    draft: Draft
    reviews: list[Review] = field(default_factory=list)
    was_held: bool = False


def import_file(content: bytes, name: str, *, partnership: Partnership | None, by) -> Imported:
    """Add a draft review for each review in a file, with the file as its document's original and its text as rows.

    A file that is the original of a review that `by` edits is not imported again. Either all of a file is added, or
    nothing. If it cannot be read, the draft says why. Raises PermissionDenied unless `by` edits the partnership or is
    an administrator.
    """
    reading = read(content, name, HeadingName.objects.types())
    found = reading.draft
    if found.refused:
        return Imported(found)
    try:
        inspected = inspect(SimpleUploadedFile(name, content))
        with transaction.atomic(), index.deferred():
            if held := held_by(inspected, by):
                return Imported(found, held, was_held=True)
            reviews = [
                add_draft(reading, at, inspected, partnership=partnership, by=by) for at in range(len(found.reviews))
            ]
    except ValidationError as error:
        return Imported(Draft(file=name, refused=" ".join(error.messages)))
    return Imported(found, reviews)


def held_by(inspected: Inspection, by) -> list[Review]:
    """Return the reviews that a person can edit and that already have this file as the original of a document."""
    files = DocumentFile.objects.filter(original__digest=digest_of(inspected))
    return list(reviews_edited_by(by).filter(documents__in=files.values("document")).distinct().order_by("code"))


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
        "published": details.published_as_stated,
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
    rows = rows_of(found, at, is_whole=len(found.reviews) == 1)
    add_rows(review.working_copy, [*too_long, *rows], after=None, by=by)
    store_source(reading, at, review)
    return review


def audience_of(details: DraftReview, kinds: list[ReviewKind]) -> Audience:
    """Return who may read a draft once published: the stricter of its document's audience and its kinds' default."""
    order = [Audience.PUBLIC, Audience.PROFESSIONALS, Audience.PARTNERSHIP]
    return max(Audience(details.audience), default_audience(kinds), key=order.index)


def kind_of_document(title: str) -> DocumentKind:
    """Return the kind of document that its title names."""
    named = title.lower()
    return next((kind for kind, names in DOCUMENTS if any(one in named for one in names)), DocumentKind.OTHER)

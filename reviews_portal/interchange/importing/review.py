"""Import a document in one transaction: the whole review is added as a draft, or nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.models import (
    AgencyInvolved,
    LearningItem,
    OldAddress,
    OldReference,
    Partnership,
    Review,
    SourceDocument,
    Status,
)
from learning.search import index
from learning.sight import sight_of
from learning.vocabulary.slugs import free_slug
from recommendations.models import Recommendation
from reviews_portal.editing.actions.reviews import RESERVED, next_code, slug_of
from reviews_portal.interchange.models import ReviewOrigin
from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.interchange.schema import document as schema

from .content import ContentImport
from .files import Beside, add_files, contents_of, inspected, nothing_beside, refused_files
from .matching import Matched, match
from .responses import add_responses
from .saving import Saving
from .target import Target
from .values import values_for
from .words import Words, add_missing, check_words

MOST_DIGITS = 6  # of a code that is kept: the next new code is one higher
ALREADY_HERE = (
    "This portal already has this review, as {code}. An administrator of the server can import it as another review "
    "all the same (import_review --copy)."
)
TYPED = (
    "An agency wrote its response to {reference} in the other portal. Only an administrator can import such responses."
)
NAME_A_PARTNERSHIP = (
    "You can only import a review for a partnership that you edit. Choose that partnership, or ask an administrator "
    "to import the file."
)


@dataclass
class Imported:
    """The result of an import, or of a dry run."""

    code: str
    review: Review | None = None
    is_new_code: bool = False
    added: list[str] = field(default_factory=list)  # vocabulary entries
    mapped: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # files and former slugs, in sentences
    documents: dict[str, SourceDocument] = field(default_factory=dict)  # by their slugs in the document


@dataclass(frozen=True)
class Options:
    """How to import a document.

    `partnership` owns the review instead of those that the document names. `mapping` gives the slugs of entries here,
    by kind and slug in the document. With `is_copy`, the review is imported even if the portal already has it.
    """

    partnership: Partnership | None = None
    mapping: Mapping[tuple[str, str], str] = field(default_factory=dict)
    is_copy: bool = False


def preview(document: ReviewDocument, *, options: Options, by=None, beside: Beside = nothing_beside) -> Imported:
    """Return what an import would do, and store nothing: everything but the files is added and then rolled back.

    Without `by`, it runs as for an administrator. Raises ValidationError and PermissionDenied as the import would.
    """
    matched_for(document, options, by=by)
    files = inspected(document, contents_of(document, beside))
    with transaction.atomic():
        done = add(document, options, by=by)
        transaction.set_rollback(True)
    done.review, done.left_out = None, [*done.left_out, *refused_files(done.documents, files)]
    return done


def import_document(document: ReviewDocument, *, options: Options, by, beside: Beside = nothing_beside) -> Imported:
    """Add a review from a document as a draft, and return what was done.

    Nothing becomes public: its partnership decides here whether to publish it. The review gets a new code if another
    one has the document's code. An import never changes an existing review.

    Raises PermissionDenied unless `by` edits the partnership of the review or is an administrator, and
    ValidationError with what is wrong or missing; nothing is stored then.
    """
    matched_for(document, options, by=by)  # so that it is refused before files are read
    files = inspected(document, contents_of(document, beside))
    with transaction.atomic(), index.deferred():
        done = add(document, options, by=by)
        done.left_out += add_files(done.documents, files, by=by)  # last: the storage cannot be rolled back
    return done


def add(document: ReviewDocument, options: Options, *, by) -> Imported:
    """Add the missing vocabulary entries, and the review with everything but its files, within a transaction."""
    saving = Saving(by)
    matched = matched_for(document, options, by=by)
    added = add_missing(matched, saving)
    done = add_review(document, matched, options, saving)
    done.added, done.mapped = added, matched.mapped
    saving.write_history()
    return done


def matched_for(document: ReviewDocument, options: Options, *, by) -> Matched:
    """Return the records here for the vocabulary of a document.

    Raises PermissionDenied and ValidationError as `import_document` does for vocabulary entries, partnerships and
    reviews that this portal already has.
    """
    matched = match(document.vocabulary, options.mapping, by=by)
    if options.partnership:
        matched.missing = [(name, word) for name, word in matched.missing if name != "partnerships"]
    if by is not None and not sight_of(by).everything:
        check_partnerships(document, matched, options, by=by)
        check_responses(document)
    if not options.is_copy and (held := held_here(document, by=by)):
        raise ValidationError(ALREADY_HERE.format(code=held.code))
    check_words(matched, by=by)
    return matched


def check_partnerships(document: ReviewDocument, matched: Matched, options: Options, *, by) -> None:
    """Raise PermissionDenied unless `by` edits each partnership that the review will belong to, and at least one."""
    theirs = [options.partnership] if options.partnership else partnerships_of(document, matched)
    keys = {one.pk if one else None for one in theirs}
    if not keys or not keys <= sight_of(by).edited_partnerships:
        raise PermissionDenied(NAME_A_PARTNERSHIP)


def check_responses(document: ReviewDocument) -> None:
    """Raise PermissionDenied for a response that an agency wrote, unless `by` is an administrator.

    An editor records what documents say, and cannot speak for an agency.
    """
    for recommendation in document.recommendations:
        for response in recommendation.responses:
            if any(not (one.document or one.passage) for one in response.versions):
                raise PermissionDenied(TYPED.format(reference=recommendation.reference))


def partnerships_of(document: ReviewDocument, matched: Matched) -> list[Partnership | None]:
    """Return the partnerships that a document names, with None for one that is not here."""
    return [matched.records.get(("partnerships", slug)) for slug in document.review.partnerships]


def held_here(document: ReviewDocument, *, by) -> Review | None:
    """Return the review that a document was exported from or imported as, if `by` may see it."""
    origin, details = document.origin, document.review
    imported = Q(origin__portal=origin.portal, origin__code=origin.code)
    own = Q(code=origin.code, title=details.title, origin=None)
    is_ours = origin.portal == settings.PORTAL_ADDRESS
    reviews = Review.objects.visible_to(by) if by is not None else Review.objects.all()
    return reviews.filter(imported | own if is_ours else imported).order_by("code").first()


def code_for(document: ReviewDocument) -> str:
    """Return the code of a document if no review or reference uses it, otherwise the next code.

    A code with many digits is not kept, because new reviews would get higher ones.
    """
    code = document.review.code
    number = code.removeprefix("R")
    if len(number) <= MOST_DIGITS and code == f"R{int(number):04}" and not is_taken(code):
        return code
    code = next_code()
    while is_taken(code):
        code = f"R{int(code[1:]) + 1:04}"
    return code


def is_taken(code: str) -> bool:
    """Return whether a review has a code, or a statement has a reference that begins with it."""
    models: tuple[Any, ...] = (LearningItem, Recommendation, OldReference)
    return Review._base_manager.filter(code=code).exists() or any(
        model._base_manager.filter(reference__startswith=f"{code}-").exists() for model in models
    )


def is_address_taken(slug: str) -> bool:
    """Return whether a review is or was at an address."""
    return slug in RESERVED or any(model._base_manager.filter(slug=slug).exists() for model in (Review, OldAddress))


def add_review(document: ReviewDocument, matched: Matched, options: Options, saving: Saving) -> Imported:
    """Add the review with everything but its files, within a transaction."""
    details = document.review
    review = Review(
        **values_for(Review, details) | {"code": code_for(document), "added_on": timezone.localdate()},
        status=Status.DRAFT,
    )
    if is_address_taken(details.slug):
        review.slug = slug_of(review)
    saving.save(review, f"The review “{details.title}”")
    done = Imported(review.code, review, review.code != details.code)
    review.kinds.add(*[matched.records["review_kinds", slug] for slug in details.kinds])
    owners = [options.partnership] if options.partnership else partnerships_of(document, matched)
    review.partnerships.add(*owners)
    review.themes.add(*[matched.records["themes", slug] for slug in details.themes])
    words = Words(document.vocabulary, matched, review, saving)
    words.name_in_review(details.named_agencies)
    for one in details.agencies_involved:
        values = values_for(AgencyInvolved, one) | {"agency": words.agency(one.agency)}
        saving.save(AgencyInvolved(review=review, **values), f"The agency involved “{one.named_as}”")
    for slug in details.former_slugs:
        if is_address_taken(slug):
            done.left_out.append(
                f"The former address “{slug}” is already used in this portal, so it does not lead to this review."
            )
        else:
            saving.save(OldAddress(review=review, slug=slug), f"The former address “{slug}”")
    documents = {one.slug: add_document(one, review, matched, saving) for one in document.documents}
    done.documents = documents
    target = Target(review, documents, words, saving)
    content = ContentImport(document, target)
    content.add()
    add_responses(document, target, content)
    origin = document.origin
    ReviewOrigin.objects.create(review=review, portal=origin.portal, code=origin.code, references=origin.references)
    return done


def add_document(entry: schema.SourceDocument, review: Review, matched: Matched, saving: Saving) -> SourceDocument:
    """Add a source document without its file."""
    is_taken = SourceDocument._base_manager.filter(slug=entry.slug).exists()
    slug = free_slug(SourceDocument, f"{review.code}-{entry.position + 1}") if is_taken else entry.slug
    values = values_for(SourceDocument, entry) | {"slug": slug}
    made = saving.save(SourceDocument(review=review, **values), f"The document “{entry.title}”")
    made.glossary_terms.add(*[matched.records["glossary_terms", one] for one in entry.glossary_terms])
    return made

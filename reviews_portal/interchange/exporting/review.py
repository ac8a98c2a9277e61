"""Export a whole review as a document, and write it as JSON."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from pydantic import ValidationError as InvalidFields

from learning.actions import HIDDEN
from learning.hidden import in_shown_review
from learning.models import Review, SourceDocument, Status
from learning.vocabulary.agency_links import check_names_of_review
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.interchange.consistency import problems_in, said, some_of
from reviews_portal.interchange.models import ReviewOrigin
from reviews_portal.interchange.schema import FORMAT, VERSION, ReviewDocument
from reviews_portal.interchange.schema import document as schema
from reviews_portal.interchange.schema.content import RemovedReference

from .content import References, content_of, statements_of
from .files import are_included, file_entry, files_of
from .responses import passages_of, responses_of
from .values import columns_of, stated
from .words import UsedWords

WITHDRAWN = "{code} was withdrawn, so it cannot be exported."
IS_HIDDEN = "{code} is hidden from readers, so it cannot be exported until someone has decided whether to restore it."
UNPUBLISHED_TEXT = (
    "The text of {code} is still being edited and has never been published, so it cannot be exported. Publish the "
    "review first."
)

NOT_WHOLE = "{code} cannot be exported until this is corrected:"


def written(document: ReviewDocument) -> bytes:
    """Return a document as JSON. The same content always gives the same bytes."""
    values = document.model_dump(mode="json", exclude_defaults=True)
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def document_of(review: Review, *, by=None) -> ReviewDocument:
    """Return a review as a document, with the original files that `by` may open; without `by`, with all of them.

    Everything that readers of the published review can see is exported. Hidden and withdrawn content is not.

    Raises ValidationError, saying why, if the review cannot be exported.
    """
    check_exportable(review)
    try:
        document = assembled(review, by=by)
        problems = problems_in(document)
    except InvalidFields as error:
        problems = said(error)
    if problems:  # no portal would import it
        raise ValidationError([NOT_WHOLE.format(code=review.code), *some_of(problems)])
    return document


def assembled(review: Review, *, by) -> ReviewDocument:
    """Return a review as a document. Raises pydantic’s ValidationError for a value that the format does not allow."""
    words = UsedWords()
    statements = statements_of(review)
    references = References(review, [*statements[0], *statements[1]])
    responses = responses_of(review, words)
    content = content_of(review, statements, references, words, responses)
    details = details_entry(review, references, words)
    files = files_of(review, by=by)
    is_included = are_included(files)
    documents = []
    for one in review.documents.prefetch_related("glossary_terms").order_by("position"):
        held = files.get(one.pk)
        documents.append(document_entry(one, words, file_entry(held, is_included=is_included) if held else None))
    exported = {one.pk for one in statements[1]}
    return ReviewDocument(
        format=FORMAT,
        version=VERSION,
        origin=origin_entry(review, references),
        review=details,
        vocabulary=words.vocabulary(),
        documents=documents,
        **vars(content),
        passages=passages_of(review, (some for key, some in responses.items() if key in exported)),
        removed_references=removed_entries(review),
    )


def check_exportable(review: Review) -> None:
    """Raise ValidationError, saying why, for a review that is withdrawn, hidden or has no published text yet."""
    problem = ""
    if review.status == Status.WITHDRAWN:
        problem = WITHDRAWN
    elif not Review.objects.filter(in_shown_review(), pk=review.pk).exists():
        problem = IS_HIDDEN
    elif review.status in HIDDEN and WorkingCopy.objects.filter(review=review, rows__isnull=False).exists():
        problem = UNPUBLISHED_TEXT
    if problem:
        raise ValidationError(problem.format(code=review.code))
    check_names_of_review(review)


def origin_entry(review: Review, references: References) -> schema.Origin:
    """Return where a review comes from: the portal it was imported from, or this one."""
    held = ReviewOrigin.objects.filter(review=review).first()
    if held:
        return schema.Origin(portal=held.portal, code=held.code, references=held.references)
    return schema.Origin(portal=settings.PORTAL_ADDRESS, code=review.code, references=references.last)


def details_entry(review: Review, references: References, words: UsedWords) -> schema.Details:
    """Return the details of a review."""
    values = columns_of(review, schema.Details)
    values["references_used"] = references.last
    involved = review.agencies_involved.select_related("agency__kind").order_by("position", "pk")
    named = [one.agency for one in review.named_agencies.select_related("agency__kind")]
    return schema.Details(
        **values,
        former_slugs=sorted(review.old_addresses.values_list("slug", flat=True)),
        kinds=words.slugs(review.kinds.all()),
        partnerships=words.slugs(review.partnerships.all()),
        themes=words.slugs(review.themes.all()),
        commissioned=stated(review.commissioned),
        incident=stated(review.incident),
        published=stated(review.published),
        agencies_involved=[
            schema.InvolvedAgency(**columns_of(one, schema.InvolvedAgency), agency=words.slug(one.agency))
            for one in involved
        ],
        named_agencies=words.slugs(named),
    )


def document_entry(
    document: SourceDocument, words: UsedWords, file: schema.OriginalFile | None
) -> schema.SourceDocument:
    """Return the entry of a source document."""
    return schema.SourceDocument(
        **columns_of(document, schema.SourceDocument),
        published=stated(document.published),
        glossary_terms=words.slugs(document.glossary_terms.all()),
        file=file,
    )


def removed_entries(review: Review) -> list[RemovedReference]:
    """Return the references of the review's own series that were removed or joined, in order."""
    own = f"{review.code}-"
    found: list[dict[str, Any]] = [
        {"reference": one.reference, "leads_to": one.leads_to if one.leads_to.startswith(own) else None}
        for one in review.old_references.all()
        if one.reference.startswith(own)
    ]
    return [RemovedReference(**one) for one in sorted(found, key=lambda one: int(one["reference"].split("-")[1]))]

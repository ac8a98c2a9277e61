"""Remove from a document what was redacted in this portal, before anything in it is looked up or saved."""

from typing import Any

from pydantic import ValidationError as InvalidFields

from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.redaction.erase import SHORTEST_MARK
from reviews_portal.redaction.matching import SLUG_MARK, Passages
from reviews_portal.redaction.models import Redaction

# Fields with slugs, which have a mark of their own, and fields that only code writes.
SLUGS = {
    "slug", "former_slugs", "kinds", "partnerships", "themes", "agency_kinds", "agencies", "glossary_terms", "agency",
    "named_agencies", "document",
}  # fmt: skip
OF_THE_CODE = {"format", "version", "code", "reference", "sha256", "content", "at", "created_at"}


def without_redacted_words(document: ReviewDocument) -> ReviewDocument:
    """Return a document with marks in place of the passages that were redacted in this portal."""
    passages = Redaction.objects.passages()
    if not passages:
        return document
    data = document.model_dump(mode="json", exclude_defaults=True)
    try:
        return ReviewDocument.model_validate(marked(data, passages))
    except InvalidFields:  # a field is too short for the mark
        return ReviewDocument.model_validate(marked(data, passages, SHORTEST_MARK))


def marked(value: Any, passages: Passages, mark: str = "", name: str = "") -> Any:
    """Return a value with marks in place of the passages. `name` is its field."""
    if name in OF_THE_CODE:
        return value
    if isinstance(value, dict):
        return {key: marked(one, passages, mark, key) for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one, passages, mark, name) for one in value]
    if not isinstance(value, str):
        return value
    is_slug = name in SLUGS
    return passages.marked(value, SLUG_MARK if is_slug else mark, any_case=is_slug)

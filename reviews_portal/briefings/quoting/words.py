"""The words of a record as an item of an outline has them: with their languages, their source and their place."""

from collections.abc import Iterable
from typing import Any

from learning.languages import PAGE, language_of
from learning.models import LearningItem, Resource, Review, ReviewSection, SourceDocument
from learning.wordings import in_language, languages_of
from recommendations.grouped_responses import also_answers_in_words
from recommendations.models import Recommendation, ResponseVersion
from reviews_portal.briefings.outline import Part, Wording


def words_of(record: LearningItem | Recommendation) -> tuple[str, tuple[Part, ...], str]:
    """Return the published words of a statement: its text, its parts, and the text after them."""
    if isinstance(record, LearningItem):
        return record.text, (), ""
    own = language_of(record)
    parts = tuple(
        Part(part.label, part.text, part.level, "" if part.language == own else part.language)
        for part in record.line_parts
    )
    return record.stem, parts, record.tail


def whole_words_of(record: Any) -> tuple[str, tuple[Part, ...], str]:
    """Return the words of a statement, a section or a resource."""
    if isinstance(record, Resource):
        return record.title, (), record.address
    return (record.text, (), "") if isinstance(record, ReviewSection) else words_of(record)


def other_wordings(record: Any) -> Iterable[Wording]:
    """Yield the words of a record in its languages other than the one that is shown."""
    original = record.original or record
    for language in languages_of([original]):
        worded = in_language(original, language)
        text, parts, tail = whole_words_of(worded)
        is_shown = language_of(worded) == language_of(record) and (text, parts, tail) == whole_words_of(record)
        if is_shown or worded.lacks == "all":
            continue
        source = source_in(worded)
        credit = ", ".join(filter(None, [source.document.title, place_in(source)]))
        of_tail = getattr(worded, "tail_language", "")
        yield Wording(language_of(worded), text, parts, tail, credit, of_tail)


def languages_in_item(record: Any) -> dict[str, Any]:
    """Return the language of an item, and its words in others."""
    return {
        "language": marked_language(language_of(record)),
        "tail_language": getattr(record, "tail_language", ""),
        "wordings": tuple(other_wordings(record)) if (record.original or record).wordings else (),
    }


def marked_language(language: str) -> str:
    """Return a language as outlines have it: "" for that of the outline, which is English."""
    return "" if language == PAGE else language


def source_in(record: Any) -> Any:
    """Return what has the document and the place of the words of a record: itself, or the wording that has them."""
    return record.quoted_from or record


def place_in(record: Any) -> str:
    """Return the place of a record in its document; line numbers of our text mean nothing to readers."""
    place: str = record.place_in_source if isinstance(record, ResponseVersion) else record.place
    return "" if place.startswith("line") else place


def source_of(version: ResponseVersion) -> str:
    """Return in words where in its document a response is."""
    place = place_in(version)
    return f"“{version.source}”, {place}" if place else f"“{version.source}”"


def dated(document: SourceDocument, review: Review) -> str:
    """Return the date that a document states, or its review's with a remark that it is the review's."""
    if document.published:
        return str(document.published)
    return f"undated (its review was published {review.published})" if review.published else "undated"


def reference_above(record: LearningItem | Recommendation) -> str:
    """Return the reference of the point of the same review that a learning item stands under, or ""."""
    above = record.parent if isinstance(record, LearningItem) else None
    return above.reference if above and above.review_id == record.review_id else ""


def progress_line(version: ResponseVersion) -> str:
    """Return what an agency says about progress beside the words of its response."""
    return f"Acceptance: {version.get_acceptance_display()} · Progress: {version.get_progress_display()}"


def joint_line(version: ResponseVersion) -> str:
    """Return who else gives a joint response of an agency, and what else it answers; "" for any other response."""
    if not version.passage:
        return ""
    given_with = f"Joint response with {version.given_with}" if version.given_with else ""
    return " · ".join(filter(None, [given_with, also_answers_in_words(version.also_answered)]))


def and_(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last

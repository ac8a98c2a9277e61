"""Second wordings where they are shown: which languages records have, and their words in a chosen one."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.db.models import F, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .languages import NAMES, PAGE, language_of
from .models import Resource, ReviewSection, SourceWording
from .utils.fields import Language

DOCUMENT_ORDER = ("document__position", "document_id", "part_position", "pk")
# What a page in a language says of words that were published only in another. In Welsh for readers of Welsh.
NOT_PUBLISHED = {Language.WELSH.value: "Ni chyhoeddwyd yn Gymraeg"}


def wordings_of(records: Iterable[Any]) -> dict[Any, list[SourceWording]]:
    """Return the second wordings with words of statements, sections and resources, by record, in one query.

    The records are those that a reader may see: a wording is of their review, and in a document of that review.
    """
    every = list(records)
    names: dict[str, list] = {"reference": [], "section": [], "resource": []}
    for record in every:
        what, name = key_of(record)
        names[what].append(name)
    named = Q()
    for what, some in names.items():
        if some:
            named |= Q(**{f"{what}__in": some})
    if not named:
        return {}
    rows = SourceWording.objects.shown().filter(named, ~Q(text="", tail=""), document__review=F("review"))
    return by_record(every, rows.select_related("document").order_by(*DOCUMENT_ORDER))


def by_record(records: Iterable[Any], wordings: Iterable[SourceWording]) -> dict[Any, list[SourceWording]]:
    """Return second wordings by their record; those of records that are not given are left out."""
    by_name = {key_of(record): record for record in records}
    found: dict[Any, list[SourceWording]] = {}
    for one in wordings:
        if one.section_id:
            record = by_name.get(("section", one.section_id))
        else:
            record = by_name.get(("resource", one.resource_id) if one.resource_id else ("reference", one.reference))
        if record is not None and record.review_id == one.review_id:
            found.setdefault(record, []).append(one)
    return found


def key_of(record: Any) -> tuple[str, object]:
    """Return by what a wording refers to a record."""
    if isinstance(record, ReviewSection):
        return "section", record.pk
    return ("resource", record.pk) if isinstance(record, Resource) else ("reference", record.reference)


def attach_wordings(records: Iterable[Any], wordings: Iterable[SourceWording] | None = None) -> None:
    """Set `wordings` of records to their second wordings in other languages, which are read in one query or given."""
    every = list(records)
    found = wordings_of(every) if wordings is None else by_record(every, wordings)
    for record in every:
        record.wordings = in_other_languages(record, found.get(record, ()))


def in_other_languages(record: Any, wordings: Iterable[SourceWording]) -> list[SourceWording]:
    """Return the wordings of a record that are in another language than the words that they stand for."""
    every = list(wordings)
    own = language_of(record)
    parts = getattr(record, "line_parts", ()) if every else ()
    of_parts = {part.position: part.language or own for part in parts}
    return [one for one in every if language_of(one) != of_parts.get(one.part_position, own)]


def languages_in(record: Any) -> set[str]:
    """Return the languages that the words of a record itself have."""
    own = language_of(record)
    parts = getattr(record, "line_parts", None)
    if not parts:
        return {own}
    has_more = record.stem or record.tail
    return {part.language or own for part in parts} | ({own} if has_more else set())


def languages_of(records: Iterable[Any]) -> list[str]:
    """Return the languages of records and their wordings, that of the page first."""
    found = {language for record in records for language in languages_in(record)}
    found |= {language_of(one) for record in records for one in getattr(record, "wordings", ())}
    return sorted(found, key=Language.values.index)


def chosen_language(asked: str, languages: Sequence[str]) -> str:
    """Return the language to show: the one asked for, if any words have it, or else that of the page; "" for one."""
    if len(languages) < 2:
        return ""
    return asked if asked in languages else PAGE if PAGE in languages else languages[0]


def in_language(record: Any, language: str) -> Any:
    """Return a record for a page in a language: with its words in that language where it has them.

    The words of a second wording come with its language, and with its document and place as `quoted_from`. Words that
    it does not have stay as they are, in their own language: of a recommendation, `language` is that of the stem, and
    `tail_language` that of the tail if it is another one. The record is a copy, and must not be saved. `lacks` is how
    much of it has no words in the language: "all", "part" or "".
    """
    shown = copy(record)
    shown.shown_in, shown.original = language, record
    held = [one for one in record.wordings if language_of(one) == language and (one.text or one.tail)]
    # If two documents have them, those of its own document, or else of the first, are shown.
    held.sort(key=lambda one: one.document_id != record.document_id)
    wordings = {one.part_position: one for one in held if one.document_id == held[0].document_id}
    own = language_of(record)
    missing = not_in_language(record, language, own, wordings)
    shown.lacks = "all" if missing and all(missing) else "part" if any(missing) else ""
    if not wordings:
        return shown
    shown.quoted_from = wordings[min(wordings)]
    if whole := wordings.get(0):
        shown.language = language if whole.text or not own_text(record) else own
        if hasattr(record, "stem"):
            shown.stem, shown.tail = whole.text or record.stem, whole.tail or record.tail
            of_tail = language if whole.tail else own
            shown.tail_language = of_tail if shown.tail and of_tail != shown.language else ""
        elif isinstance(record, Resource):
            shown.title = whole.text or record.title
        else:
            shown.text = whole.text or record.text
    else:
        shown.language = own
    if hasattr(record, "line_parts"):
        parts = []
        for part in record.line_parts:
            if (worded := wordings.get(part.position)) and worded.text:
                parts.append(part._replace(text=worded.text, language=language))
            else:
                parts.append(part._replace(language=part.language or own))
        shown.line_parts = parts
    return shown


def in_first_language(record: Any) -> Any:
    """Return a record in the language in which its page shows it first, which may be that of a second wording."""
    return in_language(record, languages_of([record])[0]) if record.wordings else record


def in_other_than_page(record: Any) -> list[Any]:
    """Return a record in each of its languages but the first, in which a page shows it."""
    return [in_language(record, language) for language in languages_of([record])[1:]] if record.wordings else []


def not_in_language(record: Any, language: str, own: str, wordings: dict[int, SourceWording]) -> list[bool]:
    """Return for the text, the tail and each part that a record has whether it lacks a language."""
    worded = {position for position, one in wordings.items() if one.text}
    parts = getattr(record, "line_parts", ())
    missing = [part.position not in worded and (part.language or own) != language for part in parts]
    if own_text(record):
        missing.append(0 not in worded and own != language)
    if getattr(record, "tail", ""):
        missing.append(not (0 in wordings and wordings[0].tail) and own != language)
    return missing


def own_text(record: Any) -> str:
    """Return the words of a record itself without parts and tail: its stem, title or text."""
    words: str = next(getattr(record, name) for name in ("stem", "title", "text") if hasattr(record, name))
    return words


def lacking_in_words(record: Any) -> str:
    """Return the sentence that says that a record has no words in the language of a page or document, or ""."""
    lacks, language = getattr(record, "lacks", ""), getattr(record, "shown_in", "")
    if lacks == "all":
        return f"Not published in {NAMES[language]}"
    return f"Only partly published in {NAMES[language]}" if lacks else ""


def not_published(record: Any) -> SafeString:
    """Return what a page says under the words of a record that lack its language, as HTML, or ""."""
    words = lacking_in_words(record)
    if getattr(record, "lacks", "") == "all" and (own := NOT_PUBLISHED.get(record.shown_in)):
        return format_html('<span lang="{}">{}</span>', record.shown_in, own)
    return format_html("{}", words)


def lacked_by_document(language: str) -> str:
    """Return what a page in a language says of a document of which it has no words in that language."""
    return f"this portal has no {NAMES[language]} text of this document"

"""Functions shared by Django templates and Jinja components: quoted text, symbols and URLs."""

import re
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .addresses import address_of
from .languages import language_of
from .search.filter_choices import Vocabulary, vocabulary_for
from .search.languages import detached
from .search.marking import mark_words, places_of
from .search.tokenizer import tokens_of
from .sight import Status
from .utils.parameters import within_bounds
from .wordings import in_language, languages_of

# SVG paths on a 24 by 24 grid, for each kind of statement and for controls of the page.
SYMBOLS = {
    "good-practice": "M4 12l5 5L20 6",
    "learning": "M12 6c-2-1.4-5-2-8-2v14c3 0 6 .6 8 2 2-1.4 5-2 8-2V4c-3 0-6 .6-8 2zM12 6v14",
    "recommendation": "M5 21V4M5 5h12l-2.5 4L17 13H5",
    "question": "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.5",
    "response": "M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6",
    "action": "M5 4h14v16H5zM8.5 12l2.5 2.5 4.5-5",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
}


@lru_cache
def symbol(name: str) -> SafeString:
    """Return the SVG symbol of a kind. It is hidden from screen readers, because its label is always beside it."""
    return format_html(
        '<svg class="symbol" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        SYMBOLS[name],
    )


def quoted(context, text: str) -> SafeString:
    """Return published text unchanged, with its line breaks, each abbreviation linked once to the glossary."""
    request = context.get("request")
    vocabulary = vocabulary_for(request) if request else Vocabulary()
    seen: set[str] = set()
    phrases = context.get("marked", ())
    paragraphs = [link_terms(mark_words(paragraph, phrases), vocabulary, seen) for paragraph in text.split("\n\n")]
    return mark_safe("<br><br>".join(paragraphs).replace("\n", "<br>"))  # noqa: S308  each paragraph was escaped first


def marked(context, text: str) -> SafeString:
    """Return a text, escaped, with the search words highlighted."""
    return mark_safe(mark_words(text, context.get("marked", ())))  # noqa: S308  every part of it was escaped


def worded_to_match(context, record):
    """Return a statement of a list in the language of the page or, if only other words of it match, in theirs.

    A statement in one language, or of a page that has chosen a language, stays as it is.
    """
    if not record.wordings or record.shown_in:
        return record
    worded = [in_language(record, language) for language in languages_of([record])]
    phrases = context.get("marked", ())
    return next((one for one in worded if matches(one, phrases)), worded[0])


def matches(statement, phrases) -> bool:
    """Return whether the words of a statement contain one of these phrases."""
    parts = [part.text for part in getattr(statement, "line_parts", ())]
    texts = [getattr(statement, name, "") for name in ("text", "stem", "tail")]
    whole = " \n ".join([*texts, *parts])
    tokens = tokens_of(" ".join([whole, *detached(whole, language_of(statement))]))
    return any(next(places_of(phrase, tokens), None) is not None for phrase in phrases)


def link_terms(escaped: str, vocabulary: Vocabulary, seen: set[str]) -> str:
    """Link the first occurrence of each abbreviation in an escaped text, and add it to `seen`."""
    pattern, terms = vocabulary.abbreviations
    if pattern is None:
        return escaped
    glossary = address_of("glossary")

    def link(match: re.Match) -> str:
        word = match[1]
        if word in seen:
            return word
        seen.add(word)
        slug, expansion = terms[word]
        title = f' title="{expansion}"' if expansion else ""
        return f'<a class="term" href="{glossary}#{slug}"{title}>{word}</a>'

    return pattern.sub(link, escaped)


def address_with(context, **changes) -> str:
    """Return this page's URL with some parameters changed; a new sort order starts at the first page.

    Unknown parameters are dropped, so that they are not repeated in every link of the page.
    """
    request = context["request"]
    if not hasattr(request, "_carried"):  # a page has some ten such links
        request._carried = dict(within_bounds(request.GET).lists())
    parameters = request._carried | changes
    return f"{request.path}?{urlencode(parameters, doseq=True)}"


def holds_restricted(records) -> bool:
    """Return whether any of these statements, responses, reviews or agencies is not public."""
    owners = [owner_of(record) for record in records]
    return any(
        getattr(owner, "is_restricted", False) or getattr(owner, "status", Status.PUBLISHED) != Status.PUBLISHED
        for owner in owners
    )


def holds_old(records) -> bool:
    """Return whether any of these records is a statement that is more than five years old, or undated."""
    return any(getattr(record, "is_old", False) for record in records)


def owner_of(record):
    """Return the review that a record belongs to, or the record itself."""
    if hasattr(record, "response"):
        record = record.response
    if getattr(record, "recommendation", None):  # an action of a plan may name none
        record = record.recommendation
    return getattr(record, "review", record)

"""Check that a document is complete: it contains everything that it refers to, once, and only its own references."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from pydantic import ValidationError as InvalidFields

from learning.addresses import web_link
from learning.models import AddressState
from learning.models.item import LEVELS
from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.interchange.schema.content import Item, Recommendation, Wording

MOST_PROBLEMS = 10  # named in one message


def said(error: InvalidFields) -> list[str]:
    """Return the errors in fields as sentences that give their position, counting from one."""
    found = []
    for one in error.errors():
        place = [str(part + 1) if isinstance(part, int) else str(part) for part in one["loc"]]
        if error.title != ReviewDocument.__name__:  # while one of its parts is being made
            place.insert(0, error.title)
        message = one["msg"].removeprefix("Value error, ").rstrip(".")
        found.append(f"{' → '.join(place) or 'The document'}: {message}.")
    return found


def some_of(problems: list[str]) -> list[str]:
    """Return the first problems, and how many more there are."""
    more = len(problems) - MOST_PROBLEMS
    return [*problems[:MOST_PROBLEMS], *([f"There are {more} more problems."] if more > 0 else [])]


def problems_in(document: ReviewDocument) -> list[str]:
    """Return the problems in a document as sentences: what is missing, duplicated or wrong."""
    return [
        *problems_with_words(document),
        *problems_with_places(document),
        *problems_with_references(document),
        *problems_with_levels(document.items),
        *problems_with_parts(document.recommendations),
        *problems_with_responses(document),
        *problems_with_wordings(document),
        *problems_with_addresses(document),
    ]


def twice(keys: Iterable[Hashable]) -> list[Any]:
    """Return the keys that occur more than once."""
    return [key for key, number in Counter(keys).items() if number > 1]


def problems_with_words(document: ReviewDocument) -> Iterator[str]:
    """Yield each vocabulary entry that is missing or duplicated."""
    review, words = document.review, document.vocabulary
    tagged: list[Any] = [*document.items, *document.recommendations]
    parts = [part for one in document.recommendations for part in one.parts]
    answered = [response.agency for one in document.recommendations for response in one.responses]
    used: dict[str, list[str]] = {
        "review_kinds": review.kinds,
        "partnerships": review.partnerships,
        "themes": [*review.themes, *(slug for one in tagged for slug in one.themes)],
        "agency_kinds": [
            *(slug for one in (*tagged, *parts) for slug in one.agency_kinds),
            *(agency.kind for agency in words.agencies),
        ],
        "agencies": [
            *(slug for one in (*tagged, *parts) for slug in one.agencies),
            *(one.agency for one in review.agencies_involved),
            *answered,
            *review.named_agencies,
        ],
        "glossary_terms": [slug for one in document.documents for slug in one.glossary_terms],
    }
    for name, slugs in used.items():
        known = [word.slug for word in getattr(words, name)]
        for slug in twice(known):
            yield f"The vocabulary has “{slug}” twice among its {name}."
        for slug in sorted(set(slugs) - set(known)):
            yield f"The vocabulary lacks “{slug}” among its {name}."
    for slugs, what in (
        (review.kinds, "kind of review"),
        (review.partnerships, "partnership"),
        ([one.agency for one in review.agencies_involved], "agency involved"),
    ):
        for slug in twice(slugs):
            yield f"The review has the {what} “{slug}” twice."


def problems_with_places(document: ReviewDocument) -> Iterator[str]:
    """Yield each source document, or position in one, that is missing or duplicated."""
    slugs = [one.slug for one in document.documents]
    for slug in twice(slugs):
        yield f"There are two documents “{slug}”."
    for position in twice(one.position for one in document.documents):
        yield f"There are two documents at position {position}."
    for title in twice(one.title.strip().casefold() for one in document.documents):
        yield f"There are two documents with the title “{title}”."
    quoted: list[Any] = [*document.sections, *document.items, *document.recommendations]
    quoted += [*document.resources, *document.quoted_actions]
    for slug, position in twice((one.document, one.position) for one in quoted):
        yield f"Two records are at position {position} of the document “{slug}”."
    versions = [
        version for one in document.recommendations for response in one.responses for version in response.versions
    ]
    named = [one.document for one in (*quoted, *document.passages, *document.wordings, *versions) if one.document]
    for slug in sorted(set(named) - set(slugs)):
        yield f"There is no document “{slug}”, which other records refer to."


def problems_with_references(document: ReviewDocument) -> Iterator[str]:
    """Yield each reference that is not of the review's own series, was given twice, or leads to nothing."""
    statements: list[Any] = [*document.items, *document.recommendations]
    references = [one.reference for one in (*statements, *document.removed_references)]
    code, last = document.review.code, document.review.references_used
    for reference in twice(references):
        yield f"The reference {reference} is given twice."
    more = [one.leads_to for one in document.removed_references if one.leads_to]
    for reference in dict.fromkeys([*references, *more]):
        series, _, number = reference.partition("-")
        if series != code:
            yield f"The reference {reference} is not one of this review, whose references begin with {code}-."
        elif int(number) > last:
            yield f"The reference {reference} is higher than the last one that was given ({code}-{last})."
    for one in document.removed_references:
        if one.leads_to == one.reference:
            yield f"The removed reference {one.reference} leads to itself."
    recommendations = {one.reference for one in document.recommendations}
    for action in document.quoted_actions:
        if action.recommendation and action.recommendation not in recommendations:
            yield f"There is no recommendation {action.recommendation}, which an action refers to."


def problems_with_levels(items: list[Item]) -> Iterator[str]:
    """Yield each item that is under a missing item or itself, or is nested too deeply."""
    above = {item.reference: item.under for item in items}
    for item in items:
        level, under = 1, item.under
        while under and level <= LEVELS:
            if under not in above:
                yield f"{item.reference} is a sub-point of {under}, which is not in the file."
                break
            level, under = level + 1, above[under]
        else:
            if level > LEVELS:
                yield f"{item.reference} is nested more than {LEVELS} levels deep, or is a sub-point of itself."


def problems_with_parts(recommendations: list[Recommendation]) -> Iterator[str]:
    """Yield each part of a recommendation at a duplicated position, or under a part that is missing or too deep."""
    for one in recommendations:
        at = {part.position: part for part in one.parts}
        for position in twice(part.position for part in one.parts):
            yield f"{one.reference} has two parts at position {position}."
        for part in one.parts:
            above = at.get(part.under) if part.under is not None else None
            if part.under is not None and (above is None or above.under is not None or above is part):
                yield f"Part {part.position} of {one.reference} is under part {part.under}, which cannot have parts."


def problems_with_responses(document: ReviewDocument) -> Iterator[str]:
    """Yield each response, version or passage that is duplicated, refers to something missing, or has no text."""
    passages = [(one.document, one.number) for one in document.passages]
    for slug, number in twice(passages):
        yield f"There are two passages numbered {number} in the document “{slug}”."
    for one in document.recommendations:
        parts = {part.position for part in one.parts}
        for slug in twice(response.agency for response in one.responses):
            yield f"{one.reference} has two responses of “{slug}”."
        for response in one.responses:
            where = f"the response of “{response.agency}” to {one.reference}"
            for number in twice(version.number for version in response.versions):
                yield f"Version {number} of {where} is there twice."
            for entry in response.versions:
                key = entry.passage and (entry.passage.document, entry.passage.number)
                own = [entry.text, entry.document, entry.place, entry.language]
                if (key and any(own)) or not (key or entry.text):
                    yield f"Version {entry.number} of {where} needs either a text or a passage."
                if key and key not in passages:
                    yield f"There is no passage {key[1]} in “{key[0]}”, which {where} refers to."
                for position in sorted(set(entry.parts) - parts):
                    yield f"{where[:1].upper()}{where[1:]} answers part {position}, which is not in the file."


def problems_with_wordings(document: ReviewDocument) -> Iterator[str]:
    """Yield each second wording that is duplicated, or is not of exactly one record."""
    known: dict[str, set] = {
        "section": {(one.document, one.position) for one in document.sections},
        "resource": {(one.document, one.position) for one in document.resources},
    }
    parts = {one.reference: {0} | {part.position for part in one.parts} for one in document.recommendations}
    parts |= {one.reference: {0} for one in document.items}

    def is_there(wording: Wording) -> bool:
        if wording.reference:
            return wording.part_position in parts.get(wording.reference, ())
        named = [(name, getattr(wording, name)) for name in known]
        return all((one.document, one.position) in known[name] for name, one in named if one)

    for wording in document.wordings:
        worded = [one for one in (wording.reference, wording.section, wording.resource) if one]
        if len(worded) != 1 or (wording.part_position and not wording.reference) or not is_there(wording):
            yield f"A second wording in “{wording.document}” must be of exactly one record of the review."
    for wording in twice(document.wordings and [one.model_copy(update=FREE) for one in document.wordings]):
        yield f"A second wording in “{wording.document}” is there twice."


FREE = {"place": "", "heading": "", "text": "", "tail": ""}  # the fields in which two second wordings may differ


def problems_with_addresses(document: ReviewDocument) -> Iterator[str]:
    """Yield each address of a resource that should be a link, but is neither a web address nor an email address."""
    for one in document.resources:
        if one.address_state == AddressState.GIVEN and not web_link(one.address):
            yield f"“{one.address[:60]}” is neither a web address nor an email address, so it cannot be a link."

"""The publication date that a document states."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from learning.utils.dates import PartialDate, Precision

from ..dates import IN_NUMBERS, MACHINE, WRITTEN, first_date

OF_PUBLICATION = (
    r"(?:date (?:of publication|published|of issue)|publication date|(?:first |re)?published|issued|posted|"
    r"cyhoeddwyd(?: / published)?|published / cyhoeddwyd|dyddiad cyhoeddi)"
)
OF_OTHERS = (
    r"(?:(?:last |next )?(?:updated?|reviewed|amended|modified)|approved|agreed|signed off|ratified|completed|"
    r"review date|date (?:of|for) (?:next )?review|next review|endorsed|submitted|adopted|meeting|presented|draft)"
)
# The words around a date that make it a line of its own: "Published on behalf of the Board on", "Version 2,", "Date:".
DATE = rf"(?:(?:{WRITTEN.pattern})|(?:{IN_NUMBERS.pattern})|(?:{MACHINE.pattern}))"
DATE = re.sub(r"\(\?P<\w+>", "(?:", DATE)
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
LABEL = re.compile(
    rf"(?i:\b(?:(?:report |plan |document )?(?:{OF_PUBLICATION}|{OF_OTHERS})"
    r"(?: (?:on|in|by|ar|at|to|for)\b[^|]{0,60}?)?|"
    r"date|version \d[\d.]*|v\d[\d.]*|issue \d+|edition \d+)[:,]?\s*)"
)
DATED = re.compile(rf"[\s,;:(–—-]*(?P<label>{LABEL.pattern})?(?P<date>{WEEKDAY}{DATE})[).,]*")
SEASON = re.compile(
    r"(?i:(?:published|issued|publication date|date)?:?\s*)(?i:spring|summer|autumn|winter)?\s*(?P<year>20\d\d)"
)
BEFORE_DATE = re.compile(r"\b(?:on|in|of|since|from|until|to|between|and|during|before|after)\s*$", re.IGNORECASE)
PUBLISHED = re.compile(r"\b(?:published|publication|cyhoeddwyd)\b[^.]{0,60}", re.IGNORECASE)
# Other published things, in sentences that do not give the date of this document.
OF_OTHER_DOCUMENTS = re.compile(
    r"\b(?:guidance|guidelines|act|framework|strategy|research|study|procedures?|policy|inspection|working together|"
    r"national|government)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(r"\b(?:be|not|when|once|until|before)(?: \w+)? $", re.IGNORECASE)
OTHER = re.compile(OF_OTHERS, re.IGNORECASE)
NEAR = 80  # characters around "published" within which a date belongs to it


def without_dates(text: str) -> tuple[str, list[str]]:
    """Return a line of a title page without dates of the document, and these dates with the words around them.

    A date that belongs to the title stays: "Death of Leanne, July 2021".
    """
    if SEASON.fullmatch(text):
        return "", [text]
    taken: list[str] = []
    for found in reversed(list(DATED.finditer(text))):
        before, after = text[: found.start()].strip(), text[found.end() :].strip()
        is_day = re.search(r"\d{1,2}\D+\d{2,4}|\d[/.-]\d", found["date"]) is not None
        at_edge = not before or not re.match(r"\w", after)
        if found["label"] or (at_edge and not BEFORE_DATE.search(before) and (is_day or not before)):
            taken.insert(0, found[0].strip(" ,;:(–—-"))
            text = f"{before} {after}".strip()
    return text, taken


def published(lines: Sequence[str], running: Sequence[str], texts: Sequence[str]) -> PartialDate | None:
    """Return the publication date, as exactly as it is stated, or None.

    In order of preference: a date that the title page or running heads call the publication date; a date there without
    another meaning; a date after "published" in the text. `lines` are from the title page, `running` from the margins
    of pages, and `texts` from the whole document.
    """
    found = [*labelled(lines), *labelled(running), *plain(lines), *in_text(texts), *plain(running)]
    if not found:
        return None
    first = found[0]
    if first.precision is Precision.MONTH:  # another line may give the day
        exact = (one for one in found if one.precision is Precision.DAY)
        return next((one for one in exact if one.machine.startswith(first.machine)), first)
    return first


def called_published(lines: Sequence[str], running: Sequence[str], texts: Sequence[str]) -> Iterator[PartialDate]:
    """Yield the dates that a document calls the date of its publication. The arguments are those of `published`."""
    yield from (*labelled(lines), *labelled(running), *in_text(texts))


def labelled(lines: Iterable[str]) -> Iterator[PartialDate]:
    """Yield dates that short lines call the publication date."""
    for line in lines:
        for found in re.finditer(OF_PUBLICATION, line, re.IGNORECASE):
            after = line[found.end() : found.end() + NEAR]
            stop = OTHER.search(after)
            if day := first_date(after[: stop.start()] if stop else after):
                yield day
            elif year := re.match(r"\W*(?:spring|summer|autumn|winter)?\s*(20\d\d)$", after, re.IGNORECASE):
                yield PartialDate(date(int(year[1]), 1, 1), Precision.YEAR)


def plain(lines: Iterable[str]) -> Iterator[PartialDate]:
    """Yield dates on lines that do not give them another meaning, such as the date of an update."""
    for line in lines:
        for piece in without_dates(line)[1]:
            if OTHER.match(piece):
                continue
            if day := first_date(piece):
                yield day
            elif season := SEASON.fullmatch(piece):
                yield PartialDate(date(int(season["year"]), 1, 1), Precision.YEAR)


def in_text(texts: Iterable[str]) -> Iterator[PartialDate]:
    """Yield dates after "published" in the text, except where it says that something will be published."""
    for text in texts:
        for found in PUBLISHED.finditer(text):
            before = re.split(r"[.?!]\s", text[max(0, found.start() - NEAR) : found.start()])[-1]
            if NOT_YET.search(before) or OF_OTHER_DOCUMENTS.search(before):
                continue
            if day := first_date(text[found.start() : found.end() + 25]):
                yield day

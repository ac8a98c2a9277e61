"""Find a passage in any text, however it is spelt, and replace it with a mark.

A passage is stored only as keyed digests of its folded words, so that it can be found after the words themselves have
been deleted. Each version of the folding is a module: a passage is searched for with the version under which it was
redacted, and new redactions use the newest.
"""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from learning.utils.folding import BROKEN, HIDDEN, Seen, fold, places

from . import folding_1, folding_2

MARK = "[redacted]"
SLUG_MARK = "redacted"
FOLDING = 2  # the version for new redactions
AS_SEEN = Seen(hidden=HIDDEN)


@dataclass(frozen=True)
class Passage:
    """A passage to look for: the digest of its words and, if case matters, the digest of the words with capitals."""

    digest: str
    length: int
    exact_digest: str = ""
    mark: str = MARK
    folding: int = FOLDING
    letters: int = 0  # the number of its letters, known from version 2 of the folding onwards


@dataclass(frozen=True)
class Span:
    """The position of a passage in a text, and the mark that replaces it."""

    start: int
    end: int
    mark: str


class Passages:
    """Passages to find and replace.

    If there is only one passage and its words are still stored, `held` contains them: texts without them are skipped
    quickly.
    """

    def __init__(self, passages: Iterable[Passage], held: str = "") -> None:
        self.known: dict[int, dict[str, Passage]] = defaultdict(dict)
        for one in passages:
            if one.length:
                self.known[one.folding][one.digest] = one
        self.hint = folding_2.measure(held)[0].casefold()
        self.words = {one.length for one in self.known[1].values()}
        self.sizes = {(one.letters, one.length) for one in self.known[2].values()}
        # Redactions made under an earlier key are recognised as long as that key is a fallback.
        self.keys = [key_of(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]

    def __bool__(self) -> bool:
        return any(self.known.values())

    def spans(self, text: str, *, any_case: bool = False) -> list[Span]:
        """Return the positions of the passages in a text. With `any_case`, capitals are ignored, as for slugs."""
        if self.hint and not any(self.hint in letters for letters in folding_2.letters_in(text)):
            return []
        found = []
        for version, start, end, folded, exact in self.runs(text):
            for key in self.keys:
                passage = self.known[version].get(digest(folded, key))
                if passage and (any_case or not passage.exact_digest or passage.exact_digest == digest(exact, key)):
                    found.append(Span(start, end, passage.mark))
        apart: list[Span] = []
        for span in sorted(found, key=lambda span: (span.start, -span.end)):
            if not apart or span.start >= apart[-1].end:
                apart.append(span)
        return apart

    def runs(self, text: str) -> Iterator[tuple[int, int, int, str, str]]:
        """Yield each stretch of a text that may be a passage: the version of the folding that found it, its start and
        end, its folded words, and the same words with capitals.
        """
        if self.words:
            for run in (*folding_1.runs(text, self.words), *runs_as_seen(text, self.words)):
                yield (1, *run)
        if self.sizes:
            for run in folding_2.runs(text, self.sizes):
                yield (2, *run)

    def stand_in(self, value: Any) -> bool:
        """Return whether a text, bytes or JSON data contain a passage.

        Bytes that are not text are searched only for words that are still stored: comparing digests takes too long.
        """
        if isinstance(value, bytes | memoryview) and not (self.hint or is_plain(value)):
            return False
        return any(self.spans(text) for text in texts_in(value))

    def replaced(self, value: Any) -> Any:
        """Return a text or JSON data with a mark in place of each passage."""
        if isinstance(value, str):
            inner = as_json(value)
            return self.marked(json.dumps(self.replaced(inner)) if inner and self.stand_in(inner) else value)
        if isinstance(value, list):
            return [self.replaced(one) for one in value]
        if isinstance(value, dict):
            return {name: one if name in OF_THE_CODE else self.replaced(one) for name, one in value.items()}
        return value

    def marked(self, text: str, mark: str = "", *, any_case: bool = False) -> str:
        """Return a text with a mark in place of each passage: its own mark, or `mark`."""
        for span in reversed(self.spans(text, any_case=any_case)):
            text = text[: span.start] + (mark or span.mark) + text[span.end :]
        return text


def passage_of(text: str, *, match_case: bool = False, mark: str = MARK) -> Passage:
    """Return the passage to look for, made from the words that somebody typed."""
    letters, words = folding_2.measure(text)
    key = key_of(settings.SECRET_KEY)
    exact = digest(letters, key) if match_case else ""
    return Passage(digest(letters.casefold(), key), words, exact, mark, FOLDING, len(letters))


def runs_as_seen(text: str, lengths: set[int]) -> Iterator[tuple[int, int, str, str]]:
    """Yield what version 1 of the folding finds in a text once invisible characters and line-end breaks are removed.

    That version knew few invisible characters. Nothing is yielded for a text that has none.
    """
    shown = fold(text, AS_SEEN)
    gone = {place for match in BROKEN.finditer(shown) for place in range(*match.span())}
    gone |= {place for place, character in enumerate(shown) if character == HIDDEN}
    if not gone:
        return
    at = [where for place, where in enumerate(places(text, AS_SEEN)) if place not in gone]
    left = "".join(character for place, character in enumerate(shown) if place not in gone)
    for start, end, folded, exact in folding_1.runs(left, lengths):
        yield at[start][0], at[end - 1][1], folded, exact


def key_of(secret: str) -> bytes:
    """Return the key for digests that is derived from this secret."""
    return hashlib.sha256(f"redaction {secret}".encode()).digest()


def digest(folded: str, key: bytes) -> str:
    """Return the keyed digest of folded words, which reveals nothing without the key."""
    return hmac.digest(key, folded.encode(), "sha256").hex()


DEEPEST = 50  # levels of lists and objects in JSON; the portal writes fewer than ten
LONGEST_NUMBER = 4000  # digits; Python converts up to 4,300 (sys.int_info.default_max_str_digits)
OF_THE_CODE = {"language", "layout", "look", "made_on", "workspace"}  # fields of JSON data that only the code writes


def texts_in(value: Any) -> Iterator[str]:
    """Yield each text in a value; bytes are read as UTF-8. Keys in JSON are left out: only the code writes them."""
    if isinstance(value, bytes | memoryview):
        value = bytes(value).decode(errors="ignore")
    if isinstance(value, str):
        yield value
        value = as_json(value)
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name not in OF_THE_CODE]
    if isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def as_json(text: str) -> Any:
    """Return a text parsed as JSON if it is JSON with escapes, which hide words from a plain search; otherwise None.

    Anybody can type JSON. JSON that is nested more deeply than anything that the portal writes is treated as plain
    text, and a number that is too long for Python is kept as text.
    """
    if text[:1] in ("[", "{") and "\\" in text:
        try:
            value = json.loads(text, parse_int=number_in_json)
        except (ValueError, RecursionError):
            return None
        return value if depth(value) <= DEEPEST else None
    return None


def number_in_json(digits: str) -> int | str:
    """Return a whole number in JSON, or its digits if there are too many for Python to convert."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


def depth(value: Any) -> int:
    """Return how many levels of lists and objects a JSON value has, counting no further than DEEPEST + 1."""
    level, found = [value], 0
    while found <= DEEPEST:
        level = [
            one
            for holder in level
            if isinstance(holder, list | dict)
            for one in (holder.values() if isinstance(holder, dict) else holder)
        ]
        if not level:
            return found
        found += 1
    return found


def is_plain(content: bytes | memoryview | None) -> bool:
    """Return whether content can be searched as text."""
    try:
        return "\0" not in bytes(content or b"").decode()
    except UnicodeDecodeError:
        return False

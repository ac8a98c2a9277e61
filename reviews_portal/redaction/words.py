"""Finds a passage in any text, however it is spelled there, and puts a mark in its place.

A passage is words in order. Between them may stand anything that is no word: spaces, a line break, a hyphen, either
apostrophe, simple markup. Accents and soft hyphens make no difference, nor does case unless it is asked for. A passage
is known by keyed digests of its words alone, so that it is found again when nobody holds it any more.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

MARK = "[redacted]"
SLUG_MARK = "redacted"
HIDDEN = "\u00ad\u200c\u200d\u2060\ufeff"  # stands within a word, and is not seen
HIDE = dict.fromkeys(map(ord, HIDDEN))
WORD = rf"[^\W_](?:[^\W_]|[\u0300-\u036f{HIDDEN}])*"
# Markup and what addresses write for a space or a sign: letters that are no words.
NO_WORD = r"</?(?:a|b|br|em|i|li|mark|p|span|strong|u)\s*/?>|&(?:#\w{1,6}|amp|apos|gt|lt|nbsp|quot);|%0[AD]|%2[0-9A-F]"
WORDS = re.compile(rf"(?:{NO_WORD})|({WORD})")


@dataclass(frozen=True)
class Passage:
    """What is looked for: the digest of so many words and, if case matters, that of the words with their capitals."""

    digest: str
    length: int
    exact_digest: str = ""
    mark: str = MARK


@dataclass(frozen=True)
class Span:
    """Where a passage stands in a text, and the mark that comes there."""

    start: int
    end: int
    mark: str


class Passages:
    """Some passages, to be found and replaced.

    `hint` has the words of the only passage, where they are still held: a text without them is passed over quickly.
    """

    def __init__(self, passages: Iterable[Passage], hint: Iterable[str] = ()) -> None:
        self.known: dict[int, dict[str, Passage]] = defaultdict(dict)
        for one in passages:
            if one.length:
                self.known[one.length][one.digest] = one
        self.hint = [plain(word) for word in hint]
        # What was redacted under a key that was rotated since is known as long as that key is a fallback.
        self.keys = [key_of(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]

    def __bool__(self) -> bool:
        return bool(self.known)

    def spans(self, text: str, *, any_case: bool = False) -> list[Span]:
        """Return where the passages stand in a text; with `any_case` in any, as where capitals are not kept."""
        if self.hint and not all(word in plain(text) for word in self.hint):
            return []
        standing = [match for match in WORDS.finditer(text) if match[1]]
        folded = [plain(match[1]) for match in standing]
        found = []
        for length, passages in self.known.items():
            for first in range(len(standing) - length + 1):
                run = standing[first : first + length]
                for key in self.keys:
                    passage = passages.get(digest(folded[first : first + length], key))
                    if passage and (any_case or is_exact(run, passage, key)):
                        found.append(Span(run[0].start(), run[-1].end(), passage.mark))
        apart: list[Span] = []
        for span in sorted(found, key=lambda span: (span.start, -span.end)):
            if not apart or span.start >= apart[-1].end:
                apart.append(span)
        return apart

    def stand_in(self, value: Any) -> bool:
        """Return whether a passage stands in a text, in bytes or in anything of JSON.

        In bytes that are no text only words that are still held are looked for: by digests it would take long.
        """
        if isinstance(value, bytes | memoryview) and not (self.hint or is_plain(value)):
            return False
        return any(self.spans(text) for text in texts_in(value))

    def replaced(self, value: Any) -> Any:
        """Return a text or anything of JSON with a mark in place of each passage."""
        if isinstance(value, str):
            inner = as_json(value)
            return self.marked(json.dumps(self.replaced(inner)) if inner and self.stand_in(inner) else value)
        if isinstance(value, list):
            return [self.replaced(one) for one in value]
        if isinstance(value, dict):
            return {name: one if name in OF_THE_CODE else self.replaced(one) for name, one in value.items()}
        return value

    def marked(self, text: str, mark: str = "", *, any_case: bool = False) -> str:
        """Return a text with marks in place of the passages: each its own, or this one."""
        for span in reversed(self.spans(text, any_case=any_case)):
            text = text[: span.start] + (mark or span.mark) + text[span.end :]
        return text


def plain(text: str, *, exact: bool = False) -> str:
    """Return a text without accents and what is not seen and, unless it is to be exact, in small letters."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text.translate(HIDE))
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return text if exact else text.casefold()


def words_of(text: str) -> list[str]:
    """Return the words of a text as they stand there."""
    return [match[1] for match in WORDS.finditer(text) if match[1]]


def passage_of(text: str, *, match_case: bool = False, mark: str = MARK) -> Passage:
    """Return a passage as it is looked for, from the words that somebody typed."""
    words, key = words_of(text), key_of(settings.SECRET_KEY)
    exact = digest([plain(word, exact=True) for word in words], key) if match_case else ""
    return Passage(digest([plain(word) for word in words], key), len(words), exact, mark)


def is_exact(run: list[re.Match], passage: Passage, key: bytes) -> bool:
    """Return whether words stand with the capitals of the passage, if these matter."""
    if not passage.exact_digest:
        return True
    return passage.exact_digest == digest([plain(match[1], exact=True) for match in run], key)


def key_of(secret: str) -> bytes:
    """Return the key of digests that is made from this secret."""
    return hashlib.sha256(f"redaction {secret}".encode()).digest()


def digest(words: list[str], key: bytes) -> str:
    """Return the digest of plain words: who has not the key learns nothing from it."""
    return hmac.digest(key, " ".join(words).encode(), "sha256").hex()


OF_THE_CODE = {"language", "layout", "look", "made_on", "workspace"}  # names in JSON whose values no person writes


def texts_in(value: Any) -> Iterator[str]:
    """Yield each text in a value, of bytes what they say as UTF-8; the names in JSON are the code's, not people's."""
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
    """Return what a text says as JSON, None if it is none: JSON may write a letter as a number."""
    if text[:1] in ("[", "{") and "\\" in text:
        try:
            return json.loads(text)
        except ValueError:
            return None
    return None


def is_plain(content: bytes | memoryview | None) -> bool:
    """Return whether content can be searched as text."""
    try:
        return "\0" not in bytes(content or b"").decode()
    except UnicodeDecodeError:
        return False

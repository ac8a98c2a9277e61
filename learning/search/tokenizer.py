"""Splits text into words and stems them, for records and queries alike, and alike on every engine.

The databases' own parsers and stop words differ ("cannabis/substance" is one word in one of them and two in the
other), so words are split and stemmed here, and the engines get tokens of plain letters and digits.
"""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from learning.utils.folding import BROKEN, HIDDEN, WITH_HIDDEN, fold, is_in_place, places

from .compounds import joined
from .spelling import one_spelling

WORD = re.compile(r"[^\W_]++(?:'[^\W_]++)*+")  # in folded text
AT_END_OF_LINE = re.compile(r"[-\u2010\u2011\u00ad;][^\S\n]*\n")
HYPHEN = re.compile("[-\u2010\u2011]")
JOINT = "\1"
LONGEST = 60  # characters of a token
# Words of which a question is made. A query ignores them unless they are in quotation marks.
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about am an and any are as at be been being but by can did do does for from get had has have how i if in
        into is it its know me my of on our should so that the their them there these they this those to us was we were
        what when where which who whom why will with would you your""",
    )
)
_stemmers = threading.local()  # a stemmer is not thread-safe


class Word(NamedTuple):
    """A word in lower case without accents, and its token in the index."""

    plain: str
    token: str


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    for plain in WORD.findall(fold(text)):
        yield Word(plain, stem(plain))


class TokensInPlace:
    """The tokens of a text, of which some are found again in the text."""

    def __init__(self, text: str) -> None:
        self.words = list(WORD.finditer(fold(text)))
        self.tokens = [stem(word[0]) for word in self.words]
        self.places = None if is_in_place(text) else places(text)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the start and end in the text of the words from one index to another."""
        start, end = self.words[first].start(), self.words[last].end()
        return (self.places[start][0], self.places[end - 1][1]) if self.places else (start, end)


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text in order."""
    return [stem(plain) for plain in WORD.findall(fold(text))]


def rejoined(text: str) -> list[str]:
    """Return the tokens of words broken at the end of a line, each joined into one word."""
    if not AT_END_OF_LINE.search(text):
        return []
    folded = BROKEN.sub(JOINT, fold(text, WITH_HIDDEN)).replace(HIDDEN, "")
    return [stem(word.replace(JOINT, "")) for word in re.findall(rf"[\w{JOINT}]++", folded) if JOINT in word]


def tokens_of_compounds(text: str) -> list[str]:
    """Return the tokens of hyphenated words, each joined into one word."""
    return [stem(plain) for plain in joined(fold(text))] if HYPHEN.search(text) else []


@lru_cache(maxsize=50_000)
def stem(plain: str) -> str:
    """Return the token of a word: the Snowball stem of its common spelling, in ASCII letters and digits only.

    Other letters are replaced by their code points, because the engines disagree about what is a letter.
    """
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english", 0)
    stemmed = _stemmers.english.stemWord(one_spelling(plain)).replace("'", "")
    token = "".join(letter if letter.isascii() and letter.isalnum() else f"u{ord(letter):x}" for letter in stemmed)
    return token[:LONGEST]

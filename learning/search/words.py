"""How words are read: the same for what is indexed and for what is typed, on every engine.

The databases' own stemmers and stop words differ ("cannabis/substance" is one word to one of them and two to the
other), so words are cut and stemmed here, and the engines are given tokens of plain letters and digits.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

WORD = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
LONGEST = 60  # characters of a token
# Words that a question is asked with; they are left out of it unless they stand in quotation marks.
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about am an and any are as at be been being but by can did do does for from get had has have how i if in
        into is it its know me my of on our should so that the their them there these they this those to us was we were
        what when where which who whom why will with would you your""",
    )
)
_stemmers = threading.local()  # a stemmer is not safe in two threads at once


class Word(NamedTuple):
    """A word of a text: where it stands, and the token that it is found by."""

    start: int
    end: int
    plain: str
    token: str


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    for match in WORD.finditer(text):
        if plain := plain_word(match[0]):
            yield Word(*match.span(), plain, stem(plain))


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text in order."""
    return [token for word in WORD.findall(text) if (token := token_of(word))]


@lru_cache(maxsize=50_000)
def token_of(word: str) -> str:
    """Return the token that a word is found by, "" if there is no letter in it."""
    return stem(plain_word(word))


@lru_cache(maxsize=50_000)
def plain_word(word: str) -> str:
    """Return a word in small letters without accents and with a straight apostrophe."""
    letters = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(plain: str) -> str:
    """Return the token of a plain word: its Snowball stem, in ASCII letters and digits only.

    Letters of other scripts are written as their numbers, because the engines disagree on what is a letter.
    """
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english", 0)
    stemmed = _stemmers.english.stemWord(plain).replace("'", "")
    token = "".join(letter if letter.isascii() and letter.isalnum() else f"u{ord(letter):x}" for letter in stemmed)
    return token[:LONGEST]

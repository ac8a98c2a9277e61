"""The first version of the folding, kept unchanged: only it finds the redactions that were confirmed with it.

A passage is a sequence of words with anything but words between them. Do not change anything here.
"""

import re
import unicodedata
from collections.abc import Iterator

HIDDEN = "\u00ad\u200c\u200d\u2060\ufeff"  # invisible, within a word
HIDE = dict.fromkeys(map(ord, HIDDEN))
WORD = rf"[^\W_](?:[^\W_]|[\u0300-\u036f{HIDDEN}])*"
# Markup, entities and percent-encoded characters: letters that are not words.
NO_WORD = r"</?(?:a|b|br|em|i|li|mark|p|span|strong|u)\s*/?>|&(?:#\w{1,6}|amp|apos|gt|lt|nbsp|quot);|%0[AD]|%2[0-9A-F]"
WORDS = re.compile(rf"(?:{NO_WORD})|({WORD})")


def plain(text: str, *, exact: bool = False) -> str:
    """Return a text without accents and invisible characters and, unless `exact`, in small letters."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text.translate(HIDE))
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return text if exact else text.casefold()


def words_of(text: str) -> list[tuple[int, int, str]]:
    """Return for each word of a text where it begins and ends, and the word itself."""
    return [(*match.span(1), match[1]) for match in WORDS.finditer(text) if match[1]]


def runs(text: str, lengths: set[int]) -> Iterator[tuple[int, int, str, str]]:
    """Yield each sequence of so many words: where it begins and ends, its folded form, and that with capitals."""
    standing = words_of(text)
    folded = [plain(word) for _, _, word in standing]
    for length in lengths:
        for first in range(len(standing) - length + 1):
            run = standing[first : first + length]
            exact = " ".join(plain(word, exact=True) for _, _, word in run)
            yield run[0][0], run[-1][1], " ".join(folded[first : first + length]), exact

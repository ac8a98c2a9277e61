"""The first version of the folding, kept as it was: redactions confirmed with it are found by it alone.

A passage is words in order, and between them anything that is no word. Nothing here is changed.
"""

import re
import unicodedata
from collections.abc import Iterator

HIDDEN = "\u00ad\u200c\u200d\u2060\ufeff"  # stands within a word, and is not seen
HIDE = dict.fromkeys(map(ord, HIDDEN))
WORD = rf"[^\W_](?:[^\W_]|[\u0300-\u036f{HIDDEN}])*"
# Markup and what addresses write for a space or a sign: letters that are no words.
NO_WORD = r"</?(?:a|b|br|em|i|li|mark|p|span|strong|u)\s*/?>|&(?:#\w{1,6}|amp|apos|gt|lt|nbsp|quot);|%0[AD]|%2[0-9A-F]"
WORDS = re.compile(rf"(?:{NO_WORD})|({WORD})")


def plain(text: str, *, exact: bool = False) -> str:
    """Return a text without accents and what is not seen and, unless it is to be exact, in small letters."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text.translate(HIDE))
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return text if exact else text.casefold()


def words_of(text: str) -> list[tuple[int, int, str]]:
    """Return where each word of a text begins and ends, and the word as it stands there."""
    return [(*match.span(1), match[1]) for match in WORDS.finditer(text) if match[1]]


def runs(text: str, lengths: set[int]) -> Iterator[tuple[int, int, str, str]]:
    """Yield each stretch of so many words: where it begins and ends, what its digest is made of, and with capitals."""
    standing = words_of(text)
    folded = [plain(word) for _, _, word in standing]
    for length in lengths:
        for first in range(len(standing) - length + 1):
            run = standing[first : first + length]
            exact = " ".join(plain(word, exact=True) for _, _, word in run)
            yield run[0][0], run[-1][1], " ".join(folded[first : first + length]), exact

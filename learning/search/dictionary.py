"""English words. They are never corrected, and only they are suggested for a mistyped word.

The list is pyspellchecker's: American spelling, with first names and surnames. It is loaded when a query first
contains a word that is not in the index, and stored as one string, which takes a tenth of the memory of a set.
"""

import gzip
import json
import re
from functools import cache
from importlib.resources import files

from .spelling import american

NEAR = 2  # letters by which a mistyped word may be longer or shorter than the intended one


@cache
def words() -> str:
    """Return all words in lower case, each on its own line, with a newline before the first."""
    packed = files("spellchecker").joinpath("resources", "en.json.gz").read_bytes()
    return "\n".join(["", *filter(str.isalpha, json.loads(gzip.decompress(packed))), ""])


def is_word(plain: str) -> bool:
    """Return whether this is an English word or name, in British or American spelling."""
    return any(f"\n{one}\n" in words() for one in {plain, american(plain)})


def like(plain: str) -> list[str]:
    """Return words with the same first letter and about the same length, as candidates for a correction."""
    shortest, longest = max(len(plain) - NEAR - 1, 1), len(plain) + NEAR - 1
    return re.findall(rf"(?m)^{re.escape(plain[0])}[a-z]{{{shortest},{longest}}}$", words())

"""English words: what is one is never corrected, and nothing else is offered instead of what was mistyped.

They are the list of pyspellchecker, in American spelling, with first names and surnames. They are read when a word is
not found for the first time, and kept as one string, which is a tenth of what a set of them takes.
"""

import gzip
import json
import re
from functools import cache
from importlib.resources import files

from .spelling import american

NEAR = 2  # letters by which a mistyped word may be longer or shorter than what was meant


@cache
def words() -> str:
    """Return all words in small letters, each on a line of its own, with a line's end before the first."""
    packed = files("spellchecker").joinpath("resources", "en.json.gz").read_bytes()
    return "\n".join(["", *filter(str.isalpha, json.loads(gzip.decompress(packed))), ""])


def is_word(plain: str) -> bool:
    """Return whether this is an English word or name, in British or American spelling."""
    return any(f"\n{one}\n" in words() for one in {plain, american(plain)})


def like(plain: str) -> list[str]:
    """Return words that begin with the same letter and are about as long: what may have been meant is among them."""
    shortest, longest = max(len(plain) - NEAR - 1, 1), len(plain) + NEAR - 1
    return re.findall(rf"(?m)^{re.escape(plain[0])}[a-z]{{{shortest},{longest}}}$", words())

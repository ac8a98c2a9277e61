"""Which language a text is in: English, or Welsh if its words are Welsh."""

import re
import tomllib
from pathlib import Path

FEWEST = 3  # words: the shortest text whose language can be told
WELSH, ENGLISH = (
    frozenset(words.split()) for words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text()).values()
)
SHARE = 0.15  # the share of words that are short Welsh ones; most texts in Welsh have at least a quarter


def language_of(text: str, said: str = "") -> str:
    """Return "cy" for a text in Welsh, or else the language that the document states, or "en"."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower().replace("’", "'"))
    welsh, english = (sum(word in known for word in words) for known in (WELSH, ENGLISH))
    if len(words) >= FEWEST and welsh > english and welsh >= SHARE * len(words):
        return "cy"
    return said.partition("-")[0] or "en"

"""The names of the partnerships, boards and committees that commission reviews, as documents state them."""

import re
from collections.abc import Iterable, Iterator

from .review_kinds import NAMES, kind_of
from .subjects import SUBJECT, in_title_case

BODY = "|".join(NAMES["bodies"])
MAY_NAME = re.compile(r"partner|board|panel|committee|executive|england|bwrdd", re.IGNORECASE)  # to be quick
WELSH = re.compile(r"Bwrdd Diogelu(?: [A-Z][\w’'-]+| a(?:c|[’']r|r)?(?= [A-Z]))+")
WORD = r"(?!Bwrdd\b|Diogelu\b|Rhanbarthol\b)[A-Z][\w’'.-]*"
# Up to ten words of a place before the body, or the place after it: "Safeguarding Panel for Lough Erril and Moyard".
NAMED = re.compile(
    rf"\b(?:(?:{WORD}|and|of|the|with|&|upon|on|in|y),? ){{0,10}}?(?:{WORD} )?"
    rf"(?:{BODY})(?: (?:for|of)(?: [A-Z][\w’'-]+| and| the)+(?<! and)(?<! the))?"
)
# Abbreviations with or without a place: "Harrowdene SCP", "SSCB".
SHORT = re.compile(
    r"(?:[A-Z][\w’'.-]+ (?:(?:and|of|the|&|upon) )?){1,4}(?:L?SCP|L?SCB|L?SAB|R?SB|CSP|CPC|APC|SAPB)\b|"
    r"\b[A-Z]{1,4}(?:SCP|SCB|SAB|CSP|CPC|APC)\b"
)
# Words before the name of a body in a line that are not part of it.
BEFORE = re.compile(
    r".*\b(?:briefing|bulletin|review|report|summary|newsletter|plan|response|brief|statement|author|chair|"
    r"published|commissioned|produced|prepared|by|from)\b[:,]?\s+(?=[A-Z])",
    re.IGNORECASE,
)
# Bodies that documents name besides the one that commissioned a review.
OTHERS = re.compile("|".join(NAMES["other_bodies"]))


def names_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the bodies that a text names, each as its name and as it is printed."""
    for line in filter(MAY_NAME.search, text.split("\n")):
        words = " ".join(line.split())
        written = in_title_case(words) if words.isupper() else words
        for found in NAMED.finditer(written):
            name = BEFORE.sub("", found[0])
            if subject := SUBJECT.match(name):
                name = name[subject.end() :]
            name = re.sub(r"^\W*(?:(?:the|of|and|by|in|on|with)\b[ ,]*)+", "", name, flags=re.IGNORECASE)
            if name:
                start = found.end() - len(name)
                yield name, words[start : found.end()]
        for found in WELSH.finditer(words):
            if not NAMED.search(found[0]):
                yield found[0], found[0]


def partnership_in(texts: Iterable[str]) -> str:
    """Return the body that texts name first: with its place if possible, and in English if possible."""
    names = [name for text in texts for name, _ in names_in(text)]
    own = [name for name in names if not OTHERS.fullmatch(name)]
    placed = [name for name in own if not re.fullmatch(BODY, name)]
    english = [name for name in placed if not re.match("Bwrdd", name)]
    return next(iter([*english, *placed]), "")


def bare_or_short_in(texts: list[str]) -> str:
    """Return a body that texts name in short, "Harrowdene SCP", or else without its place."""
    for text in texts:
        if (found := SHORT.search(text)) and not kind_of(found[0]):
            return found[0]
    return next((name for text in texts for name, _ in names_in(text) if not OTHERS.fullmatch(name)), "")

"""The kinds of review that documents name, such as "Domestic Homicide Review" or "SAR"."""

import re
import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "names.toml"
NAMES = tomllib.loads(FILE.read_text())


def short_of(kind: dict[str, Any]) -> re.Pattern[str] | None:
    """Return the pattern of the abbreviations of a kind of review, in capitals only, or None if it has none."""
    return re.compile(rf"\b(?:{'|'.join(kind['short'])})s?\b") if "short" in kind else None


KINDS = [
    (kind["slug"], re.compile(rf"\b(?:{'|'.join(kind['names'])})s?\b", re.IGNORECASE), short_of(kind))
    for kind in NAMES["kind"]
]
LEARNING_REVIEW, FOR_ADULTS = "learning-review", "learning-review-for-adults"
ANY_KIND = "|".join(
    [*(f"(?i:{name})" for kind in NAMES["kind"] for name in kind["names"])]
    + [f"(?:{name})s?" for kind in NAMES["kind"] for name in kind.get("short", [])]
)


def kind_of(text: str) -> str | None:
    """Return the slug of the kind of review that a text names first. Abbreviations count in capitals only."""
    first: tuple[int, str] | None = None
    for slug, names, short in KINDS:
        named, shortened = names.search(text), short.search(text) if short else None
        for found in filter(None, (named, shortened)):
            if first is None or found.start() < first[0]:
                first = (found.start(), slug)
    return first[1] if first else None

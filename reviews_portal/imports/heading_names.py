"""The names that documents give to their sections, and the type of statement found under each."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .draft import Type

FILE = Path(__file__).parent / "heading_names.toml"
# Kinds of review and of document, whose names say nothing about the text under them.
KINDS = re.compile(
    r"\b(?:learning review|lessons? learned review|practice (?:review|briefing)|action learning set|message from|"
    r"learning (?:bulletin|briefing|report|summary|event)|learning from (?:case|practice|serious case) reviews?)s?\b",
    re.IGNORECASE,
)


# Names that the administrators of a portal have added, in lower case.
added: dict[str, Type] = {}


def add_names(names: Mapping[str, str]) -> None:
    """Add names of headings with the types of statement under them, for this process only."""
    added.update({plain(name): Type(type) for name, type in names.items()})


def plain(heading: str) -> str:
    """Return a heading in the form for comparison with added names: lower case, without number and punctuation."""
    words = re.sub(r"^[\d.()\s]+", "", heading)
    return " ".join(words.split()).strip(" .:;–—-").casefold()


def type_of(heading: str) -> Type | None:
    """Return the type of the statements under a heading, or None if its words do not state one."""
    if named := added.get(plain(heading)):
        return named
    words = " ".join(KINDS.sub("review", heading).split())
    return next((type for type, pattern in patterns() if pattern.search(words)), None)


@cache
def patterns() -> list[tuple[Type, re.Pattern[str]]]:
    """Return the types and the patterns of their names, in order of precedence."""
    return [(Type(section["type"]), pattern_of(section)) for section in tomllib.loads(FILE.read_text())["section"]]


def pattern_of(section: dict) -> re.Pattern[str]:
    """Return the pattern that finds any of the names of a section in a heading."""
    none = ["(?!)"]
    anywhere, beginning = ("|".join(section.get(name, none)) for name in ("anywhere", "beginning"))
    return re.compile(rf"\b(?:{anywhere})\b|^\W*(?:the |our |some |key |a )?(?:{beginning})\b", re.IGNORECASE)

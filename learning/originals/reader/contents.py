"""What was read from a file."""

import re
import time
from dataclasses import dataclass, field

MOST_TEXT = 5_000_000  # characters
MOST_DETAILS = 100  # of one finding
LONGEST_DETAIL = 300  # characters
SECONDS = 15  # after which no further page is read
UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # PostgreSQL stores neither NUL nor halves of surrogate pairs


class Refused(Exception):
    """A file that is not accepted; the message says why and what to do."""


def storable(text: str) -> str:
    """Return a text without characters that a database refuses."""
    return UNSTORABLE.sub("", text)


@dataclass
class Contents:
    """The text of a file, its number of pages or slides, and what it contains besides its text.

    `unsearched` says why words may be in the file that are not in `text`.
    """

    pages: int | None = None
    texts: list[str] = field(default_factory=list)
    findings: dict[str, list[str]] = field(default_factory=dict)
    unsearched: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    length: int = 0
    has_body: bool = False  # whether the body of an Office file has text

    def add_text(self, text: str) -> None:
        """Add a piece of text, up to a limit."""
        self.length += len(text)
        if self.length <= MOST_TEXT:
            self.texts.append(storable(text))
        else:
            self.cannot_search("The file has too much text.")

    def found(self, what: str, *details: str) -> None:
        """Note something besides the text, unless its details are empty.

        What is not shown in full can still be searched.
        """
        for detail in details:
            plain = " ".join(storable(detail).split())
            held = self.findings.setdefault(what, []) if plain else []
            if plain and plain not in held:
                if len(held) < MOST_DETAILS:
                    held.append(plain[:LONGEST_DETAIL])
                if len(plain) > LONGEST_DETAIL or len(held) >= MOST_DETAILS:
                    self.add_text(plain)

    def cannot_search(self, why: str) -> None:
        """Note why not all words of the file are in its text."""
        if why not in self.unsearched:
            self.unsearched.append(why)

    @property
    def is_late(self) -> bool:
        """Whether the time for reading is over."""
        return time.monotonic() - self.began > SECONDS

    def as_data(self) -> dict:
        """Return everything as JSON can hold it."""
        return {
            "pages": self.pages,
            "text": "\n".join(self.texts),
            "findings": [f"{what}: {one}" for what, details in self.findings.items() for one in details],
            "unsearched": self.unsearched,
        }

"""What is planned for the rows of a working copy: records, and what documents say about recommendations."""

from dataclasses import dataclass, field
from typing import Any

from learning.models import SourceDocument
from reviews_portal.editing.models import Row
from reviews_portal.editing.models.row_kind import Becomes


@dataclass(eq=False)
class Planned:
    """A record that a row becomes."""

    row: Row
    becomes: Becomes
    document: SourceDocument
    values: dict[str, Any]  # its columns, except its position
    tags: dict[str, list[Any]] = field(default_factory=dict)
    above: "Planned | None" = None  # the item or part that it stands under
    under: str = ""  # the reference of the item that it stands under, if that is not the one above it
    parts: "list[Planned]" = field(default_factory=list)
    tail: Row | None = None
    misplaced: str = ""  # what is wrong with its place among the rows

    @property
    def words(self) -> str:
        """All its words, including those of its parts and its closing text."""
        own = [self.values[name] for name in ("text", "stem", "title") if name in self.values]
        parts = [part.values["text"] for part in self.parts]
        return "\n".join(filter(None, [*own, *parts, self.values.get("tail", "")]))


@dataclass(frozen=True)
class Answer:
    """A recommendation that a row names, or a part of it."""

    recommendation: Planned
    part: Planned | None = None


@dataclass(eq=False)
class Quoted:
    """A row that becomes a planned action, a response or an agency involved, and what it answers."""

    row: Row
    above: Planned | None = None  # the recommendation above it in its chapter
    answers: list[Answer] = field(default_factory=list)
    problem: str = ""  # why its recommendations are not clear


@dataclass
class Plan:
    """All records that the rows of a working copy become, in document order, and the rows that become nothing."""

    records: list[Planned]
    unmarked: list[Row]
    misplaced: list[tuple[Row, str]]  # such as parts without a recommendation above them, and headings too long
    quoted: list[Quoted] = field(default_factory=list)  # actions, responses and agencies that are not recorded yet

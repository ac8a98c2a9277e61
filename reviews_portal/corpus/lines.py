"""The lines of the files of a corpus, with errors that name the file and the line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db.models import Model

from learning.utils.clean_text import clean

VOCABULARY, REVIEWS, ITEMS = "vocab.json", "reviews.jsonl", "items.jsonl"


@dataclass(frozen=True)
class Line:
    """One record of a JSON Lines file, with its file and line number."""

    file: Path
    number: int
    values: dict[str, Any]

    def error(self, what: str) -> CommandError:
        """Return an error for this line; `what` says what is wrong and what to do."""
        return CommandError(f"{self.file}, line {self.number}: {what}")

    def get(self, name: str, kind: type = str) -> Any:
        """Return a value of this type. Raises CommandError if it is missing, empty or of another type."""
        value = self.values.get(name)
        if isinstance(value, str):
            value = clean(value)
        if not isinstance(value, kind) or value == "":
            raise self.error(f'"{name}" is missing, empty or no {kind.__name__}. Give one.')
        return value

    def get_optional(self, name: str) -> str:
        """Return a text, or "" if it is missing. Raises CommandError if it is something else."""
        return self.get(name) if self.values.get(name, "") != "" else ""

    def get_known(self, name: str, known: dict[str, str], what: str) -> list[str]:
        """Return a list of slugs without repetitions. Raises CommandError for a slug that the vocabulary lacks."""
        slugs = self.get(name, list)
        for slug in slugs:
            if not isinstance(slug, str) or slug not in known:
                raise self.error(f"{VOCABULARY} has no {what} {slug!r}. Add it there or correct it here.")
        return list(dict.fromkeys(slugs))

    def check(self, record: Model, *exclude: str) -> None:
        """Raise CommandError for values that a form would refuse, because bulk operations do not validate."""
        try:
            record.clean_fields(exclude={*exclude})
        except ValidationError as error:
            wrong = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
            raise self.error(f"{wrong} Correct it.") from error


def read_lines(file: Path) -> Iterator[Line]:
    """Yield the records of a file, one at a time; raise CommandError for a line that is not one."""
    with file.open("rb") as lines:
        for number, text in enumerate(lines, 1):
            try:
                values = json.loads(text)
            except ValueError as error:
                raise Line(file, number, {}).error(f"This is not JSON ({error}). Write one record a line.") from error
            if not isinstance(values, dict):
                raise Line(file, number, {}).error('This is not a record. Write one a line: {"id": …}.')
            yield Line(file, number, values)

"""The generation of the search index: its number and token, which tell whether what is kept in memory is current."""

from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest

from learning.models.search_entry import SearchGeneration


class Generation(NamedTuple):
    """A state of the published content: its number, the number of the last rebuild, and the most recent tokens."""

    number: int = 0
    complete_since: int = 0
    tokens: str = ""

    @property
    def token(self) -> str:
        """The token of this generation."""
        return self.tokens[: SearchGeneration.TOKEN]


def read_generation() -> Generation:
    """Return the current generation of the database."""
    # In SQL, because every request runs this query: the ORM takes longer to build it than the database to answer.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, complete_since, tokens FROM {SearchGeneration._meta.db_table} WHERE id = 1")  # noqa: S608
        return Generation(*(cursor.fetchone() or ()))


def begin(request: HttpRequest) -> Generation:
    """Read the generation for a request, before it reads anything else.

    Only then may others be shown what it reads: a record that was read before its generation may be older.
    """
    request._generation = read_generation()  # type: ignore[attr-defined]
    request._keeps_for_others = True  # type: ignore[attr-defined]
    return request._generation  # type: ignore[attr-defined]


def generation_for(request: HttpRequest) -> Generation:
    """Return the generation for this request: the same for everything on a page."""
    if not hasattr(request, "_generation"):
        request._generation = read_generation()  # type: ignore[attr-defined]
    return request._generation  # type: ignore[attr-defined]

"""Chooses the file that knows the database's own full-text search."""

from types import ModuleType

from django.db import connections
from pyroaring import BitMap

from . import postgresql, sqlite

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def install(using: str = "default", **kwargs) -> None:
    """Make what the engine needs beside the tables of the models; called after each migrate."""
    connection = connections[using]
    if sqlite.TABLE in connection.introspection.table_names():
        ENGINES[connection.vendor].install(connection)


def take_stock(using: str = "default") -> None:
    """Let the database count what its tables hold: after much was loaded at once it would choose poor plans."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in ENGINES[connection.vendor].TAKE_STOCK:
            cursor.execute(statement)


def forget(using: str = "default") -> None:
    """Let the engine give up words that no entry holds any more, which it may keep beside the tables of the models."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in ENGINES[connection.vendor].FORGET:
            cursor.execute(statement)


def entries_with(
    tokens: tuple[str, ...], *, in_title: bool = False, begun: bool = False, using: str = "default"
) -> BitMap:
    """Return the ids of the entries that hold these tokens side by side."""
    connection = connections[using]
    (found,) = ENGINES[connection.vendor].matches(connection, [(tokens, in_title)], begun=begun)
    return BitMap(found)


def entries_with_each(asked: list[tuple[tuple[str, ...], bool]], using: str = "default") -> list[BitMap]:
    """Return the same for several token sequences, each with whether to look in the title only, in one query."""
    connection = connections[using]
    return [BitMap(found) for found in ENGINES[connection.vendor].matches(connection, asked)]

"""Calls the module for the database engine's own full-text search."""

from types import ModuleType

from django.db import connections
from pyroaring import BitMap

from . import postgresql, sqlite

ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def install(using: str = "default", **kwargs) -> None:
    """Create what the engine's full-text search needs beside the models' tables; called after each migrate."""
    connection = connections[using]
    if sqlite.TABLE in connection.introspection.table_names():
        ENGINES[connection.vendor].install(connection)


def take_stock(using: str = "default") -> None:
    """Update the database's statistics. Without them it chooses poor query plans after a bulk load."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in ENGINES[connection.vendor].TAKE_STOCK:
            cursor.execute(statement)


def forget(using: str = "default") -> None:
    """Remove words from the engine's full-text index that no entry contains any more."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in ENGINES[connection.vendor].FORGET:
            cursor.execute(statement)


def entries_with(
    tokens: tuple[str, ...], *, in_title: bool = False, begun: bool = False, using: str = "default"
) -> BitMap:
    """Return the ids of the entries that contain these tokens as a phrase.

    With `in_title` only titles are searched. With `begun` the last token may be the beginning of a word.
    """
    connection = connections[using]
    (found,) = ENGINES[connection.vendor].matches(connection, [(tokens, in_title)], begun=begun)
    return BitMap(found)


def entries_with_each(asked: list[tuple[tuple[str, ...], bool]], using: str = "default") -> list[BitMap]:
    """Return the ids of the entries for each phrase, in one query; True beside a phrase searches titles only."""
    connection = connections[using]
    return [BitMap(found) for found in ENGINES[connection.vendor].matches(connection, asked)]

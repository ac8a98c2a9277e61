"""Full-text search in SQLite: an FTS5 table over the entries, updated by triggers."""

import json
from itertools import chain

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "learning_searchentry"
UNLEARN = "INSERT INTO search_fts(search_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);"
LEARN = "INSERT INTO search_fts(rowid, title, body) VALUES (new.id, new.title, new.body);"
INSTALL = [
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS search_fts
    USING fts5(title, body, content={TABLE}, content_rowid=id, tokenize=ascii)""",
    "DROP TRIGGER IF EXISTS search_fts_insert",
    f"CREATE TRIGGER search_fts_insert AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
    "DROP TRIGGER IF EXISTS search_fts_delete",
    f"CREATE TRIGGER search_fts_delete AFTER DELETE ON {TABLE} BEGIN {UNLEARN} END",
    "DROP TRIGGER IF EXISTS search_fts_update",
    f"""CREATE TRIGGER search_fts_update AFTER UPDATE ON {TABLE}
    WHEN old.title <> new.title OR old.body <> new.body BEGIN {UNLEARN} {LEARN} END""",
]
FORGET = ["INSERT INTO search_fts(search_fts) VALUES ('rebuild')", "ANALYZE"]
TAKE_STOCK = ["PRAGMA analysis_limit = 2000", "ANALYZE"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the table and its triggers: a migration that rebuilds the entries' table drops the triggers silently."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)


def matches(
    connection: BaseDatabaseWrapper, asked: list[tuple[tuple[str, ...], bool]], *, begun: bool = False
) -> list[list[int]]:
    """Return for each phrase the ids of the entries that contain its tokens; True beside it searches titles only.

    With `begun` the last token may be the beginning of a word.
    """
    # Tokens are letters and digits only, and quoted, so user input never reaches FTS5 as syntax.
    expressions = [
        f'{"{title}" if in_title else "{title body}"} : "{" ".join(tokens)}"{" *" if begun else ""}'
        for tokens, in_title in asked
    ]
    one = "SELECT %s, json_group_array(rowid) FROM search_fts WHERE search_fts MATCH %s"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(asked)), list(chain.from_iterable(enumerate(expressions))))
        return [json.loads(found) for _, found in sorted(cursor.fetchall())]

"""Full-text search in PostgreSQL: two generated columns of the entries' table, each with a GIN index."""

from operator import itemgetter

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "learning_searchentry"
# The tokens are stemmed already; `simple` leaves them as they are.
INSTALL = [
    f"""ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS title_words tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', title)) STORED""",
    f"""ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS words tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', title || ' 0gap0 ' || body)) STORED""",
    f"CREATE INDEX IF NOT EXISTS search_title_words ON {TABLE} USING gin (title_words)",
    f"CREATE INDEX IF NOT EXISTS search_words ON {TABLE} USING gin (words)",
]
FORGET: list[str] = []  # its indexes are written anew with their tables
TAKE_STOCK = ["ANALYZE"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the columns and their indexes where they are not there yet."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)


def matches(
    connection: BaseDatabaseWrapper, asked: list[tuple[tuple[str, ...], bool]], *, begun: bool = False
) -> list[list[int]]:
    """Return the ids of the entries that hold these tokens side by side, in the title (True) or anywhere, for each.

    With `begun` the last token may be the beginning of a word.
    """
    # Every token is letters and digits, and quoted: nothing typed reaches PostgreSQL as syntax.
    parts, values = [], list[int | str]()
    for number, (tokens, in_title) in enumerate(asked):
        column = "title_words" if in_title else "words"
        parts.append(f"SELECT %s, array_agg(id) FROM {TABLE} WHERE {column} @@ %s::tsquery")  # noqa: S608
        values += [number, " <-> ".join(f"'{token}'" for token in tokens) + (":*" if begun else "")]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [found or [] for _, found in sorted(cursor.fetchall(), key=itemgetter(0))]

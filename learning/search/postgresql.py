"""Full-text search in PostgreSQL: two generated tsvector columns of the entries' table, each with a GIN index."""

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
FORGET: list[str] = []  # the GIN indexes are rebuilt when their table is
TAKE_STOCK = ["ANALYZE"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the columns and their indexes if they do not exist."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)


def matches(
    connection: BaseDatabaseWrapper, asked: list[tuple[tuple[str, ...], bool]], *, begun: bool = False
) -> list[list[int]]:
    """Return for each phrase the ids of the entries that contain its tokens; True beside it searches titles only.

    With `begun` the last token may be the beginning of a word.
    """
    # Tokens are letters and digits only, and quoted, so user input never reaches PostgreSQL as syntax.
    parts, values = [], list[int | str]()
    for number, (tokens, in_title) in enumerate(asked):
        column = "title_words" if in_title else "words"
        parts.append(f"SELECT %s, array_agg(id) FROM {TABLE} WHERE {column} @@ %s::tsquery")  # noqa: S608
        values += [number, " <-> ".join(f"'{token}'" for token in tokens) + (":*" if begun else "")]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [found or [] for _, found in sorted(cursor.fetchall(), key=itemgetter(0))]

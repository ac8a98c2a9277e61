"""A draft review that is open for editing, with a few rows."""

import pytest

from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import Row, RowKind, WorkingCopy

WORDS = ["What we learned", "Nobody asked who lived in the home.", "Agencies should meet every week."]


@pytest.fixture
def editor(world):
    return world.people["partnership-editor"]


@pytest.fixture
def copy(world, editor) -> WorkingCopy:
    """Return the working copy of the draft of the world, with three rows that have no kind, and no others."""
    copy = open_copy(world.reviews["draft"].review, by=editor)
    copy.rows.all().delete()
    add_rows(copy, [NewRow(words) for words in WORDS], after=None, by=editor)
    return copy


@pytest.fixture
def rows(copy) -> list[Row]:
    return list(copy.rows.in_order())


@pytest.fixture
def client(client_of):
    return client_of("partnership-editor")


@pytest.fixture
def at(copy):
    """Return a function that gives an address below that of the review."""
    return lambda what: f"/manage/reviews/{copy.review.slug}/{what}"


@pytest.fixture
def sent():
    """Return a function that gives what the form of a row sends, with other values for some fields."""

    def fields(row: Row, **other) -> dict:
        row.refresh_from_db()
        return {
            "revision": row.revision,
            "row": row.pk,
            "kind": row.kind,
            "words": row.words,
            "themes": ", ".join(theme.name for theme in row.themes.all()),
            "agencies": ", ".join(row.relevant_to),
            "level": row.level,
            "scope": row.scope,
            "address_state": row.address_state,
        } | other

    return fields


@pytest.fixture
def words_in_order(copy):
    """Return a function that gives the words of the rows as they stand in the document."""
    return lambda: list(copy.rows.kept().in_order().values_list("words", flat=True))


@pytest.fixture
def finding(rows) -> Row:
    """Return a row that is a finding, without themes."""
    rows[1].kind = RowKind.FINDING
    rows[1].save()
    return rows[1]

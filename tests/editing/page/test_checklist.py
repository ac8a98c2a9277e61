"""What the page “Check before publication” says of the rows is true."""

from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import RowKind


def test_it_says_that_there_is_no_text_only_where_there_is_none(client, at, rows, copy):
    page = client.get(at("check/")).text
    assert "Choose a type of text for this row, or remove it." in page
    assert "There is no text yet." not in page
    copy.rows.all().delete()
    assert "There is no text yet." in client.get(at("check/")).text


def test_a_printed_number_is_named_once(client, at, rows):
    rows[1].label, rows[1].words = "2", "2. Nobody asked who lived in the home."
    rows[1].save()
    assert "Not marked: 2. Nobody asked" in " ".join(client.get(at("check/")).text.split())
    rows[1].kind, rows[1].words = "recommendation", "Ask who lives in the home."
    rows[1].save()
    assert "Recommendation 2: Ask who lives" in " ".join(client.get(at("check/")).text.split())


def test_rows_with_the_same_problem_stand_together(client, at, rows):
    page = " ".join(client.get(at("check/")).text.split())
    assert page.count("Choose a type of text for this row, or remove it.") == 1
    assert "Choose a type of text for this row, or remove it. (3)" in page
    assert all(f"?row={row.pk}#row-{row.pk}" in page for row in rows)


def test_the_page_says_when_nothing_is_left_to_do(client, at, copy, editor):
    assert "Nothing is left to do" not in client.get(at("check/")).text
    copy.rows.all().delete()
    add_rows(copy, [NewRow("What happened is written here.", RowKind.BACKGROUND)], after=None, by=editor)
    page = client.get(at("check/")).text
    assert "Nothing is left to do before publication." in page
    assert f'<a class="button" href="{at("publication/")}">Publish…</a>' in " ".join(page.split())

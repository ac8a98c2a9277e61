"""What the editing page costs: a number of queries that does not grow with the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import Agency, Theme
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import Row, RowKind

PAGE, CHECKLIST, SAVED = 30, 33, 16  # the checklist reads each kind of text that readers see


def queries(do) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert do().status_code < 400
    return [query["sql"][:200] for query in captured.captured_queries]


@pytest.fixture
def many(copy, editor, world) -> list[Row]:
    kinds = [RowKind.HEADING, RowKind.FINDING, RowKind.RECOMMENDATION]
    rows = add_rows(copy, [NewRow(f"Row {n}.", kinds[n % 3]) for n in range(320)], after=None, by=editor)
    themes, agencies = list(Theme.objects.all()[:4]), list(Agency.objects.all()[:2])
    for field, records in (("themes", themes), ("agencies", agencies)):
        through = getattr(Row, field).through
        key = {"themes": "theme", "agencies": "agency"}[field]
        through.objects.bulk_create(through(row=row, **{key: one}) for row in rows[:300] for one in records)
    return rows


def test_the_page_of_three_hundred_rows(client, at, many):
    found = queries(lambda: client.get(at("edit/")))
    assert len(found) <= PAGE, "\n".join(found)
    assert client.get(at("edit/")).text.count('name="rows"') == 300
    assert "Row 319." in client.get(at("edit/?page=2")).text


def test_the_checklist_of_three_hundred_rows(client, at, many):
    found = queries(lambda: client.get(at("check/")))
    assert len(found) <= CHECKLIST, "\n".join(found)


def test_the_page_with_a_row_is_found(client, at, many):
    assert many[-1].words in client.get(at(f"edit/?row={many[-1].pk}")).text
    answer = client.post(at(f"rows/{many[-1].pk}/move/up/"))
    assert f"?page=2#row-{many[-1].pk}" in answer["Location"]


def test_a_row_is_saved_with_few_queries(client, at, many, sent):
    fields = sent(Row.objects.get(pk=many[1].pk), words="Other words.")
    found = queries(lambda: client.post(at(f"rows/{many[1].pk}/"), fields, HTTP_ACCEPT="application/json"))
    assert len(found) <= SAVED, "\n".join(found)

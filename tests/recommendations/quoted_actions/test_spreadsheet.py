"""The spreadsheet of planned actions: a row for each action of the recommendations in the list."""

import csv
import io

import pytest

from recommendations.models import Recommendation
from reviews_portal.audit.models import AuditEntry
from tests.documents.printed import ACTIONS, MISSING, deed, plan_with_actions

pytestmark = pytest.mark.django_db
FILE = "/recommendations/actions.csv"


def rows(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_it_has_a_row_for_each_action_with_the_words_as_printed(client, world):
    review = plan_with_actions()
    found = [row for row in rows(client.get(f"{FILE}?sort=reference")) if row["Review"] == review.title]
    own = {one.short_label: one.reference for one in Recommendation.objects.filter(review=review)}
    named = [(place, *action) for place, action in enumerate(ACTIONS, start=1) if action[0]]
    assert [row["Action"] for row in found] == [deed(place) for place, *_ in named]
    for row, (place, above, label, columns) in zip(found, named, strict=True):
        values = MISSING | columns
        assert (row["Recommendation"], row["Recommendation number"]) == (own[above], above)
        assert (row["Action number"], row["Place"], row["Plan published"]) == (label, f"page {place}", "undated")
        for name in ("lead", "due", "status", "progress", "evidence", "outcome"):
            assert row[name.capitalize()] == values[name]
        assert row["Other columns"] == "\n".join(f"{heading}: {text}" for heading, text in values["further_columns"])
        assert row["Address"] == f"http://testserver/recommendations/{own[above]}/#action-10-{100 + place}"
    assert [row["Due date"] for row in found] == ["2020-09-30", "", "", "", "2021-01-01", ""]


def test_it_follows_the_filters_of_the_list(client, world):
    review = plan_with_actions()
    narrowed = rows(client.get(f"{FILE}?partnership=northshire"))
    assert narrowed
    assert review.title not in {row["Review"] for row in narrowed}
    page = client.get("/recommendations/?partnership=northshire&nonsense=1").text
    assert f'href="{FILE}?partnership=northshire"' in page


@pytest.mark.parametrize("role", ["anyone", "practitioner", "member", "administrator"])
def test_it_has_what_the_reader_may_see_and_no_drafts(client_of, world, role):
    seen = {"anyone": "0", "practitioner": "01", "member": "012", "administrator": "012"}[role]
    browser = client_of(role)
    before = AuditEntry.objects.count()
    found = rows(browser.get(FILE))
    assert {row["Action"] for row in found} == {f"Deed quokka{number}" for number in seen}
    marks = {row["Action"]: row["Audience"] for row in found}
    assert marks["Deed quokka0"] == ""
    assert all(marks.get(f"Deed quokka{number}", "restricted") for number in "12")
    assert AuditEntry.objects.count() - before == (0 if role == "anyone" else 1)


def test_the_list_offers_it_only_if_there_are_actions(client, django_db_setup, db):
    assert FILE not in client.get("/recommendations/").text
    assert rows(client.get(FILE)) == []


def test_a_cell_that_begins_like_a_formula_is_defused(client, world):
    action = world.reviews["draft"].review.quotedactions.first()
    action.text = "=HYPERLINK(1)"
    action.save()
    action.review.status = "published"
    action.review.save()
    assert "'=HYPERLINK(1)" in {row["Action"] for row in rows(client.get(FILE))}

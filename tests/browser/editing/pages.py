"""What the tests do on the page of a whole review."""

import re

from playwright.sync_api import expect

from ..conftest import manage

LOOK = """
from reviews_portal.editing.models import Row
for row in Row.objects.kept().filter(copy__review__code="R9190").in_order():
    print("row", row.kind, len(row.themes.all()), row.words.replace("\\n", " / "), sep="|")
"""
PAGE = "/manage/reviews/to-edit/edit/"


def stored(portal) -> list[list[str]]:
    """Return kind, number of themes and words of each row in the database."""
    lines = manage(portal, "shell", "-v0", "-c", LOOK).stdout.splitlines()
    return [line.split("|")[1:] for line in lines if line.startswith("row|")]


def words(page) -> list[str]:
    return page.locator("ol.rows .words").all_inner_texts()


def edit(page, number: int):
    """Open the form of a row, and return the row."""
    row = page.locator("ol.rows > .row").nth(number)
    row.get_by_role("link", name=re.compile("^Edit")).click()
    expect(row.get_by_label("Wording")).to_be_focused()
    return row

"""Two editors have the same row open in a real browser."""

from playwright.sync_api import expect

from ..test_accessibility import assert_axe_finds_nothing
from .pages import edit, stored


def test_two_editors_of_one_row_lose_nothing(filled, portal, editor):
    mine, theirs = editor(), editor(portal.administrator)
    row = edit(mine, 1)
    other = edit(theirs, 1)
    other.get_by_label("Wording").fill("What the other wrote.")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(theirs.locator(".row.open")).to_have_count(0)
    row.get_by_label("Wording").fill("What I wrote.")
    conflict = mine.locator(".conflict")
    expect(conflict).to_contain_text("What the other wrote.", timeout=15_000)
    expect(conflict).to_contain_text("What I wrote.")
    assert_axe_finds_nothing(mine)
    assert stored(portal)[1][2] == "What the other wrote."
    conflict.get_by_role("button", name="Use my version").click()
    expect(mine.locator(".conflict")).to_have_count(0)
    assert stored(portal)[1][2] == "What I wrote."

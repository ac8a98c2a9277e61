"""The bar leads from one thing to do to the next, and the panels do not cover what is being done."""

import pytest
from playwright.sync_api import expect

from ..conftest import manage
from ..test_accessibility import NARROWEST, assert_axe_finds_nothing

FILL = """
from django.contrib.auth import get_user_model
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import SourceBlock, WorkingCopy
copy = WorkingCopy.objects.get(review__code="R9190")
editor = get_user_model().objects.get(email="partnership-editor@example.org")
rows = [
    NewRow("What we learned.", "heading"),
    *(NewRow(f"There was neglect, number {n}.", "finding", doubt="Is it so?", source_block=n) for n in range(1, 5)),
    NewRow("Some narrative.", "background", source_block=5),
    NewRow("Nothing is known of the twins.", "finding", source_block=6),
]
made = add_rows(copy, rows, after=None, by=editor)
SourceBlock.objects.bulk_create(
    SourceBlock(copy=copy, document=made[0].document, number=n, kind="paragraph", text=row.words, place="page 1")
    for n, row in enumerate(made)
)
"""


@pytest.fixture
def imported(portal, made):
    """Give the review imported rows: four findings to confirm, with suggestions, and one with a sign."""
    manage(portal, "shell", "-v0", "-c", FILL)


def next_step(page):
    return page.locator("[data-next-step]")


def test_rows_are_confirmed_in_the_order_of_the_document(imported, editor):
    page = editor()
    rows = page.locator("ol.rows > .row")
    expect(next_step(page)).to_have_text("Next: confirm rows")
    next_step(page).click()
    for number in (1, 2, 3, 4):
        expect(rows.nth(number).get_by_role("button", name="Confirm")).to_be_focused()
        expect(rows.nth(number).get_by_role("button", name="Confirm")).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
    expect(next_step(page)).to_have_text("Next: add suggestions")
    expect(next_step(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 rows selected.")).to_be_visible()
    expect(page.get_by_role("button", name="Add suggestions")).to_be_focused()


def test_confirming_in_the_middle_leads_downwards_and_then_to_the_top(imported, editor):
    page = editor()
    rows = page.locator("ol.rows > .row")
    rows.nth(3).get_by_role("button", name="Confirm").click()
    expect(rows.nth(4).get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.nth(1).get_by_role("button", name="Confirm")).to_be_focused()
    page.get_by_role("link", name="Mark rows").click()
    rows.nth(1).focus()
    page.keyboard.press("o")
    expect(rows.nth(2)).to_be_focused()


ONE_OF_SEVERAL = """
from reviews_portal.editing.breaks import SEVERAL
from reviews_portal.editing.models import Row
Row.objects.filter(words__endswith="number 2.").update(
    doubt=SEVERAL, words="Staff did not ask The worker was new It was late."
)
"""


def test_a_row_is_split_in_its_question_and_the_page_stays_with_its_pieces(imported, portal, editor):
    manage(portal, "shell", "-v0", "-c", ONE_OF_SEVERAL)
    page = editor()
    rows = page.locator("ol.rows > .row")
    assert rows.nth(2).locator(".doubt").inner_text().startswith("Should this be split?")
    rows.nth(2).get_by_role("button", name="Split before “The worker").click()
    expect(page.locator("[data-count=doubtful]")).to_have_text("4")
    again = rows.nth(3).get_by_role("button", name="Split before “It was late.”")
    expect(again).to_be_focused()
    expect(again).to_be_in_viewport(ratio=1)
    rows.nth(3).get_by_role("link", name="Split elsewhere").click()
    words = rows.nth(3).get_by_label("Wording")
    expect(words).to_be_focused()
    expect(rows.nth(3).get_by_role("button", name="Split at the cursor")).to_be_in_viewport(ratio=1)
    rows.nth(3).get_by_role("button", name="Split at the cursor").click()
    expect(rows).to_have_count(9)
    expect(rows.nth(4)).to_contain_text("It was late.")
    expect(rows.nth(4).get_by_role("link", name="Edit")).to_be_focused()
    expect(page.locator("[data-count=doubtful]")).to_have_text("3")


def test_enter_in_a_field_of_a_row_saves_it(imported, editor):
    page = editor()
    row = page.locator("ol.rows > .row").nth(1)
    row.get_by_role("link", name="Edit").click()
    row.get_by_label("Number or label").evaluate(
        "one => one.closest('div[class^=if]').classList.remove('if-numbered')"
    )
    row.get_by_label("Number or label").press("Enter")
    expect(page.locator("[data-said]")).to_have_text("Row saved.")
    expect(page.locator("ol.rows > .row")).to_have_count(7)


def test_rows_are_confirmed_and_get_their_suggestions_at_once(imported, editor):
    page = editor()
    page.get_by_role("link", name="4 with suggestions").last.click()
    expect(page.get_by_text("4 rows selected.")).to_be_visible()
    expect(page.get_by_role("button", name="Add suggestions")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-count=untagged]")).to_have_text("1")
    expect(page.get_by_text("4 rows selected.")).to_be_hidden()
    page.get_by_role("link", name="4 to confirm").last.click()
    page.keyboard.press("Enter")
    expect(page.locator("[data-count=doubtful]")).to_have_text("0")
    expect(page.locator("[data-select=doubtful]")).to_be_hidden()


def test_a_dismissed_suggestion_is_gone_and_the_next_row_with_any_follows(imported, editor):
    page = editor()
    rows = page.locator("ol.rows > .row")
    rows.nth(1).get_by_role("button", name="Dismiss Neglect").click()
    expect(rows.nth(1).locator(".suggested")).to_have_count(0)
    expect(rows.nth(2).get_by_role("button", name="Add Neglect")).to_be_focused()
    expect(page.locator("[data-count=suggested]")).to_have_text("3")
    expect(page.locator("[data-select=suggested]")).to_have_text("3 with suggestions")
    page.reload()
    expect(rows.nth(1).locator(".suggested")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (320, 700)])
def test_the_panel_for_several_rows_stays_folded_until_it_is_opened(imported, editor, width, height):
    page = editor(viewport={"width": width, "height": height})
    panel = page.locator("[data-several]")
    page.get_by_role("link", name="5 that need themes").click()
    expect(page.get_by_text("5 rows selected.")).to_be_visible()
    assert panel.bounding_box()["height"] < (60 if width > 1000 else height / 5)
    opener = page.get_by_role("button", name="Change these rows")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("button", name="Mark as key points")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(panel.get_by_label("Themes")).to_be_focused()
    expect(page.get_by_role("button", name="Mark as key points")).to_be_visible()
    page.get_by_role("button", name="Clear selection").click()
    expect(panel).to_be_hidden()


def test_key_points_are_chosen_without_leaving_the_page(imported, editor):
    page = editor()
    page.get_by_role("link", name="Optional: mark key points").click()
    note = page.get_by_role("region", name="Choose key points")
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport(ratio=1)
    rows = page.locator("ol.rows > .row")
    rows.nth(1).get_by_role("checkbox").check()
    page.get_by_role("button", name="Mark as key points").click()
    expect(rows.nth(1).locator(".meta")).to_contain_text("Key point")
    expect(note).to_be_focused()  # the other column has none yet
    rows.nth(5).get_by_role("checkbox").check()
    page.get_by_role("button", name="Mark as key points").click()
    expect(note).to_be_hidden()
    expect(next_step(page)).to_be_focused()
    assert page.url.split("#")[0].endswith("/edit/")


def test_the_bar_says_what_only_the_check_finds_and_when_nothing_is_left(imported, editor):
    page = editor()
    signs = page.locator("[data-next=signs]")
    expect(signs).to_have_text("1 could identify someone")
    page.get_by_role("link", name="4 with suggestions").last.click()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="4 to confirm").last.click()
    page.keyboard.press("Enter")
    expect(next_step(page)).to_have_text("Next: add themes")
    next_step(page).click()
    field = page.locator("ol.rows > .row").last.locator("[data-row-themes]")
    expect(field).to_be_focused()
    page.keyboard.type("neglect")
    page.keyboard.press("Enter")  # takes the theme, also before its list is there
    expect(field).to_have_value("Neglect, ")
    page.keyboard.press("Enter")  # goes on
    expect(next_step(page)).to_have_text("Next: check")
    page.get_by_role("button", name="Stop marking").click()
    row = page.locator("ol.rows > .row").last
    row.get_by_role("link", name="Edit").click()
    row.get_by_label("Wording").fill("Nothing is known of it, or of the others.")
    row.get_by_role("button", name="Save", exact=True).click()
    expect(signs).to_be_hidden(timeout=15_000)
    expect(next_step(page)).to_have_text("Next: text not in the review")
    page.goto(page.url.replace("/edit/", "/source/").split("#")[0])
    page.get_by_label("Why is this text left out?").select_option("A fault in the copy, corrected in the review")
    page.get_by_role("button", name="Leave out the selected text").click()
    notice = page.locator(".notice.success")
    assert notice.locator("p").evaluate("one => getComputedStyle(one, '::before').content") == '"✓ "'
    page.get_by_role("link", name="Edit text").click()
    expect(page.get_by_text("Nothing is left to do before publication.")).to_be_visible()
    expect(next_step(page)).to_be_hidden()
    expect(page.locator("[data-publish]")).not_to_have_class("button plain")


def test_enter_always_takes_the_first_theme_that_is_listed(imported, editor):
    page = editor()
    page.get_by_role("link", name="without themes").click()
    field = page.locator("ol.rows > .row").nth(1).locator("[data-row-themes]")
    for typed in ("home", "par", "curio"):
        field.fill("")
        field.press_sequentially(typed)
        first = page.get_by_role("option").first
        expect(first).to_have_attribute("aria-selected", "true")
        name = first.inner_text().strip()
        page.keyboard.press("Enter")
        expect(field).to_have_value(f"{name}, ")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (375, 700)])
def test_the_panel_for_marking_leaves_room_for_rows_and_for_the_list_of_themes(imported, editor, width, height):
    page = editor(viewport={"width": width, "height": height})
    page.get_by_role("link", name="Mark rows").click()
    legend = page.locator("[data-legend]")
    page.locator("ol.rows > .row").nth(2).focus()
    assert legend.bounding_box()["height"] < height / 5
    page.locator("ol.rows > .row").last.locator("[data-row-themes]").press_sequentially("par")
    last = page.get_by_role("option").last
    expect(last).to_be_in_viewport(ratio=1)
    box = last.bounding_box()
    at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).getAttribute('role')", at) == "option"


def test_rows_are_selected_and_details_suggested_without_scripts(imported, editor):
    page = editor(java_script_enabled=False)
    expect(page.get_by_role("link", name="Check what could identify someone")).to_be_visible()
    page.get_by_role("link", name="4 to confirm").last.click()
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("4 rows confirmed.")).to_be_visible()
    page.goto(page.url.split("/edit/")[0] + "/details/")
    expect(page.get_by_role("listitem").filter(has_text="Suggested: “neglect”")).to_be_visible()
    expect(page.get_by_role("button", name="Enter")).to_have_count(0)


def test_a_suggested_detail_is_entered_by_its_button_and_saved_by_the_form(imported, editor):
    page = editor(address="/manage/reviews/to-edit/details/")
    page.get_by_role("button", name="Enter “neglect”").click()
    expect(page.get_by_label("Harm", exact=True)).to_have_value("neglect")
    expect(page.get_by_label("Harm", exact=True)).to_be_focused()
    page.reload()
    expect(page.get_by_label("Harm", exact=True)).to_have_value("")


@pytest.mark.parametrize("width", [NARROWEST, 1280])
def test_axe_finds_nothing_beside_an_imported_document(imported, editor, width):
    page = editor(viewport={"width": width, "height": 900})
    page.get_by_role("link", name="4 with suggestions").last.click()
    assert_axe_finds_nothing(page)
    page.get_by_role("link", name="Mark rows").click()
    page.get_by_text("All keys").click()
    assert_axe_finds_nothing(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("check", "details", "source"):
        page.goto(f"/manage/reviews/to-edit/{name}/")
        assert_axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

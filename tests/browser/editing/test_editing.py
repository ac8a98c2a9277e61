"""A partnership's editor edits a whole review on one page, in a real browser.

What is stored is in tests/editing/.
"""

import re

import pytest
from playwright.sync_api import expect

from ..test_accessibility import NARROWEST, assert_axe_finds_nothing, open_menus
from .pages import edit, stored, words

TEXT = """What we learned
• Practitioners who met the family wrote down what they saw, and shared it with each other.
• Nobody asked who else was living in the home, so the mother’s partner stayed unknown.
• The health visitor’s worry was recorded, but it was not passed on to anyone.
• The school nurse called the family every week and noted each answer.
• Midwives were told of the move only after the birth.
What must change
1. Agencies should ask, at each first visit, who lives in the home.
2. Agencies should agree within three months how a worry is passed on.
a) The agreement should be tested with ten records.
3. Schools should know whom to call during the holidays.
For discussion
• How would you find out who is important to a child whom you visit?
• What makes it hard to ask?
"""
KEYS = "hllcgfhrrprhqq"  # one for each row: 3 headings, 10 statements and a part
NAMES = ["neglect", "curio", "information s"]  # a name, a word in one, and the beginning of one
THEMES = [NAMES[number % 3] for number in range(10)]


def test_a_review_is_pasted_marked_and_tagged_in_few_activations(made, portal, editor):
    page = editor()
    done = 0  # clicks, Enter, Space and keys that are commands
    page.get_by_label("Text", exact=True).click()
    page.keyboard.insert_text(TEXT)
    page.get_by_role("button", name="Add rows").click()
    done += 2
    rows = page.locator("ol.rows > .row")
    expect(rows).to_have_count(len(KEYS))
    expect(rows.first).to_be_focused()
    for number, key in enumerate(KEYS):
        expect(rows.nth(number)).to_be_focused()
        page.keyboard.press(key)
        done += 1
    expect(page.locator("[data-count=unmarked]")).to_have_text("0")
    expect(page.locator("[data-row-themes]")).to_have_count(len(THEMES))
    page.keyboard.press("Home")
    done += 1
    page.keyboard.press("Tab")  # into the first field
    for names in THEMES:
        page.keyboard.type(names)
        page.keyboard.press("Tab")
    expect(page.locator("[data-count=untagged]")).to_have_text("0")
    assert done <= 35
    found = stored(portal)
    assert [kind for kind, *_ in found][:5] == [
        "heading",
        "learning-point",
        "learning-point",
        "concern",
        "good-practice",
    ]
    assert [number for kind, number, _ in found if kind not in ("heading", "part")] == ["1"] * len(THEMES)
    assert found[7][2] == "Agencies should ask, at each first visit, who lives in the home."


def test_a_row_is_saved_while_it_is_typed_and_split_at_the_cursor(filled, portal, editor):
    page = editor()
    row = edit(page, 1)
    row.get_by_label("Wording").fill("Second words of two, changed.")
    expect(row.get_by_text("Saved at")).to_be_visible(timeout=15_000)
    assert stored(portal)[1][2] == "Second words of two, changed."
    row.get_by_label("Wording").evaluate("area => area.setSelectionRange(14, 14)")  # within "of"
    row.get_by_role("button", name="Split at the cursor").click()
    expect(page.locator("ol.rows > .row")).to_have_count(4)
    assert words(page) == ["First words.", "Second words", "of two, changed.", "Third words."]


def test_rows_are_moved_joined_taken_out_and_put_back_by_keyboard(filled, portal, editor):
    page = editor()
    rows = page.locator("ol.rows > .row")

    def choose(number: int, name: str) -> None:
        menu = rows.nth(number).locator(".more > summary")
        menu.focus()
        page.keyboard.press("Enter")
        button = rows.nth(number).get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")

    choose(2, "Move up")
    expect(rows.nth(1)).to_contain_text("Third words.")
    choose(0, "Join with the next row")
    expect(rows).to_have_count(2)
    choose(1, "Remove")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    assert [one[2] for one in stored(portal)] == ["First words. / Third words.", "Second words of two."]


def test_a_row_is_dragged_to_another_place(filled, portal, editor):
    page = editor()
    rows = page.locator("ol.rows > .row")
    with page.expect_response("**/move/"):
        rows.nth(2).locator(".handle").drag_to(rows.nth(0), target_position={"x": 300, "y": 3})
    expect(rows.nth(0)).to_contain_text("Third words.")
    assert stored(portal)[0][2] == "Third words."


def test_what_is_typed_when_the_session_has_ended_is_kept_and_saved(filled, portal, editor):
    page = editor()
    row = edit(page, 1)
    page.context.clear_cookies(name="sessionid")
    row.get_by_label("Wording").fill("Typed as the session ended.")
    expect(row.get_by_text("Not saved: you are signed out")).to_be_visible(timeout=15_000)
    row.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Email address").fill(portal.partnership_editor)
    page.get_by_label("Password").fill(portal.password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("textbox", name="Wording")).to_have_value("Typed as the session ended.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".row.open")).to_have_count(0)
    assert stored(portal)[1][2] == "Typed as the session ended."


def test_what_is_typed_without_a_connection_is_back_after_a_reload(filled, portal, editor):
    page = editor()
    row = edit(page, 1)
    page.route("**/rows/**", lambda route: route.abort())
    row.get_by_label("Wording").fill("Typed in a tunnel.")
    expect(row.get_by_text("Not saved: no connection.")).to_be_visible(timeout=15_000)
    page.unroute_all()
    page.reload()
    expect(page.get_by_role("textbox", name="Wording")).to_have_value("Typed in a tunnel.")
    expect(page.get_by_text("Saved at")).to_be_visible(timeout=15_000)
    assert stored(portal)[1][2] == "Typed in a tunnel."


def test_themes_are_suggested_and_browsed(filled, portal, editor):
    page = editor()
    row = edit(page, 1)
    row.get_by_label("Type of text").select_option("finding")
    row.get_by_label("Themes", exact=True).press_sequentially("fath")
    expect(row.get_by_role("listbox", name="Suggestions").get_by_role("option").first).to_contain_text(
        "Fathers and male carers"
    )
    page.keyboard.press("Enter")  # the only one with a name that begins like this
    expect(row.get_by_label("Themes", exact=True)).to_have_value("Fathers and male carers, ")
    row.get_by_text("Browse themes").click()
    row.get_by_label("Neglect", exact=True).click()  # goes into the field, and is clear again
    assert row.get_by_label("Themes", exact=True).input_value() == "Fathers and male carers, Neglect"
    row.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".row.open")).to_have_count(0)
    assert stored(portal)[1][:2] == ["finding", "2"]


def test_several_rows_are_changed_at_once(filled, portal, editor):
    page = editor()
    boxes = page.get_by_role("checkbox", name=re.compile("^Select"))
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.get_by_text("3 rows selected.")).to_be_visible()
    form = page.locator("#selected")
    form.get_by_role("button", name="Change these rows").click()
    form.get_by_text("Set type, themes, agencies or level").click()
    form.get_by_label("Type of text").select_option("finding")
    form.get_by_role("button", name="Set type").click()
    expect(page.locator(".row[data-kind=finding]")).to_have_count(3)
    form.get_by_label("Themes").fill("nonsense")
    form.get_by_role("button", name="Add themes").click()
    expect(form.locator(".error", has_text="“nonsense” is not in the list.")).to_be_visible()
    expect(form.get_by_label("Themes")).to_be_focused()
    form.get_by_label("Themes").fill("neglect")
    form.get_by_role("button", name="Add themes").click()
    expect(page.locator(".row[data-untagged]")).to_have_count(0)
    assert [one[:2] for one in stored(portal)] == [["finding", "1"]] * 3


def test_everything_is_done_without_scripts(made, portal, editor):
    page = editor(java_script_enabled=False)
    page.get_by_label("Text", exact=True).fill("Heading of it\n\nNobody asked.\n\nAgencies should meet.")
    page.get_by_role("button", name="Add rows").click()
    kinds = page.get_by_label("Type of text")
    for number, kind in enumerate(["heading", "finding", "recommendation"]):
        kinds.nth(number).select_option(kind)
    page.get_by_label("Themes").nth(1).fill("neglect")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name=re.compile("Edit ?: Agencies")).click()
    page.get_by_label("Themes", exact=True).first.fill("fathers and male")
    page.get_by_label("Wording").fill("Agencies should meet.\n\nThey should write it down.")
    page.get_by_role("button", name="Split at the empty lines").click()
    page.get_by_role("link", name=re.compile("Edit ?: They")).click()
    page.get_by_text("Join, move or remove").click()
    page.get_by_role("button", name="Remove", exact=True).first.click()
    page.get_by_role("button", name="Undo").click()
    assert [tuple(one) for one in stored(portal)] == [
        ("heading", "0", "Heading of it"),
        ("finding", "1", "Nobody asked."),
        ("recommendation", "1", "Agencies should meet."),
        ("recommendation", "1", "They should write it down."),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(NARROWEST, "light"), (1280, "light"), (375, "dark")])
def test_axe_finds_nothing_while_rows_are_edited_selected_and_marked(filled, portal, editor, width, scheme):
    page = editor(viewport={"width": width, "height": 900}, color_scheme=scheme)
    edit(page, 0)
    page.get_by_role("checkbox", name=re.compile("^Select")).first.check()
    page.get_by_role("link", name="Mark rows").click()
    page.keyboard.press("f")
    expect(page.locator("[data-row-themes]")).to_have_count(1)
    open_menus(page)
    assert_axe_finds_nothing(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""An editor marks rows with single keys, and gives them themes in their fields."""

from playwright.sync_api import expect

from ..conftest import manage
from .pages import stored

NUMBER = """
from reviews_portal.editing.models import Row
Row.objects.filter(copy__review__code="R9190", words="First words.").update(kind="recommendation", label="1")
"""


def test_keys_do_nothing_in_fields_and_can_be_turned_off(filled, portal, editor):
    page = editor()
    page.get_by_role("link", name="Mark rows").click()
    page.keyboard.press("f")
    expect(page.locator(".row[data-kind=finding]")).to_have_count(1)
    page.locator("[data-row-themes]").first.focus()
    page.keyboard.press("h")
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.locator("ol.rows > .row").nth(1).focus()
    page.keyboard.press("h")
    page.keyboard.press("ArrowDown")
    expect(page.locator("ol.rows > .row").nth(2)).to_be_focused()
    page.reload()
    page.get_by_role("link", name="Mark rows").click()
    expect(page.get_by_label("Use single-key shortcuts")).not_to_be_checked()
    page.get_by_label("Use single-key shortcuts").check()
    page.locator("ol.rows > .row").nth(0).focus()
    with page.expect_response(lambda answer: "/rows/" in answer.url):
        page.keyboard.press("g")
    with page.expect_response(lambda answer: "/rows/" in answer.url):
        page.keyboard.press("z")
    expect(page.locator(".row[data-kind=finding]")).to_have_count(1)
    assert [kind for kind, *_ in stored(portal)] == ["finding", "unmarked", "unmarked"]


def test_a_theme_that_is_chosen_after_an_error_is_saved(filled, portal, editor):
    page = editor()
    page.get_by_role("link", name="Mark rows").click()
    page.keyboard.press("f")
    field = page.locator("[data-row-themes]")
    field.press_sequentially("home")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")  # leaves the field, although several themes could be meant
    error = page.locator(".row-themes .error")
    expect(error).to_contain_text("Choose one: ")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_be_focused()  # it comes back to what was refused
    page.keyboard.press("Tab")  # and lets go the second time
    expect(field).not_to_be_focused()
    field.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Homelessness and housing").click()
    expect(error).to_be_hidden()
    expect(page.locator("[data-count=untagged]")).to_have_text("0")
    field.press_sequentially("curio")
    expect(options).to_have_attribute("aria-selected", "true")  # the only one
    page.keyboard.press("Enter")
    expect(page.locator(".of-themes")).to_have_text("Homelessness and housing, Professional curiosity")
    expect(field).to_have_value("Homelessness and housing, Professional curiosity, ")
    page.keyboard.press("Tab")
    expect(field).to_have_value("Homelessness and housing, Professional curiosity")
    assert stored(portal)[0][1] == "2"


def test_enter_stays_in_a_row_with_an_error_which_is_beside_its_field(filled, portal, editor):
    page = editor()
    page.get_by_role("link", name="Mark rows").click()
    for _ in range(3):
        page.keyboard.press("f")
    fields = page.locator("[data-row-themes]")
    expect(fields).to_have_count(3)
    fields.nth(0).press_sequentially("poverty")
    page.keyboard.press("Enter")
    expect(fields.nth(0)).to_have_value("Poverty, ")
    fields.nth(0).press_sequentially("wombat")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    error = page.locator(".row").nth(0).locator(".row-themes .error")
    expect(error).to_contain_text("“wombat” is not in the list.")
    expect(error).to_be_in_viewport(ratio=1)
    expect(fields.nth(0)).to_be_focused()
    fields.nth(0).fill("poverty, neglect")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(fields.nth(1)).to_be_focused()
    expect(error).to_be_hidden()
    assert [number for _, number, _ in stored(portal)] == ["2", "0", "0"]


def test_a_row_that_is_marked_again_keeps_its_number(filled, portal, editor):
    manage(portal, "shell", "-v0", "-c", NUMBER)
    page = editor()
    page.get_by_role("button", name="Mark rows").or_(page.get_by_role("link", name="Mark rows")).click()
    row = page.locator("ol.rows > .row").first
    row.focus()
    for _ in range(2):
        with page.expect_response("**/rows/kind/"):
            page.keyboard.press("r")
        page.keyboard.press("ArrowUp")
        expect(row.locator(".kind")).to_have_text("Recommendation 1")
        expect(row.locator(".kind svg")).to_have_count(1)


def test_a_key_makes_a_row_a_key_point_and_not(filled, portal, editor):
    page = editor()
    page.get_by_role("link", name="Mark rows").click()
    row = page.locator("ol.rows > .row").first
    for key in ("f", "Home", "k"):
        page.keyboard.press(key)
    expect(row.locator(".meta")).to_contain_text("Key point")
    with page.expect_response("**/key-points/remove/"):
        page.keyboard.press("k")
    expect(row.locator(".meta")).not_to_contain_text("Key point")
    page.keyboard.press("z")
    expect(row.locator(".meta")).to_contain_text("Key point")
    page.keyboard.press("End")
    page.keyboard.press("k")
    expect(page.locator("[data-said]")).to_contain_text("not headings or rows that are not marked")


def test_the_row_that_keys_mark_is_outlined_in_view_and_nothing_moves(made, portal, editor):
    page = editor(viewport={"width": 1280, "height": 700})
    page.get_by_label("Text", exact=True).fill("\n\n".join(f"Paragraph {number}." for number in range(12)))
    page.get_by_role("button", name="Add rows").click()
    rows = page.locator("ol.rows > .row")
    expect(rows).to_have_count(12)
    rows.nth(3).locator(".words").click()
    assert rows.nth(3).evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    top = page.locator(".editing").bounding_box()["y"] - page.locator(".todo").bounding_box()["y"]
    page.locator("[data-said]").evaluate("one => one.textContent = 'A long message. '.repeat(40)")
    assert page.locator(".editing").bounding_box()["y"] - page.locator(".todo").bounding_box()["y"] == top
    page.keyboard.press("End")
    with page.expect_response("**/rows/kind/"):
        page.keyboard.press("f")
    expect(page.locator("[data-row-themes]")).to_have_count(1)
    expect(page.locator("[data-row-themes]")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="without themes").click()
    expect(page.locator("[data-row-themes]")).to_be_focused()


def test_a_link_waits_for_what_is_being_saved_and_the_check_leads_back(filled, portal, editor):
    page = editor()
    page.get_by_role("link", name="Mark rows").click()
    for key in "ff":
        page.keyboard.press(key)
    expect(page.locator("[data-row-themes]")).to_have_count(2)
    page.route("**/rows/themes/", lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.locator("[data-row-themes]").first.fill("neglect")
    page.get_by_role("link", name="Check", exact=True).click()
    page.wait_for_url("**/check/")
    links = page.get_by_role("listitem").filter(has_text="Choose at least one theme.").get_by_role("link")
    expect(links).to_have_count(1)
    links.click()
    expect(page.locator("[data-row-themes]").nth(1)).to_be_focused()

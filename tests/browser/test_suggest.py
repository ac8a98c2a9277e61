"""The search box suggests while somebody types; it is a help, and the box searches without it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.slowly import each_once

FATHERS = "Fathers and male carers"
FATHERS_PAGE = "**/themes/fathers-and-male-carers/"


def search_box(page):
    """Return the search box of the page."""
    return page.locator("main input[name=q]")


def open_suggestions(page, text: str = "fath"):
    """Type the text on the home page and return the list of suggestions, once it is there."""
    page.goto("/")
    search_box(page).focus()
    page.keyboard.type(text)
    suggestions = page.get_by_role("listbox", name="Suggestions")
    suggestions.wait_for()
    expect(search_box(page)).to_have_attribute("aria-expanded", "true")
    return suggestions


def assert_closed(page) -> None:
    expect(page.locator("[role=listbox]")).to_be_hidden()
    expect(search_box(page)).to_have_attribute("aria-expanded", "false")
    assert search_box(page).get_attribute("aria-activedescendant") is None


def option_the_reader_is_at(page) -> str | None:
    """Return the identifier of the option that a screen reader is told of, which is also the one that looks chosen."""
    named = search_box(page).get_attribute("aria-activedescendant")
    looks_chosen = page.locator("[role=option][aria-selected=true]")
    assert looks_chosen.evaluate_all("options => options.map(option => option.id)") == ([named] if named else [])
    return named


def test_a_suggestion_is_chosen_by_keyboard(page):
    suggestions = open_suggestions(page)
    options = suggestions.get_by_role("option")
    expect(options.first).to_contain_text(FATHERS)
    expect(options.first).to_contain_text("Theme")
    count = options.count()
    expect(page.locator("#status")).to_have_text(f"{count} suggestion" + ("" if count == 1 else "s"))
    assert option_the_reader_is_at(page) is None
    page.keyboard.press("ArrowDown")
    assert option_the_reader_is_at(page) == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(FATHERS_PAGE)


def test_a_suggestion_is_chosen_by_mouse(page):
    open_suggestions(page).get_by_role("option", name=FATHERS).first.click()
    page.wait_for_url(FATHERS_PAGE)


def test_arrows_go_round_the_list_and_back_to_the_text(page):
    options = open_suggestions(page).get_by_role("option")
    page.keyboard.press("ArrowUp")
    assert option_the_reader_is_at(page) == options.last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert option_the_reader_is_at(page) == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert option_the_reader_is_at(page) is None
    expect(search_box(page)).to_have_value("fath")


def test_escape_closes_the_list_and_then_clears_the_box(page):
    open_suggestions(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert_closed(page)
    expect(search_box(page)).to_have_value("fath")
    page.keyboard.press("Escape")
    expect(search_box(page)).to_have_value("")


def test_tab_closes_the_list(page):
    open_suggestions(page)
    page.keyboard.press("Tab")
    assert_closed(page)


def test_enter_without_choosing_searches(page):
    open_suggestions(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=fath")


def test_words_that_suggest_nothing_close_the_list(page):
    open_suggestions(page)
    page.keyboard.type("zzzz")
    expect(page.locator("#status")).to_have_text("No suggestions")
    assert_closed(page)


def test_going_back_a_letter_does_not_ask_again(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    suggestions = open_suggestions(page)
    page.keyboard.type("zzzz")
    expect(suggestions).to_be_hidden()
    for _ in range(4):
        page.keyboard.press("Backspace")
    suggestions.wait_for()
    assert len(asked) == len(set(asked))


def test_the_box_searches_when_suggesting_fails(page):
    page.route("**/suggest/**", lambda route: route.fulfill(status=500))
    page.goto("/")
    search_box(page).focus()
    with page.expect_response("**/suggest/**"):
        page.keyboard.type("fath")
    assert_closed(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=fath")


@pytest.mark.parametrize(("width", "scheme"), each_once([1280, 320], ["light", "dark"]))
def test_axe_finds_nothing_while_the_list_is_open(browser, portal, width, scheme):
    context = browser.new_context(base_url=portal.url, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    suggestions = open_suggestions(page)
    page.keyboard.press("ArrowDown")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(option.bounding_box()["height"] >= 44 for option in suggestions.get_by_role("option").all())
    page.emulate_media(media="print")
    expect(suggestions).to_be_hidden()
    context.close()


def test_without_javascript_the_box_just_searches(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.goto("/")
    search_box(page).focus()
    page.keyboard.type("fath")
    assert page.locator("[role=listbox], [role=combobox]").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=fath")
    assert asked == []
    context.close()

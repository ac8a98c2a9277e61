"""An abbreviation explains itself in place, and without JavaScript leads to the glossary."""

from playwright.sync_api import expect


def test_an_abbreviation_says_in_place_what_it_stands_for(page):
    page.goto("/reviews/baby-e/")
    term = page.get_by_role("link", name="CAF", exact=True).first
    term.focus()
    page.keyboard.press("Enter")
    meaning = page.get_by_text("Common Assessment Framework", exact=True)
    expect(meaning).to_be_in_viewport()
    expect(page.locator("#status")).to_contain_text("CAF: Common Assessment Framework")
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    term.click()
    page.get_by_role("link", name="See the glossary").click()
    assert "/glossary/#" in page.url


def test_without_javascript_it_leads_to_the_glossary(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/reviews/baby-e/")
    term = page.get_by_role("link", name="CAF", exact=True).first
    assert term.get_attribute("title") == "Common Assessment Framework"
    term.click()
    assert "/glossary/#" in page.url
    context.close()

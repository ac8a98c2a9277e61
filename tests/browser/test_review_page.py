"""A review reads like a document on a telephone, and its statements have one menu each."""

import pytest
from playwright.sync_api import expect

TELEPHONE = {"width": 375, "height": 812}
# The words that are visible, and those of them that are published words, which stand in one of these elements.
MEASURE = """() => {
    const count = (text) => text.split(/\\s+/).filter(Boolean).length;
    const published = [...document.querySelectorAll("blockquote, .quote, .published")];
    const own = published.filter((one) => one.checkVisibility() && !one.parentElement.closest("blockquote, .quote"));
    return {
        height: document.documentElement.scrollHeight,
        share: own.reduce((sum, one) => sum + count(one.innerText), 0) / count(document.body.innerText),
        first: own[0].getBoundingClientRect().top + scrollY,
        is_wide: document.documentElement.scrollWidth > innerWidth,
    };
}"""
REVIEWS = {
    "baby-e": 8_000,
    "family-t": 7_500,
    "thematic-review-non-accidental-injury-southampton": 17_000,  # pixels: three times the words of Baby E
}


@pytest.fixture
def telephone(browser, portal):
    """Yield a page as wide as a telephone, in which JavaScript is off."""
    context = browser.new_context(base_url=portal.url, viewport=TELEPHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("slug", REVIEWS)
def test_most_words_of_a_review_on_a_telephone_are_those_of_its_documents(browser, portal, slug):
    context = browser.new_context(base_url=portal.url, viewport=TELEPHONE)
    page = context.new_page()
    page.goto(f"/reviews/{slug}/")
    found = page.evaluate(MEASURE)
    context.close()
    assert found["height"] <= REVIEWS[slug]
    assert found["share"] >= 0.6
    assert found["first"] < 2 * TELEPHONE["height"]
    assert not found["is_wide"]


def test_the_menu_of_an_item_opens_by_keyboard_and_without_javascript(telephone):
    telephone.goto("/reviews/baby-e/")
    item = telephone.locator("#R0002-15")
    expect(item.get_by_role("link", name="Cite")).to_be_hidden()
    item.locator("summary").focus()
    telephone.keyboard.press("Enter")
    for name in ("Copy link", "Cite", "Add to briefing", "Report a problem"):
        expect(item.get_by_role("link", name=name)).to_be_in_viewport()
    other = telephone.locator("#R0002-20")
    other.locator("summary").focus()
    telephone.keyboard.press("Enter")
    expect(other.get_by_role("link", name="Cite")).to_be_visible()
    expect(item.get_by_role("link", name="Cite")).to_be_hidden()  # one menu at a time
    other.get_by_role("link", name="Add to briefing").click()
    expect(telephone.get_by_role("heading", level=1)).to_contain_text("briefing")


def test_the_menu_closes_with_escape_and_by_a_click_elsewhere(page):
    page.goto("/reviews/baby-e/")
    item = page.locator("#R0002-15")
    cite, summary = item.get_by_role("link", name="Cite"), item.locator("summary")
    summary.click()
    expect(cite).to_be_visible()
    page.keyboard.press("Escape")
    expect(cite).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.get_by_role("heading", level=1).click()
    expect(cite).to_be_hidden()


def test_the_contents_stay_in_sight_on_a_wide_screen(browser, portal):
    context = browser.new_context(base_url=portal.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto("/reviews/baby-e/")
    contents = page.locator(".contents-nav")
    link = contents.get_by_role("link", name="Findings from Serious Case Review")
    link.click()
    expect(page.get_by_role("heading", name="Findings from Serious Case Review")).to_be_in_viewport()
    page.locator("#R0002-33").scroll_into_view_if_needed()
    expect(link).to_be_in_viewport()
    context.close()


def test_facts_are_folded_and_open_without_javascript(telephone):
    telephone.goto("/reviews/baby-e/")
    expect(telephone.get_by_text("September 2013", exact=True)).to_be_hidden()
    telephone.get_by_text("About this review").click()
    expect(telephone.get_by_text("September 2013", exact=True)).to_be_visible()
    expect(telephone.get_by_text("Editor’s note", exact=True)).to_be_visible()

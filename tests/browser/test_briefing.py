"""A trainer makes a briefing: from the home page to a file, by mouse, by keyboard and without JavaScript."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .pages import sign_in
from .test_accessibility import assert_axe_finds_nothing


def download(page, link) -> Path:
    with page.expect_download() as started:
        link.click()
    return started.value.path()


def words_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def add_to_briefing(page, reference: str) -> None:
    """Add an item by its menu."""
    item = page.locator(f"#{reference}")
    item.locator("summary").click()
    item.get_by_role("link", name="Add to briefing").click()


def test_a_seven_minute_briefing_is_three_clicks_from_the_home_page(page):
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reviews").click()
    page.get_by_role("link", name="Baby E").first.click()
    file = download(page, page.get_by_role("link", name="Seven-minute summary"))
    words = words_of(file)
    assert "7. Questions for your team" in words
    assert "Baby E" in words


def test_a_handout_on_a_theme_from_three_reviews(page):
    page.goto("/")
    page.get_by_role("link", name="Fathers and male carers").first.click()
    page.get_by_text("More formats").click()
    page.get_by_role("link", name="Use this list in a briefing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add to your briefing")
    assert_axe_finds_nothing(page)
    page.get_by_role("button", name="Add to briefing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Added to your briefing")
    assert_axe_finds_nothing(page)
    page.get_by_role("link", name="Open your briefing").click()
    expect(page.get_by_text("6 items from 3 reviews")).to_be_visible()
    assert_axe_finds_nothing(page)
    page.get_by_label("Introduction").fill("For our team on Tuesday.")
    page.get_by_label("Handout").check()
    last = page.locator(".chosen-items > li").last
    reference = last.get_attribute("id")
    last.get_by_text("Heading and note").click()
    last.get_by_label("Your note").fill("Ask: would we know?")
    page.get_by_role("button", name=f"Move up {reference}").press("Enter")
    expect(page.locator(".chosen-items > li").nth(4)).to_have_attribute("id", reference)
    expect(page.get_by_label("Introduction")).to_have_value("For our team on Tuesday.")
    expect(page.locator(".answer")).to_contain_text("Layout: handout")
    words = words_of(download(page, page.get_by_role("button", name="Download PDF")))
    assert "For our team on Tuesday." in words
    assert "Understanding the presence and role of males in families is critical" in words


def test_an_item_is_added_with_one_click_where_one_is(page):
    page.goto("/themes/fathers-and-male-carers/")
    add_to_briefing(page, "R0002-27")
    expect(page.get_by_role("link", name="In your briefing")).to_be_visible()
    assert page.url.endswith("/themes/fathers-and-male-carers/")
    assert_axe_finds_nothing(page)
    page.get_by_role("link", name="In your briefing").click()
    expect(page.get_by_text("2 items from 1 review")).to_be_visible()  # with the point that stands under it


def test_a_point_is_shown_as_added_with_its_finding_where_one_is(page):
    page.goto("/themes/fathers-and-male-carers/")
    add_to_briefing(page, "R0002-27")
    expect(page.locator("#R0002-27").get_by_role("link", name="In your briefing")).to_be_visible()
    page.keyboard.press("Escape")
    point = page.locator("#R0002-28")
    point.locator("summary").click()
    expect(point.get_by_role("link", name="In your briefing")).to_be_visible()
    point.get_by_role("link", name="Remove from briefing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove from your briefing")
    assert_axe_finds_nothing(page)
    page.get_by_role("button", name="Remove from briefing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Removed from your briefing")
    assert_axe_finds_nothing(page)
    page.get_by_role("link", name="Go back to the previous page").click()
    point.locator("summary").click()
    expect(point.get_by_role("link", name="Add to briefing")).to_be_visible()
    page.locator("#R0002-27 summary").click()
    expect(page.locator("#R0002-27").get_by_role("link", name="In your briefing")).to_be_visible()


def start_a_briefing(page) -> None:
    """Add the items on a theme, and open the builder."""
    page.goto("/briefings/add/?from=theme/fathers-and-male-carers")
    page.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name="Open your briefing").click()


def test_the_preview_stands_beside_the_list_and_follows_each_change(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    start_a_briefing(page)
    preview, controls = page.get_by_role("region", name="Preview"), page.locator(".controls")
    assert preview.bounding_box()["x"] > controls.bounding_box()["x"] + controls.bounding_box()["width"]
    assert preview.evaluate("one => one.scrollHeight > one.clientHeight")
    expect(preview.get_by_role("heading", name="Background")).to_be_visible()
    page.get_by_label("Handout").check()
    expect(page.locator(".answer")).to_contain_text("Layout: handout")
    expect(preview.get_by_role("heading", name="Background")).to_have_count(0)
    page.get_by_label("Introduction").fill("For our team on Tuesday.")
    page.get_by_label("Introduction").press("Tab")
    expect(preview).to_contain_text("For our team on Tuesday.")
    page.get_by_label("Title").fill("Typed, and downloaded at once")
    words = words_of(download(page, page.get_by_role("button", name="Download PDF")))
    assert "Typed, and downloaded at once" in words
    page.reload()
    expect(page.get_by_label("Introduction")).to_have_value("For our team on Tuesday.")
    page.locator(".chosen-items > li").last.scroll_into_view_if_needed()
    expect(preview).to_be_in_viewport()
    preview.focus()
    preview.press("End")
    expect(preview.get_by_text("Made on")).to_be_in_viewport()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert_axe_finds_nothing(page)


def test_a_title_that_is_too_long_for_the_preview_is_told_by_the_page_with_the_errors(page):
    start_a_briefing(page)
    page.get_by_label("Title").fill("x" * 151)
    page.get_by_role("button", name="Update preview").click()
    expect(page.get_by_role("alert")).to_contain_text("Shorten")
    expect(page.get_by_label("Title")).to_have_value("x" * 151)


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_narrow_screen_a_link_leads_to_the_preview_after_the_list(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    start_a_briefing(page)
    preview, last = page.get_by_role("region", name="Preview"), page.locator(".chosen-items > li").last
    assert preview.bounding_box()["y"] > last.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="See the preview").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_in_viewport()
    assert_axe_finds_nothing(page)


def test_items_are_dragged_into_another_order(page):
    page.goto("/briefings/add/?from=theme/fathers-and-male-carers")
    page.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name="Open your briefing").click()
    items = page.locator(".chosen-items > li")
    order = [item.get_attribute("id") for item in items.all()]
    page.get_by_label("Title").fill("Typed before dragging")
    page.set_viewport_size({"width": 1280, "height": 3000})  # in which nothing has to be scrolled
    items.nth(2).locator(".handle").drag_to(items.nth(0), target_position={"x": 20, "y": 3})
    expect(page.get_by_label("Title")).to_have_value("Typed before dragging")
    expect(items.nth(0)).to_have_attribute("id", order[2])
    assert [item.get_attribute("id") for item in items.all()] == [order[2], order[0], order[1], *order[3:]]


def test_file_after_file_is_taken_from_one_page(page):
    page.goto("/briefings/add/?from=theme/fathers-and-male-carers")
    page.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name="Open your briefing").click()
    for title, button in (("First", "Download PDF"), ("Second", "Download Word"), ("Third", "Download PDF")):
        page.get_by_label("Title").fill(title)
        download(page, page.get_by_role("button", name=button, exact=True))
    page.get_by_role("button", name="Save changes").first.click()
    expect(page.get_by_label("Title")).to_have_value("Third")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_menu_tells_how_much_is_collected(page):
    page.goto("/themes/fathers-and-male-carers/")
    add_to_briefing(page, "R0002-27")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Briefing (2)")).to_be_visible()
    page.goto("/themes/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Briefing (2)").click()
    page.get_by_role("button", name="Clear briefing").click()
    expect(page.get_by_text("Collect learning from reviews")).to_be_visible()
    page.goto("/themes/")
    expect(
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Briefing", exact=True)
    ).to_be_visible()


def test_without_javascript_all_of_it_works(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/reviews/baby-e/")
    add_to_briefing(page, "R0002-1")
    page.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name="Go back to the previous page").click()
    assert page.url.endswith("/reviews/baby-e/")
    page.goto("/briefings/")
    page.get_by_label("Title").fill("Without")
    page.get_by_role("button", name="Save changes").first.click()
    expect(page.get_by_label("Title")).to_have_value("Without")
    page.get_by_label("Handout").check()
    page.get_by_role("button", name="Update preview").click()
    assert page.url.endswith("/briefings/#preview")
    expect(page.locator("#previewed.handout")).to_contain_text("Without")
    page.get_by_role("button", name="Clear briefing").click()
    expect(page.get_by_text("Collect learning from reviews")).to_be_visible()
    context.close()


def test_a_form_with_errors_moves_the_focus_to_what_is_wrong(page):
    page.goto("/briefings/add/?from=review/baby-e")
    page.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name="Open your briefing").click()
    page.get_by_label("Introduction").fill("x" * 10_001)
    page.get_by_role("button", name="Save changes").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Introduction")).to_have_value("x" * 10_001)
    assert_axe_finds_nothing(page)


def test_a_practitioner_saves_shares_and_is_told_what_is_marked(page, portal, browser):
    sign_in(page, portal, portal.practitioner)
    page.goto("/reviews/r0004/")
    page.get_by_text("More formats").click()
    page.get_by_role("link", name="Use this review in a briefing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add to your briefing")
    assert_axe_finds_nothing(page)
    page.get_by_role("button", name="every page will be marked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Added to your briefing")
    page.goto("/reviews/baby-e/")
    add_to_briefing(page, "R0002-1")
    expect(page.get_by_role("link", name="In your briefing")).to_be_visible()
    page.goto("/briefings/")
    expect(page.get_by_text("Some items are not public")).to_be_visible()
    page.get_by_label("Title").fill("For supervision")
    page.get_by_role("button", name="Save changes").first.click()
    page.get_by_role("button", name="Save briefing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For supervision")
    assert_axe_finds_nothing(page)
    page.get_by_role("button", name="Share with a link").click()
    expect(page.get_by_role("button", name="Stop sharing")).to_be_visible()
    link = page.url
    restricted = page.locator(".handed blockquote").first.inner_text()
    stranger = browser.new_context(base_url=portal.url).new_page()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Briefing")  # her own words are left out, too
    assert restricted not in stranger.content()
    assert "R0004" not in stranger.content()
    stranger.context.close()

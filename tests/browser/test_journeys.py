"""What people come to do, done in a browser: by keyboard, without JavaScript, and by each kind of reader."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import manage
from .pages import sign_in

# As two people do, in tests/browser/test_publication.py.
PUBLISH = """
from django.contrib.auth import get_user_model
from learning.actions import publish_review
from learning.models import Review
publish_review(Review.objects.get(code="R0003"), by=get_user_model().objects.filter(is_staff=True).first())
"""


@pytest.fixture
def plain_page(browser, portal):
    """Yield a page in which JavaScript is off."""
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def focused(page) -> str:
    """Return the text or name of what has the focus."""
    return page.evaluate("document.activeElement.innerText || document.activeElement.name || ''").strip()


def tab_to(page, text: str, most: int = 120) -> None:
    """Press Tab until the element with this text or name has the focus, and it is seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page).split("\n")[0] == text:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{text} does not show that it has the focus"
            return
    pytest.fail(f"Tab never came to {text!r}")


def test_fathers_being_left_out_is_answered_in_three_clicks_from_the_home_page(page):
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Fathers and male carers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fathers and male carers")
    assert "3 of 3 reviews" in page.get_by_role("main").inner_text()
    assert "Understanding the presence and role of males in families is critical" in page.content()


def test_a_theme_is_found_narrowed_and_widened_by_keyboard(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, "q")
    page.keyboard.type("father")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=father")
    tab_to(page, "Fathers and male carers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/themes/fathers-and-male-carers/")
    before = page.locator(".bar h2").inner_text()
    tab_to(page, "kind")
    page.keyboard.press("Space")
    tab_to(page, "Apply filters")
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=**")
    assert page.locator(".bar h2").inner_text() != before
    page.locator(".chosen a").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".bar h2")).to_have_text(before)


def test_the_menu_opens_by_keyboard_on_a_phone(browser, portal):
    context = browser.new_context(base_url=portal.url, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("link", name="Reviews", exact=True)).to_be_hidden()
    tab_to(page, "Menu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Reviews", exact=True)).to_be_visible()
    context.close()


def test_everything_works_without_javascript(plain_page):
    page = plain_page
    page.goto("/")
    page.get_by_label("Where I work").select_option("police")
    page.get_by_label("Theme", exact=True).select_option("domestic-abuse")
    page.get_by_role("button", name="Show learning for my role").click()
    expect(page).to_have_url(re.compile(re.escape("/work-in/police/?theme=domestic-abuse") + "$"))
    page.locator(".item summary").first.click()
    page.get_by_role("link", name="Copy link").first.click()
    expect(page).to_have_url(re.compile("/(learning|recommendations)/R000"))
    expect(page.get_by_role("heading", name="How to cite this")).to_be_visible()
    page.get_by_role("link", name="Report an error or a risk of identification in").last.click()
    page.get_by_label("Something is wrong or misquoted").check()
    page.get_by_label("What do you want to tell us?").fill("A word is missing.")
    page.get_by_label("Your email address").fill("not an address")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("What do you want to tell us?")).to_have_value("A word is missing.")
    page.get_by_label("Your email address").fill("")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your report")


def test_copy_link_copies_the_items_own_address(browser, portal):
    context = browser.new_context(base_url=portal.url, permissions=["clipboard-write"])
    page = context.new_page()
    page.goto("/learning/")
    link = page.locator("a[data-copy]").first
    address = link.get_attribute("href")
    page.locator(".item summary").first.click()
    link.click()
    page.get_by_text("Link copied").wait_for()
    page.goto("/search/")
    field = page.locator("main input[name=q]")  # a page itself may not read the clipboard: a reader pastes it
    field.focus()
    page.keyboard.press("Control+V")
    expect(field).to_have_value(portal.url + address)
    context.close()


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_refused(page, portal):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for address in ("/", "/themes/fathers-and-male-carers/", "/reviews/baby-e/", "/contact/"):
        page.goto(address)
    assert asked
    assert [url for url in asked if not url.startswith(portal.url)] == []
    assert complaints == []


def test_a_practitioner_signs_in_reads_what_is_restricted_and_signs_out(page, portal):
    assert page.goto("/reviews/r0004/").status == 404
    sign_in(page, portal, portal.practitioner)
    assert page.goto("/reviews/r0004/").status == 200
    expect(page.get_by_text("Professionals only.").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.goto("/reviews/r0004/").status == 404


def test_questions_leave_room_to_write_on_paper(page, portal):
    sign_in(page, portal, portal.practitioner)
    page.goto("/questions/")
    expect(page.locator(".write").first).to_be_hidden()
    page.emulate_media(media="print")
    assert page.locator(".write").first.bounding_box()["height"] > 90
    expect(page.locator(".do").first).to_be_hidden()
    expect(page.locator(".site")).to_be_hidden()


def test_a_review_that_an_administrator_withdraws_is_gone_at_once(page, portal, browser):
    reader = browser.new_context(base_url=portal.url).new_page()
    assert reader.goto("/reviews/family-t/").status == 200
    sign_in(page, portal, portal.administrator)

    def set_status(status: str) -> None:
        page.goto("/admin/learning/review/?q=R0003")
        page.locator("#result_list tbody th a").first.click()
        page.locator("#id_status").select_option(status)
        page.locator("#id_reason").fill("A test of withdrawing.")
        page.get_by_role("button", name="Save", exact=True).first.click()
        page.locator(".messagelist .success").wait_for()

    set_status("withdrawn")
    try:
        assert reader.goto("/reviews/family-t/").status == 410
        assert "Family T" not in reader.content()
        assert Axe().run(reader).violations_count == 0
        reader.goto("/")
        assert "Family T" not in reader.content()
    finally:
        manage(portal, "shell", "--command", PUBLISH)
    assert reader.goto("/reviews/family-t/").status == 200
    reader.context.close()

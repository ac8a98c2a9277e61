"""axe finds nothing on any type of page, at both widths, in light and dark; nothing scrolls sideways at 320 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.slowly import slow

from .pages import PRACTITIONER_PAGES, PUBLIC_PAGES, sign_in

SCHEMES = ["light", "dark"]
# Both widths and both schemes at once; each with the other only in the slow tests.
USUAL, OTHERS = [(1280, "light"), (375, "dark")], [(1280, "dark"), (375, "light")]
SIZES = [*USUAL, *(slow(*size) for size in OTHERS)]
IDS = ["half, wide, light", "half, narrow, dark", "wide, light", "narrow, dark", "wide, dark", "narrow, light"]
NARROWEST = 320


def halves(pages: dict[str, str]) -> list:
    """Return sizes with the addresses of pages: every page in one size, and in each size in the slow tests."""
    addresses = [*pages.values()]
    some = [(width, scheme, addresses[at::2]) for at, (width, scheme) in enumerate(USUAL)]
    return some + [slow(*size, addresses) for size in (*USUAL, *OTHERS)]


def assert_axe_finds_nothing(page) -> None:
    results = Axe().run(page, options={"resultTypes": ["violations"]})  # it need not describe what is right
    assert results.violations_count == 0, results.generate_report()


def open_menus(page) -> None:
    """Unfold whatever is folded, so that it is checked too."""
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


@pytest.fixture
def page_of_size(browser, portal):
    """Yield a function that opens a page of a width and colour scheme."""
    contexts = []

    def open_page(width: int, scheme: str = "light", **options):
        context = browser.new_context(
            base_url=portal.url, viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme", "addresses"), halves(PUBLIC_PAGES), ids=IDS)
def test_axe_finds_nothing_on_public_pages(page_of_size, width, scheme, addresses):
    page = page_of_size(width, scheme)
    for address in addresses:
        page.goto(address)
        if scheme == "light":
            open_menus(page)
        assert_axe_finds_nothing(page)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_folded_and_unfolded_pages_of_one_scheme(page_of_size, scheme):
    page = page_of_size(375, scheme)
    for address in PUBLIC_PAGES.values():
        page.goto(address)
        assert_axe_finds_nothing(page)
        open_menus(page)
        assert_axe_finds_nothing(page)


@pytest.mark.parametrize(("width", "scheme", "addresses"), halves(PRACTITIONER_PAGES), ids=IDS)
def test_axe_finds_nothing_on_a_practitioners_pages(page_of_size, portal, width, scheme, addresses):
    page = page_of_size(width, scheme)
    sign_in(page, portal, portal.practitioner)
    for address in addresses:
        page.goto(address)
        assert_axe_finds_nothing(page)


def go_to_versions(page):
    """Go to a version that was kept, to a document whose words are unchanged, and to one where some have changed."""
    page.goto("/briefings/keep/review/baby-e/")
    page.get_by_role("button", name="Create a permanent link").click()
    page.wait_for_url("**/briefings/versions/**")
    yield
    same = page.request.get("/briefings/recommendation/R0001-23.json").json()["check_address"]
    page.goto(same)
    expect(page.get_by_role("heading", level=1)).to_have_text("These words are unchanged")
    yield
    page.goto(same[:-1] + ("0" if same[-1] != "0" else "1"))  # the end of the mark of what is quoted last
    expect(page.get_by_role("heading", level=1)).to_have_text("Some words have changed")
    yield


@pytest.mark.parametrize(("width", "scheme"), [*SIZES, (NARROWEST, "light"), slow(NARROWEST, "dark")])
def test_axe_finds_nothing_on_versions_and_checked_documents(page_of_size, width, scheme):
    page = page_of_size(width, scheme)
    for _ in go_to_versions(page):
        assert_axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_a_form_with_errors(page_of_size, scheme):
    page = page_of_size(375, scheme)
    page.goto("/contact/")
    page.get_by_role("button", name="Send report").click()
    page.get_by_role("alert").wait_for()
    assert_axe_finds_nothing(page)


def test_axe_finds_nothing_when_a_form_was_open_for_too_long(page_of_size):
    page = page_of_size(375)
    page.goto("/accounts/sign-in/")
    page.context.clear_cookies()
    page.locator("main form").first.evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Sign in", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The form could not be sent")
    assert_axe_finds_nothing(page)


def test_no_page_scrolls_sideways_at_320_pixels(page_of_size):
    page = page_of_size(NARROWEST)
    for name, address in PUBLIC_PAGES.items():
        page.goto(address)
        open_menus(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROWEST, f"{name} is {width} pixels wide"


def test_whatever_is_clicked_alone_is_large_enough(page_of_size):
    """WCAG 2.2, 2.5.8: 24 pixels at least; links inside a sentence are exempt."""
    page = page_of_size(375)
    for name, address in PUBLIC_PAGES.items():
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll(`button, input, select, textarea, summary, .do a, .menu a, .pages a,
                 .chosen a, .counted a, .button`)]
                 .filter(e => e.checkVisibility() && e.type !== 'hidden')
                 .map(e => [e.outerHTML.slice(0, 80), e.closest('label') || e])
                 .filter(([_, e]) => e.getBoundingClientRect().height < 24)
                 .map(([html, _]) => html)"""
        )
        assert not small, f"{name}: {small}"

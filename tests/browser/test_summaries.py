"""A partnership's editor writes their own summary and approves the briefing, without JavaScript and on any screen."""

import pytest
from playwright.sync_api import expect

from .conftest import manage
from .pages import sign_in
from .test_accessibility import NARROWEST, assert_axe_finds_nothing, open_menus

REVIEW = "/reviews/demonstration-invented/"
OWN = "Ask who lives in the home of each child (invented)."
FORGET = """
from reviews_portal.briefings.models import BriefingApproval, PartnershipSummary
BriefingApproval.objects.all().delete()
PartnershipSummary.objects.all().delete()
"""


@pytest.fixture
def page(browser, portal):
    """Yield a page of the partnership's editor in a browser without JavaScript; what they save is deleted."""
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, portal, portal.partnership_editor)
    yield page
    context.close()
    manage(portal, "shell", "--command", FORGET)


def test_an_editor_writes_a_summary_and_approves_the_briefing(page):
    page.goto(REVIEW)
    page.get_by_role("link", name="Edit or approve the seven-minute briefing").click()
    page.get_by_label("Your own summary of “What to do” (optional)").fill(OWN)
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_role("link", name="Select at least one statement that “What to do” is based on.").click()
    page.get_by_role("group", name="“What to do” is based on").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview of the seven-minute briefing")
    expect(page.get_by_role("main")).to_contain_text(OWN)
    page.get_by_role("button", name="Approve on behalf of").click()
    expect(page.get_by_role("main")).to_contain_text(
        "Approved by Fernley Safeguarding Children Partnership (invented)"
    )
    page.get_by_role("group").filter(has_text="Withdraw approval").locator("summary").click()
    page.get_by_role("button", name="Withdraw approval").click()
    expect(page.get_by_role("main")).to_contain_text("Not approved.")


@pytest.mark.parametrize(("width", "scheme"), [(NARROWEST, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, portal, width, scheme):
    context = browser.new_context(base_url=portal.url, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, portal, portal.partnership_editor)
    briefing = f"/manage{REVIEW}briefing/"
    for address in (briefing, f"{briefing}preview/"):
        assert page.goto(address).status == 200
        open_menus(page)
        assert_axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(briefing)
    page.get_by_label("Your own summary of “What to do” (optional)").fill("The family failed to engage.")
    page.get_by_role("button", name="Save summaries").click()
    page.get_by_role("alert").wait_for()
    expect(page.get_by_role("main")).to_contain_text("“Failed” can sound like blame.")
    assert_axe_finds_nothing(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()

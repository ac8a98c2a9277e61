"""What takes long to export, in a browser: its start, how far it is, then the file; with and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import running_portal

ADDRESS = "/briefings/learning.pptx"


@pytest.fixture(scope="module")
def slow_portal(tmp_path_factory):
    """Yield a portal that lets a task write every export, as it does what would take long."""
    with running_portal(tmp_path_factory.mktemp("slow_portal"), PORTAL_EXPORT_SECONDS="0") as portal:
        yield portal


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_long_list_is_shown_as_it_is_made_and_then_handed_out(browser, slow_portal, has_javascript):
    context = browser.new_context(base_url=slow_portal.url, java_script_enabled=has_javascript)
    page = context.new_page()
    page.goto(f"{ADDRESS}?sort={'newest' if has_javascript else 'reference'}")  # each document is written once
    expect(page).to_have_url(re.compile(re.escape(ADDRESS)))  # opening an address starts nothing
    if has_javascript:
        assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Start export").click()
    expect(page).to_have_url(re.compile("/briefings/exports/[^/]+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your export: Slides")
    expect(page.get_by_role("progressbar")).to_be_visible()
    if has_javascript:
        assert Axe().run(page).violations_count == 0
    expect(page.get_by_text("Your export is ready.")).to_be_visible(timeout=60_000)
    if has_javascript:
        assert Axe().run(page).violations_count == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "learning-slides.pptx"
    assert download.value.path().read_bytes().startswith(b"PK")
    stranger = browser.new_context(base_url=slow_portal.url).new_page()
    assert stranger.goto(page.url).status == 404
    stranger.context.close()
    context.close()


def test_it_is_started_stopped_and_made_again_by_keyboard(browser, slow_portal):
    context = browser.new_context(base_url=slow_portal.url)
    page = context.new_page()
    page.goto(f"{ADDRESS}?sort=good-practice")
    page.get_by_role("button", name="Start export").press("Enter")
    page.get_by_role("button", name="Stop export").press("Enter")
    expect(page.get_by_text("You stopped this export. No file was kept.")).to_be_visible()
    page.get_by_role("button", name="Start again").press("Enter")
    expect(page.get_by_text("Your export is ready.")).to_be_visible(timeout=60_000)
    context.close()

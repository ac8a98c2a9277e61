"""An editor withdraws a review, and an administrator confirms that it is published again."""

import pytest
from playwright.sync_api import expect

from .conftest import manage
from .pages import sign_in
from .test_accessibility import open_menus

REVIEW = "/reviews/demonstration-invented/"
PUBLICATION = f"/manage{REVIEW}publication/"
ADDRESS = "https://example.org/a-review-invented"
FORGET = """
from reviews_portal.publication.models import PublicationDecision
PublicationDecision.objects.all().delete()
"""


@pytest.fixture
def person(browser, portal):
    """Yield a function that gives the page of somebody who is signed in; what they decide is deleted."""
    contexts = []

    def open_page(email: str, *, scripts: bool = True):
        contexts.append(browser.new_context(base_url=portal.url, java_script_enabled=scripts))
        page = contexts[-1].new_page()
        sign_in(page, portal, email)
        return page

    yield open_page
    for context in contexts:
        context.close()
    manage(portal, "shell", "--command", FORGET)


def test_two_people_publish_what_is_published_elsewhere(portal, person):
    editor, boss = person(portal.partnership_editor), person(portal.administrator)
    editor.goto(REVIEW)
    editor.get_by_role("link", name="Change who can read this review").click()
    editor.get_by_role("link", name="Withdraw the review").click()
    editor.get_by_role("button", name="Withdraw the review").click()
    editor.get_by_role("link", name="Enter why you are withdrawing the review.").click()
    editor.get_by_label("Why are you withdrawing it?").fill("A test of withdrawing (invented).")
    editor.get_by_role("button", name="Withdraw the review").click()
    expect(editor.get_by_role("status").first).to_contain_text("Review withdrawn")

    editor.goto(f"{PUBLICATION}decision/")
    editor.get_by_role("button", name="Send for confirmation").click()
    editor.get_by_role("link", name="Enter the reference of the minute").click()
    expect(editor.get_by_label("Reference of the minute")).to_be_focused()
    editor.goto(PUBLICATION)
    expect(editor.get_by_role("main")).to_contain_text("Enter the reference of the minute")

    # What is published elsewhere already takes three activations, and one of the second person.
    editor.get_by_role("link", name="It is already published elsewhere").click()
    editor.get_by_label("Web address").fill(ADDRESS)
    editor.get_by_label("Date it was published there").fill("March 2026")
    editor.get_by_label("Web address").press("Enter")
    expect(editor.get_by_role("status").first).to_contain_text("Sent for confirmation")
    expect(editor.get_by_role("button", name="Cancel request for confirmation")).to_be_visible()

    boss.goto(PUBLICATION)
    expect(boss.get_by_role("link", name=ADDRESS)).to_be_visible()
    boss.get_by_role("button", name="Confirm and publish").click()
    expect(boss.get_by_role("status").first).to_contain_text("The review is published.")
    boss.goto(REVIEW)
    open_menus(boss)
    expect(boss.get_by_role("link", name="elsewhere", exact=True)).to_have_attribute("href", ADDRESS)


def test_more_readers_are_shown_after_the_list_was_read_without_scripts(portal, person):
    editor, boss = (person(email, scripts=False) for email in (portal.partnership_editor, portal.administrator))
    editor.goto(PUBLICATION)
    editor.get_by_role("link", name="It is already published elsewhere").click()
    editor.get_by_label("Who can read it").select_option("Public")
    editor.get_by_label("Web address").fill(ADDRESS)
    editor.get_by_label("Date it was published there").fill("March 2026")
    editor.get_by_role("button", name="Send for confirmation").click()
    expect(editor.get_by_role("alert")).to_contain_text("Read the list of items, then tick the box.")
    editor.get_by_role("checkbox", name="I have read all").check()
    editor.get_by_role("button", name="Send for confirmation").click()
    boss.goto(PUBLICATION)
    boss.get_by_role("checkbox", name="I have read all").check()
    boss.get_by_role("button", name="Confirm and show to more readers").click()
    expect(boss.get_by_role("status").first).to_contain_text("More people can read the review now.")

    editor.goto(f"{PUBLICATION}audience/")
    editor.get_by_role("radio", name="Own partnership only").check()
    editor.get_by_label("Why?").fill("It is invented.")
    editor.get_by_role("button", name="Change the audience").click()
    expect(editor.get_by_role("main")).to_contain_text("Published: own partnership only.")

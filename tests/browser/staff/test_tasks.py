"""The tasks of staff are done with a keyboard alone, in a browser without JavaScript."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from ..pages import sign_in
from .pages import DRAFT

MOST = 200  # presses of Tab
WORDS = "Nobody asked who was living in the home."


class Keyboard:
    """Somebody at a page who has only a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, address: str) -> None:
        """Open an address, and skip to its content."""
        self.page.goto(address)
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")

    def reach(self, target: Locator) -> None:
        """Press Tab until a field, link or button has the focus."""
        for _ in range(MOST):
            if target.evaluate("target => target === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab does not reach {target}.")

    def fill(self, label: str, words: str) -> None:
        """Replace what is in a text field."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def choose(self, label: str, option: str) -> None:
        """Choose the first option of a list that begins with this."""
        field = self.page.get_by_label(label, exact=True)
        self.reach(field)
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_contain_text(option)

    def press(self, name: str | re.Pattern, role: str = "button") -> None:
        """Activate a button or a link."""
        self.reach(self.page.get_by_role("main").get_by_role(role, name=name).first)
        self.page.keyboard.press("Enter")

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("status").first).to_contain_text(words)


@pytest.fixture(scope="module")
def keyboard_of(browser, portal, made):
    """Yield a function that returns the keyboard of somebody who is signed in."""
    contexts = []

    def keyboard(who: str) -> Keyboard:
        contexts.append(browser.new_context(base_url=portal.url, java_script_enabled=False))
        page = contexts[-1].new_page()
        sign_in(page, portal, getattr(portal, who))
        return Keyboard(page)

    people = {who: keyboard(who) for who in ("partnership_editor", "administrator")}
    yield people.__getitem__
    for context in contexts:
        context.close()


def test_a_review_is_published_corrected_and_partly_hidden(keyboard_of, made):
    editor, administrator = keyboard_of("partnership_editor"), keyboard_of("administrator")
    review = f"/manage/reviews/{made['ready']}/"
    editor.go(f"{review}publication/")
    editor.press("It is already published elsewhere", "link")
    editor.fill("Web address", "https://example.org/bracken-close")
    editor.fill("Date it was published there", "March 2026")
    editor.press("Send for confirmation")
    editor.is_told("Sent for confirmation")
    administrator.go(f"{review}publication/")
    expect(administrator.page.get_by_role("main")).to_contain_text("March 2026")
    administrator.press("Confirm and publish")
    administrator.is_told("The review is published.")

    editor.go(review)
    editor.press("Open for editing")
    editor.press(re.compile("^Edit ?: Nobody asked"), "link")
    editor.fill("Exact wording in the document", WORDS)
    editor.fill("Why are you changing this?", "A word was wrong.")
    editor.press("Save")
    expect(editor.page.get_by_role("main")).to_contain_text(WORDS)
    editor.press("Publish corrections…", "link")
    editor.press("Publish 1 change")
    editor.is_told("published")

    editor.go(f"/manage/hidden/reviews/{made['ready']}/")
    editor.press("Hide R", "link")
    editor.fill("Why must it be hidden?", "It could tell which family this is.")
    editor.press("Hide now")
    editor.is_told("Hidden. Readers can no longer see it.")
    administrator.go("/manage/hidden/")
    administrator.press("Restore, withdraw or redact", "link")
    administrator.fill("Reason for your decision", "Too few people live there.")
    administrator.press("Withdraw")
    administrator.is_told("Withdrawn. It stays hidden.")


def test_an_agency_is_added(keyboard_of):
    editor = keyboard_of("partnership_editor")
    editor.go("/manage/agencies/")
    editor.press("Add an agency", "link")
    editor.fill("Name of the agency", "Fernley Dental Practice (invented)")
    editor.choose("Kind of agency", "Police")
    editor.press("Add agency")
    editor.is_told("“Fernley Dental Practice (invented)” is now an agency")


def test_a_theme_is_proposed(keyboard_of):
    editor = keyboard_of("partnership_editor")
    editor.go("/manage/themes/")
    editor.press("Propose a theme", "link")
    editor.fill("Name of the theme", "Night work (invented)")
    editor.choose("Group", "Harm")
    editor.fill("What does the theme cover?", "What work at night means for a child.")
    editor.fill("Why is the theme needed?", "No theme is about the hours that parents work.")
    editor.press("Propose theme")
    editor.is_told("Proposed.")


def test_a_response_is_typed(keyboard_of, made):
    editor = keyboard_of("partnership_editor")
    editor.go(f"/manage/reviews/{made['published']}/responses/")
    editor.press("Add a response to recommendation 1", "link")
    editor.fill("Text of the response", "We ask at each first visit who lives in the home.")
    editor.choose("Agency", "Fernley Police")
    editor.press("Continue to preview")
    expect(editor.page.get_by_role("heading", level=1)).to_have_text("Preview")
    expect(editor.page.get_by_role("main")).to_contain_text("Fernley Police")
    editor.reach(editor.page.get_by_role("button", name="Publish response"))  # published words cannot be deleted


def test_an_action_is_typed(keyboard_of, made):
    editor = keyboard_of("partnership_editor")
    editor.go(f"{DRAFT}actions/".format(**made))
    editor.press("Add an action", "link")
    editor.fill("Action", "Train staff.")
    editor.press("Add action")
    editor.is_told("added")

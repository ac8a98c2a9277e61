"""A partnership adds a review from its text, and a second person publishes it, without the administration."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import manage
from .pages import sign_in

TITLE = "Learning review: Brookside (invented)"
TEXT = """What we learned
• The family moved three times in a year, and each move was known to one service only.
• Nobody asked who else was living in the home, so a new partner stayed unknown for months.
• The health visitor wrote down what the baby was like at each visit, and shared it at once.
• The school knew that the older child was tired and hungry, but did not know whom to tell.
• Midwives were told of the move only after the birth.
• The housing officer noticed the broken door, and did not record it.
What must change
1. Agencies should ask, at each first visit, who lives in the home.
2. Agencies should agree within three months how a worry is passed on.
3. Schools should know whom to call during the holidays.
4. Housing officers should have training on what to record.
For discussion
• How would you find out who is important to a child whom you visit?
• What makes it hard to ask?
• What would you have done after the second move?
"""
KEYS = "hllgfffhrrrrhqqq"  # three headings and 13 statements
MOST = 60  # activations
FORGET = f"""
from learning.models import Review
from learning.models.sourced import kinds_sourced
from reviews_portal.publication.models import PublicationDecision
for review in Review.objects.filter(title="{TITLE}"):
    PublicationDecision.objects.filter(review=review).delete()
    for model in kinds_sourced():
        model.objects.filter(review=review).delete()
    review.delete()
"""


class Person:
    """Somebody at a page, whose activations are counted: clicks, Enter, Space, and keys that are commands."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.activations = 0

    def click(self, target: Locator) -> None:
        self.activations += 1
        target.click()

    def press(self, key: str) -> None:
        self.activations += 1
        self.page.keyboard.press(key)

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name))

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name))


@pytest.fixture
def person(browser, portal):
    """Yield a function that gives somebody who is signed in; the review that they add is deleted."""
    contexts = []

    def enter(email: str) -> Person:
        contexts.append(browser.new_context(base_url=portal.url))
        page = contexts[-1].new_page()
        sign_in(page, portal, email)
        return Person(page)

    yield enter
    for context in contexts:
        context.close()
    manage(portal, "shell", "-v0", "-c", FORGET)


def test_a_review_of_13_statements_is_added_and_published_in_60_activations(portal, person, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(TEXT)
    editor = person(portal.partnership_editor)
    page = editor.page
    page.goto("/manage/reviews/")

    editor.link("Add a review")
    page.get_by_label("Title of the review").fill(TITLE)
    types = page.get_by_role("group", name="Type of review")
    editor.click(types.get_by_text("England", exact=True))
    editor.click(types.get_by_label("Local child safeguarding practice review"))
    page.get_by_label("Date published").fill("March 2026")
    page.get_by_label("File").set_input_files(report)
    editor.activations += 2  # to open the dialog and to choose
    editor.button("Add review")
    expect(page.get_by_role("status").first).to_contain_text("Readers cannot see it until it is published")

    editor.link("Edit text")
    editor.click(page.get_by_label("Text", exact=True))
    page.keyboard.insert_text(TEXT)
    editor.button("Add rows")
    rows = page.locator("ol.rows > .row")
    expect(rows).to_have_count(len(KEYS))
    for number, key in enumerate(KEYS):
        expect(rows.nth(number)).to_be_focused()
        editor.press(key)
    expect(page.locator("[data-count=unmarked]")).to_have_text("0")
    editor.press("Home")
    page.keyboard.press("Tab")
    for _ in range(13):
        page.keyboard.type("information sharing")
        page.keyboard.press("Tab")
    expect(page.locator("[data-count=untagged]")).to_have_text("0")

    editor.click(page.get_by_role("link", name="Check", exact=True))
    expect(page.get_by_role("main")).not_to_contain_text("Correct these before publication")
    editor.link("Preview")
    expect(page.get_by_role("main")).to_contain_text("Preview, not published.")
    expect(page.get_by_role("main")).to_contain_text("What would you have done after the second move?")
    editor.link("Back to editing")
    editor.link("Publish…")
    editor.link("It is already published elsewhere")
    page.get_by_label("Web address").fill("https://example.org/brookside")
    editor.button("Send for confirmation")
    expect(page.get_by_role("status").first).to_contain_text("Sent for confirmation")

    second = person(portal.administrator)
    second.page.goto(page.url)
    second.button("Confirm and publish")
    expect(second.page.get_by_role("status").first).to_contain_text("The review is published.")
    assert editor.activations + second.activations <= MOST

    reader = second.page.context.browser.new_context(base_url=portal.url).new_page()
    reader.goto("/reviews/learning-review-brookside-invented/")
    expect(reader.get_by_role("main")).to_contain_text("Nobody asked who else was living in the home")
    assert reader.request.get("/briefings/review/learning-review-brookside-invented.pdf").ok
    reader.context.close()

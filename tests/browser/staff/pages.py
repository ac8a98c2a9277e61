"""The pages of staff under /manage/, each in the states in which people meet it.

CONTRIBUTING.md says: a new page gets a line here. `test_pages.py` fails for a page that has none.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, expect

from ..test_accessibility import open_menus


class Stop(NamedTuple):
    """A page in one state: its address, who opens it, and what they do there first.

    The address contains what `make.py` made. If `press` names a button, the text fields of its form are emptied, then
    it is pressed, and the page that follows names a problem. `act` does anything else.
    """

    address: str
    press: str = ""
    who: str = "partnership_editor"
    act: Callable[[Page, dict], None] | None = None

    @property
    def name(self) -> str:
        """What a test is called that goes there."""
        rest = self.press or (self.act.__name__ if self.act else "")
        return f"{self.address.strip('/')}{f', {rest}' if rest else ''}"

    def go(self, page: Page, made: dict) -> None:
        """Go there, unfold all that is folded, and do what is to be done there."""
        page.goto(self.address.format(**made))
        open_menus(page)
        if self.act:
            self.act(page, made)
        if self.press:
            button = page.get_by_role("main").get_by_role("button", name=self.press, exact=True)
            button.evaluate(EMPTY)
            button.click()
            expect(page.locator("main .errors, main .error").locator("visible=true").first).to_be_visible()
        open_menus(page)


EMPTY = """button => {
    for (const field of button.form.querySelectorAll('input[type=text], input[type=url], input[type=date], textarea'))
        field.value = '';
}"""
SHARED = "/manage/reviews/thematic-review-non-accidental-injury-southampton/"  # has responses in its document


def give_references(page: Page, made: dict) -> None:
    page.get_by_role("button", name="Assign references and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask agencies before publication")


def send_a_known_name(page: Page, made: dict) -> None:
    page.get_by_label("Name of the agency").fill("Fernley Polic (invented)")
    page.get_by_label("Kind of agency").select_option("Police")
    page.get_by_role("button", name="Add agency").click()
    expect(page.get_by_role("heading", name="Is it one of these agencies?")).to_be_visible()


def see_what_a_public_name_changes(page: Page, made: dict) -> None:
    page.get_by_label("Review", exact=True).select_option(made["reference"].partition("-")[0])
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Change public name")).to_be_visible()


def add_rows(page: Page, made: dict) -> None:
    page.get_by_role("button", name="Add rows").click()
    expect(page.get_by_role("group", name="Row 2")).to_be_visible()


def save_what_another_editor_changed(page: Page, made: dict) -> None:
    page.locator("[name=opened]").evaluate("field => { field.value = '' }")  # as if all of it had been changed
    page.locator("[name=title]").fill("A title that nobody else entered")
    page.get_by_role("button", name="Save details").click()
    expect(page.locator("main .errors")).to_contain_text("while you were editing")


def preview_a_response(page: Page, made: dict) -> None:
    page.get_by_label("Text of the response").fill("We ask at each first visit who lives in the home.")
    page.get_by_label("Recommendation").first.select_option(index=1)
    page.get_by_label("Agency").first.select_option(index=1)
    page.get_by_role("button", name="Continue to preview").click()
    expect(page.get_by_role("button", name="Publish")).to_be_visible()


def preview_an_action(page: Page, made: dict) -> None:
    page.get_by_label("Action", exact=True).fill("Change the referral form.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Preview")


DRAFT, AWAITING, PUBLISHED = (f"/manage/reviews/{{{name}}}/" for name in ("draft", "awaiting", "published"))
ADMINISTRATOR = "administrator"
STOPS = [
    # Reviews and their text
    Stop("/manage/reviews/"),
    Stop("/manage/reviews/add/"),
    Stop("/manage/reviews/add/", press="Add review"),
    Stop(DRAFT),
    Stop(PUBLISHED),
    Stop(f"{DRAFT}details/"),
    Stop(f"{PUBLISHED}details/", press="Save details"),
    Stop(f"{DRAFT}details/", act=save_what_another_editor_changed),
    Stop(f"{DRAFT}documents/add/"),
    Stop(f"{PUBLISHED}documents/add/", press="Add document"),
    Stop(f"{DRAFT}documents/{{document}}/", press="Save details"),
    Stop(f"{DRAFT}documents/{{document}}/", act=save_what_another_editor_changed),
    Stop(f"{DRAFT}documents/{{document}}/file/", press="Upload file"),
    Stop(f"{DRAFT}edit/"),
    Stop(f"{DRAFT}edit/?mark"),
    Stop(f"{DRAFT}edit/?row={{row}}"),
    Stop(f"{DRAFT}edit/", press="Add rows"),
    Stop(f"{PUBLISHED}edit/"),
    Stop("/manage/reviews/demonstration-invented/edit/"),  # which is not open
    Stop("/manage/statements/{reference}/edit/"),
    Stop(f"{DRAFT}check/"),
    Stop(f"{DRAFT}check/", press="Record decision"),
    Stop(f"{AWAITING}check/"),
    Stop(f"{DRAFT}preview/"),
    Stop(f"{AWAITING}preview/"),
    Stop(f"{PUBLISHED}changes/"),
    Stop(f"{PUBLISHED}changes/discard/"),
    Stop(AWAITING, act=give_references),
    # Imports
    Stop("/manage/imports/"),
    Stop("/manage/imports/add/"),
    *(
        Stop(f"/manage/imports/{{{state}}}/")
        for state in ("imported", "resembling", "refused", "waiting", "stopped", "failed")
    ),
    Stop("/manage/reviews/{sedge}/edit/"),  # with the document beside it
    Stop("/manage/reviews/{sedge}/source/"),
    Stop("/manage/reviews/{sedge}/check/"),
    # Publication
    Stop(f"{DRAFT}publication/elsewhere/"),
    Stop(f"{DRAFT}publication/elsewhere/", press="Send for confirmation"),
    Stop(f"{DRAFT}publication/decision/"),
    Stop(f"{DRAFT}publication/decision/", press="Send for confirmation"),
    Stop(f"{DRAFT}publication/not-published/", press="Send for confirmation"),
    Stop(f"{DRAFT}publication/"),  # returned, and incomplete
    Stop(f"{AWAITING}publication/"),
    Stop(f"{AWAITING}publication/", who=ADMINISTRATOR, press="Return for changes"),
    Stop(f"{PUBLISHED}publication/"),
    Stop(f"{PUBLISHED}publication/elsewhere/", press="Send for confirmation"),
    Stop(f"{PUBLISHED}publication/audience/", press="Change the audience"),
    Stop(f"{PUBLISHED}publication/withdraw/", press="Withdraw the review"),
    # What is hidden
    Stop("/manage/hidden/"),
    Stop("/manage/hidden/reviews/{published}/"),
    Stop("/manage/hidden/reviews/{published}/hide/"),
    Stop("/manage/hidden/items/{reference}/", press="Hide now"),
    Stop("/manage/hidden/paragraphs/{section}/"),
    Stop("/manage/hidden/files/{published}/{position}/"),
    Stop("/manage/hidden/{overdue}/"),
    Stop("/manage/hidden/{overdue}/", press="Restore"),
    Stop("/manage/hidden/{own}/"),
    Stop("/manage/hidden/{restored}/"),
    Stop("/manage/hidden/reports/{report}/"),
    Stop("/manage/hidden/reports/{report}/", press="Save answer"),
    # Agencies and themes
    Stop("/manage/agencies/"),
    Stop("/manage/agencies/add/", press="Add agency"),
    Stop("/manage/agencies/add/", act=send_a_known_name),
    Stop("/manage/agencies/{agency}/names/", press="Save changes"),
    Stop("/manage/agencies/{agency}/public-name/"),
    Stop("/manage/agencies/{agency}/public-name/", act=see_what_a_public_name_changes),
    Stop("/manage/themes/"),
    Stop("/manage/themes/propose/", press="Propose theme"),
    Stop("/manage/themes/{proposal}/", who=ADMINISTRATOR),
    Stop("/manage/themes/{proposal}/", who=ADMINISTRATOR, press="Decline proposal"),
    Stop("/manage/themes/{declined}/"),
    # Responses and actions in documents
    Stop(f"{PUBLISHED}responses/"),
    Stop(f"{PUBLISHED}responses/add/", press="Continue to preview"),
    Stop(f"{PUBLISHED}responses/add/", act=add_rows),
    Stop(f"{PUBLISHED}responses/add/", act=preview_a_response),
    Stop(f"{SHARED}responses/", who=ADMINISTRATOR),
    Stop(f"{SHARED}responses/{{response}}/", who=ADMINISTRATOR, press="Withdraw response"),
    Stop(f"{SHARED}responses/{{response}}/edit/", who=ADMINISTRATOR),
    Stop("/manage/reviews/demonstration-invented/actions/"),
    Stop(f"{DRAFT}actions/"),
    Stop(f"{DRAFT}actions/add/", press="Add action"),
    Stop(f"{DRAFT}actions/add/", act=preview_an_action),
    Stop(f"{DRAFT}actions/{{action}}/edit/"),
    Stop(f"{DRAFT}actions/{{action}}/remove/"),
]
# Addresses that no person sees as a page: files, and what a script asks for.
NO_PAGES = {
    "manage/decisions/<int:pk>/",
    "manage/reviews/<slug:slug>/preview.<slug:format>",
    "manage/reviews/<slug:slug>/export.json",
    "manage/reviews/<slug:slug>/edit/suggest/agencies/",
    "manage/reviews/<slug:slug>/edit/suggest/themes/",
    "manage/hidden/<int:pk>/file/",
}
# Pages that another module goes to.
ELSEWHERE = {
    "manage/redactions/": "test_redaction.py",
    "manage/reviews/<slug:slug>/briefing/": "test_summaries.py",
}

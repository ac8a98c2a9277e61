"""Two people take words out of the portal in a real browser, and no copy of it shows them afterwards."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import manage
from .pages import sign_in
from .serving.test_copies import copies  # noqa: F401 - a fixture
from .serving.test_served import answer
from .test_accessibility import NARROWEST, assert_axe_finds_nothing

PASSAGE = "Zorbelina Quux"
OWN, OTHER = "demonstration-invented", "family-t"  # of the editor's partnership, and not
WHERE = [f"/reviews/{OTHER}/", f"/api/v1/reviews/{OTHER}", "/search/?q=family+t", "/whats-new/"]
REVIEWS = "from learning.models import Review; "
FORGET = """
from learning.models import Correction
from reviews_portal.redaction.models import Redaction
Redaction.objects.all().delete()
Correction.objects.all().delete()
"""


def note(slug: str, text: str) -> str:
    """Return the code that writes the portal's own note on a review."""
    return f"{REVIEWS}Review.objects.filter(slug={slug!r}).update(curator_note={text!r})\n"


@pytest.fixture
def planted(portal):
    """Write the passage into the notes of two reviews, and set all back afterwards."""
    code = f"{REVIEWS}print(Review.objects.get(slug={OTHER!r}).curator_note)"
    before = manage(portal, "shell", "--verbosity=0", "--command", code).stdout.strip()
    manage(portal, "shell", "--command", note(OWN, f"Of {PASSAGE}.") + note(OTHER, f"Of {PASSAGE}."))
    yield
    manage(portal, "shell", "--command", FORGET + note(OWN, "") + note(OTHER, before))


@pytest.fixture
def person(browser, portal):
    """Yield a function that gives the page of somebody who is signed in."""
    contexts = []

    def open_page(email: str):
        contexts.append(browser.new_context(base_url=portal.url))
        page = contexts[-1].new_page()
        sign_in(page, portal, email)
        return page

    yield open_page
    for context in contexts:
        context.close()


def check(page) -> None:
    """Assert that a page is accessible, and narrow enough for a small telephone."""
    for width in (1280, NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        assert_axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_people_redact_and_every_copy_knows(portal, copies, planted, person):  # noqa: F811
    for _ in range(4):  # each process of a copy has the pages in memory then
        assert all(PASSAGE in answer(copy + WHERE[0])[1] for copy in copies)
    editor, boss = person(portal.partnership_editor), person(portal.administrator)
    editor.goto("/responses/")
    editor.get_by_role("link", name="propose a redaction").click()
    editor.get_by_label("Why could they").fill("It is the name of a sister.")
    editor.get_by_role("button", name="Propose redaction").click()
    expect(editor.get_by_role("alert")).to_be_focused()
    expect(editor.get_by_label("Why could they")).to_have_value("It is the name of a sister.")
    check(editor)
    editor.get_by_label("Words to redact").fill("zorbelina  quux")
    editor.get_by_role("button", name="Propose redaction").click()
    expect(editor.get_by_role("mark")).to_have_text([PASSAGE])  # not the one in the other review
    check(editor)

    boss.goto("/manage/redactions/")
    check(boss)
    boss.get_by_role("link", name=re.compile(r"^Redaction \d+$")).click()
    expect(boss.get_by_role("mark")).to_have_text([PASSAGE, PASSAGE])
    check(boss)
    boss.get_by_role("button", name="Replace the words in 2 places").click()
    expect(boss.get_by_role("status").first).to_contain_text("replaced in 2 places")
    for copy in copies * 3:
        for page in WHERE:
            assert PASSAGE not in answer(copy + page)[1], page
    assert "Of [redacted]." in answer(copies[1] + WHERE[0])[1]
    assert "was corrected" in answer(copies[1] + "/whats-new/")[1]
    for _ in range(60):  # the task worker of the portal cleans the database
        boss.reload()
        if "Not yet" not in boss.get_by_role("main").inner_text():
            break
        boss.wait_for_timeout(1000)
    manage(portal, "redact", "--check")
    check(boss)

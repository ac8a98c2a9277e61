"""One person hides an item in a real browser, and no copy of the portal shows it; another restores it."""

import pytest
from playwright.sync_api import expect

from .conftest import manage
from .pages import sign_in
from .serving.test_copies import copies  # noqa: F401 - a fixture
from .serving.test_served import answer
from .test_redaction import OWN, check, person  # noqa: F401 - a fixture

FORGET = """
from learning.models import HiddenRecord, Hiding
HiddenRecord.objects.all().delete()
Hiding.objects.all().delete()
"""
FIND = f"""
from learning.models import LearningItem
one = LearningItem.objects.filter(review__slug={OWN!r}, sub_points=None).order_by("pk").first()
print(one.reference + "|" + one.text)
"""


@pytest.fixture
def item(portal):
    """Yield the reference and the text of an item of the editor's partnership; show everything again afterwards."""
    yield manage(portal, "shell", "--verbosity=0", "--command", FIND).stdout.strip().split("|", 1)
    manage(portal, "shell", "--command", FORGET)


def test_it_is_hidden_alone_and_restored_by_a_second_person(portal, copies, item, person, browser):  # noqa: F811
    reference, text = item
    words = " ".join(text.split())[:40]
    where = [f"/learning/{reference}/", f"/reviews/{OWN}/", f"/api/v1/reviews/{OWN}", f"/search/?q={reference}"]
    before = {page: answer(copies[0] + page)[1] for page in where[:3]}
    assert all(words in page for page in before.values())
    for _ in range(4):  # each process of a copy has the pages in memory then
        assert all(words in answer(copy + where[1])[1] for copy in copies)
    editor = person(portal.partnership_editor)
    editor.goto(where[0])
    editor.get_by_role("link", name="Hide now").focus()
    editor.keyboard.press("Enter")
    editor.get_by_role("button", name="Hide now").click()
    expect(editor.get_by_role("alert")).to_be_focused()
    check(editor)
    editor.get_by_label("Why must it be hidden?").fill("It names a street.")
    editor.get_by_role("button", name="Hide now").click()
    expect(editor.get_by_role("status").first).to_contain_text("Readers can no longer see it")
    check(editor)
    for copy in copies * 3:
        for page in where:
            assert words not in answer(copy + page)[1], page
    assert "This item is being checked" in answer(copies[1] + where[0])[1]
    editor.goto(f"/manage/hidden/reviews/{OWN}/")
    check(editor)

    plain = browser.new_context(base_url=portal.url, java_script_enabled=False)
    boss = plain.new_page()
    sign_in(boss, portal, portal.administrator)
    boss.goto("/manage/hidden/")
    boss.get_by_role("link", name="Restore, withdraw or redact").first.click()
    boss.get_by_role("button", name="Restore", exact=True).click()
    expect(boss.get_by_role("alert")).to_contain_text("Enter the reason for your decision")
    boss.get_by_label("Reason for your decision").fill("The street is not named.")
    boss.get_by_role("button", name="Restore", exact=True).click()
    expect(boss.get_by_role("status").first).to_contain_text("Readers can see it again")
    plain.close()
    assert {page: answer(copies[1] + page)[1] for page in where[:3]} == before
    editor.goto("/manage/hidden/")
    check(editor)

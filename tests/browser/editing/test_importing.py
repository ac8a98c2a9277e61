"""An editor imports a PDF, checks the draft, and publishes it; readers find it. Two people work on it at once."""

import re

import pytest
from playwright.sync_api import expect

from ..conftest import manage
from ..test_accessibility import NARROWEST, assert_axe_finds_nothing, open_menus

TITLE = "Local Child Safeguarding Practice Review: Child Pademelon"
DOCUMENT = f"""<!doctype html><html lang=en><body style="font: 12pt sans-serif">
<h1>{TITLE}</h1><p>Published 4 March 2025</p>
<h2>What happened</h2>
<p>Pademelon was four years old when her teacher noticed that she came to school hungry and tired.</p>
<h2>What worked well</h2>
<ul><li>The school nurse visited the family every week and wrote down what she saw.</li></ul>
<h2>What we learnt</h2>
<ul><li>Neglect was seen by each agency, and each agency waited for another to act.</li>
<li>Practitioners should ask the whole household about safety.</li></ul>
<h2>Recommendations</h2>
<ol><li>The police should tell the health visitor about each visit to a home with children.</li></ol>
</body></html>"""
FOOTER = '<p style="font-size: 9px; margin: auto">Pademelon learning, page <span class="pageNumber"></span></p>'
FORGET = f"""
from learning.models import Review
from reviews_portal.imports.models import ImportJob
from tests.browser.deleting import delete_review
ImportJob.objects.all().delete()
for review in Review.objects.filter(title="{TITLE}"):
    delete_review(review)
"""


@pytest.fixture
def document(browser, tmp_path):
    """Return a PDF that the browser printed, with a footer on its page."""
    page = browser.new_page()
    page.set_content(DOCUMENT)
    file = tmp_path / "pademelon.pdf"
    page.pdf(path=file, display_header_footer=True, header_template="<p></p>", footer_template=FOOTER, tagged=True)
    page.close()
    return file


@pytest.fixture
def draft(portal, editor, document):
    """Return the page on which an imported draft is edited, after uploading its document."""
    page = editor(address="/manage/reviews/")
    page.get_by_role("link", name="Import a document").click()
    page.get_by_label("Documents").set_input_files(document)
    page.get_by_role("button", name="Upload and import").click()
    page.get_by_role("link", name="Check the draft").click(timeout=60_000)
    yield page
    manage(portal, "shell", "-v0", "-c", FORGET)


def test_a_document_is_imported_checked_and_published_and_readers_find_it(portal, editor, draft, page):
    expect(draft.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    address, slug = draft.url, draft.url.split("/")[-3]
    panel = draft.locator("[data-source]")
    expect(panel.locator("mark", has_text="Pademelon learning, page")).to_be_visible()
    row = draft.locator("ol.rows > .row")
    expect(row).to_have_count(9)
    # Two rows are corrected by keyboard: one becomes a concern, and one gets what is suggested.
    draft.get_by_role("link", name="Mark rows").focus()
    draft.keyboard.press("Enter")
    draft.keyboard.press("Shift+Tab")  # from the field for themes to its row
    concern = row.filter(has_text="Neglect was seen")
    for _ in range(9):
        if concern.evaluate("one => one === document.activeElement"):
            break
        draft.keyboard.press("ArrowDown")
    expect(concern).to_be_focused()
    expect(panel.locator(".is-current")).to_contain_text("Neglect was seen")
    draft.keyboard.press("c")
    expect(concern.locator(".kind")).to_have_text(re.compile("^Concern"))
    draft.keyboard.press("ArrowUp")
    draft.keyboard.press("i")
    expect(concern.locator(".of-themes")).to_contain_text("Neglect")
    for untagged in draft.locator("[data-untagged] [data-row-themes]").all():
        untagged.fill("neglect")
        untagged.press("Tab")
    expect(draft.locator("[data-count=untagged]")).to_have_text("0")

    draft.goto(address.replace("/edit/", "/source/"))
    assert_axe_finds_nothing(draft)
    draft.get_by_role("button", name="Leave out the selected text").first.click()
    while draft.get_by_role("button", name="Leave out the selected text").count():
        section = draft.locator("section").first
        section.get_by_role("checkbox").first.check()
        section.get_by_label("Why is this text left out?").select_option("In the details of the review")
        section.get_by_role("button", name="Leave out the selected text").click()
    expect(draft.get_by_role("main")).to_contain_text("All text of the imported document is in the review")

    draft.goto(address.replace("/edit/", "/publication/"))
    draft.get_by_role("link", name="It is already published elsewhere").click()
    draft.get_by_label("Web address").fill("https://example.org/pademelon")
    draft.get_by_label("Date it was published there").fill("4 March 2025")
    draft.get_by_label("Web address").press("Enter")
    expect(draft.get_by_role("status").first).to_contain_text("Sent for confirmation")
    boss = editor(portal.administrator, address.replace("/edit/", "/publication/"))
    boss.get_by_role("button", name="Confirm and publish").click()
    expect(boss.get_by_role("status").first).to_contain_text("The review is published.")

    page.goto("/search/?q=each+agency+waited+for+another")
    expect(page.get_by_role("main")).to_contain_text("Neglect was seen by each agency")
    page.goto("/themes/neglect/?kind=concern")
    expect(page.get_by_role("main")).to_contain_text("Neglect was seen by each agency")
    page.goto(f"/reviews/{slug}/")
    open_menus(page)
    with page.expect_download() as found:
        page.evaluate(f"location.assign('/briefings/review/{slug}.docx')")
    assert found.value.suggested_filename.endswith(".docx")


def test_two_people_check_one_draft(portal, editor, draft):
    other = editor(portal.administrator, draft.url)
    for one, words, key, kind in (
        (draft, "The school nurse visited", "f", "Finding"),
        (other, "Pademelon was four years old", "n", "Note"),
    ):
        row = one.locator("ol.rows > .row", has_text=words)
        one.get_by_role("link", name="Mark rows").click()
        row.focus()
        one.keyboard.press(key)
        expect(row.locator(".kind")).to_have_text(re.compile(f"^{kind}"))
        expect(one.locator("[data-said]")).to_contain_text("marked as")
    for one in (draft, other):
        one.reload()
        kinds = [text.strip().split("\n")[0] for text in one.locator("ol.rows .kind").all_inner_texts()]
        assert [kind.split()[0] for kind in kinds if kind.split()[0] in ("Finding", "Note")] == ["Note", "Finding"]


def test_the_pages_of_an_import_are_accessible_when_narrow_and_without_scripts(editor, draft, browser):
    address = draft.url
    draft.set_viewport_size({"width": NARROWEST, "height": 800})
    assert_axe_finds_nothing(draft)
    assert draft.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    plain = editor(address=address, java_script_enabled=False)
    row = plain.locator("ol.rows > .row", has_text="Neglect was seen")
    row.get_by_role("button", name=re.compile("^Add Neglect$")).click()
    expect(row.locator(".of-themes")).to_contain_text("Neglect")
    row.get_by_role("link", name=re.compile("page 1")).click()
    assert re.search(r"#block-\d+-\d+$", plain.url)
    for page in ("/manage/imports/", "/manage/imports/add/"):
        plain.goto(page)
        expect(plain.get_by_role("heading", level=1)).to_be_visible()

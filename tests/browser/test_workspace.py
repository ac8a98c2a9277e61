"""Agency and partnership staff at work, in a real browser, on the invented partnership of the demonstration."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.slowly import each_once

from .pages import sign_in
from .test_accessibility import NARROWEST, assert_axe_finds_nothing, open_menus

FIRST = "Agencies should ask about, and write down, who lives in a child’s home."
SECOND = "Agencies should look again at how quickly they share what worries them."
HEALTH = "Fernley Community Health (invented)"
SIZES = [(NARROWEST, "light"), (1280, "light"), (375, "dark")]
DASHBOARD = "/responses/partnerships/fernley-invented/"


@pytest.fixture
def signed_in(browser, portal):
    """Yield a function that gives the page of a person who is signed in."""
    contexts = []

    def open_page(email: str, **options):
        context = browser.new_context(base_url=portal.url, **options)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, portal, email)
        return page

    yield open_page
    for context in contexts:
        context.close()


def open_request(page, words: str, agency: str) -> None:
    """Open a request from the workspace, by what is recommended and who is asked."""
    page.goto("/responses/")
    if page.get_by_role("link", name="overdue").count():
        page.get_by_role("heading", level=2).get_by_role("link").first.click()
    entry = page.locator(".entries > li").filter(has_text=words).filter(has_text=agency)
    entry.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/responses/\d+/"))  # with its scripts, before a test takes the connection away


@pytest.mark.parametrize(("who", "size"), each_once(["agency_editor", "partnership_editor", "scrutineer"], SIZES))
def test_axe_finds_nothing_and_nothing_scrolls_sideways(portal, signed_in, who, size):
    width, scheme = size
    page = signed_in(getattr(portal, who), viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto("/responses/")
    links = page.get_by_role("main").get_by_role("link").evaluate_all("all => all.map(one => one.pathname)")
    addresses = sorted({link for link in links if link.startswith("/responses/")})
    assert addresses
    if who == "partnership_editor":
        addresses.append("/responses/ask/R9001-1/")
        page.goto(addresses[0])
        addresses.append(f"{addresses[0]}report/")
        addresses.append("/recommendations/R9001-1/responses/fernley-police-invented/")
        requests = page.locator(".entries a").evaluate_all("all => all.map(one => one.pathname)")
        addresses += requests[:4]
    if who == "agency_editor":
        addresses += [f"{addresses[0]}preview/", *(f"{address}?write" for address in addresses)]
    for address in ["/responses/", *addresses]:
        assert page.goto(address).status == 200, address
        open_menus(page)
        assert_axe_finds_nothing(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (address, wide)
        # Nor does a table inside of the page.
        assert page.evaluate(
            "[...document.querySelectorAll('main .scroll')].every(e => e.scrollWidth <= e.clientWidth)"
        )


def test_tables_are_read_on_a_telephone_and_stay_tables(portal, signed_in):
    page = signed_in(portal.partnership_editor, viewport={"width": NARROWEST, "height": 900})
    page.goto(DASHBOARD)
    table = page.get_by_role("table", name="By agency")
    page.get_by_text("Show the numbers by agency in a table").click()
    names = ["Agency", "Requests", "Published", "Awaiting check", "Overdue", "Completed", "Assured"]
    assert [one.inner_text() for one in table.get_by_role("columnheader").all()] == names
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Fernley Council"))
    cells = row.get_by_role("cell").all()
    assert [cell.inner_text() for cell in cells] == ["1", "0", "0", "1", "0", "0"]
    # What each number is stands above it, because the headings are far away.
    before = [cell.evaluate("cell => getComputedStyle(cell, '::before').content.split(' / ')[0]") for cell in cells]
    assert before == [f'"{name}"' for name in names[1:]]


def test_a_bar_is_as_long_as_its_number_and_named_by_it(portal, signed_in):
    page = signed_in(portal.partnership_editor)
    page.goto(DASHBOARD)
    row = page.locator(".bars > li").filter(has_text="Fernley Council")
    expect(row.locator(".parts")).to_have_text("1 overdue")
    bar, part = row.locator("svg.bar-of").first.bounding_box(), row.locator("rect.overdue").first.bounding_box()
    assert part["width"] == pytest.approx(bar["width"], abs=4)


def test_the_menu_fits_beside_the_name_also_for_who_is_signed_in(portal, signed_in):
    page = signed_in(portal.partnership_editor, viewport={"width": 1280, "height": 900})
    page.goto("/responses/")
    name = page.locator("header .name").bounding_box()
    last = page.get_by_role("navigation", name="Main").get_by_role("button", name="Sign out").bounding_box()
    assert last["y"] < name["y"] + name["height"]


def test_a_draft_that_cannot_be_saved_says_why_and_where_the_text_is(portal, signed_in):
    writer, other = signed_in(portal.agency_editor), signed_in(portal.agency_editor)
    open_request(writer, SECOND, HEALTH)
    address = urlsplit(writer.url).path
    other.goto(f"{address}?write")
    words, said = writer.get_by_label("What has your agency done"), writer.locator("[data-kept]")
    writer.route(f"**{address}save/", lambda route: route.fulfill(status=500, body="Broken."))
    words.fill("Typed while the portal had a problem.")
    expect(said).to_contain_text("Not saved: the portal has a problem.", timeout=15_000)
    expect(said).to_contain_text("What you typed is kept in this tab")
    writer.unroute(f"**{address}save/")
    writer.reload()
    expect(words).to_have_value("Typed while the portal had a problem.")
    expect(said).to_contain_text("Saved at", timeout=15_000)

    other.get_by_label("What has your agency done").fill("Typed by somebody else.")
    expect(other.locator("[data-kept]")).to_contain_text("Not saved: someone else saved this draft", timeout=15_000)
    other.get_by_role("button", name="Save draft").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("This draft was saved while you were editing")

    writer.context.clear_cookies(name="sessionid")
    writer.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    words.fill("Typed when signed out.")
    expect(said).to_contain_text("Not saved: you are signed out", timeout=15_000)
    expect(said).to_contain_text("only in this form")
    expect(words).to_have_value("Typed when signed out.")


def test_what_a_tab_kept_never_goes_over_what_was_saved_since(portal, signed_in):
    writer, other = signed_in(portal.agency_editor), signed_in(portal.agency_editor)
    open_request(writer, SECOND, HEALTH)
    words, said = writer.get_by_label("What has your agency done"), writer.locator("[data-kept]")
    writer.context.set_offline(True)
    words.fill("Kept in a tab.")
    expect(said).to_contain_text("no connection", timeout=15_000)
    other.goto(writer.url)
    other.get_by_label("What has your agency done").fill("Saved since.")
    other.get_by_role("button", name="Save draft").click()
    expect(other.get_by_text("Draft saved.")).to_be_visible()
    writer.goto("about:blank")
    writer.context.set_offline(False)
    writer.goto(other.url)
    expect(said).to_contain_text("Not saved: someone else saved this draft", timeout=15_000)
    expect(words).to_have_value("Kept in a tab.")
    other.reload()
    expect(other.get_by_label("What has your agency done")).to_have_value("Saved since.")
    writer.get_by_role("button", name="Save draft").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("This draft was saved while you were editing")
    writer.get_by_role("link", name="Continue with the saved draft").click()
    expect(words).to_have_value("Saved since.")


def test_a_field_that_cannot_be_read_is_named(portal, signed_in):
    writer = signed_in(portal.agency_editor)
    open_request(writer, SECOND, HEALTH)
    writer.locator("#id_signed_off_on").evaluate("field => { field.type = 'text'; }")
    writer.get_by_label("Date signed off").fill("one day")
    expect(writer.locator("[data-kept]")).to_contain_text("except “Date signed off”", timeout=15_000)


def test_an_agency_answers_though_the_connection_breaks_and_the_partnership_publishes(portal, signed_in):
    writer = signed_in(portal.agency_editor)
    open_request(writer, FIRST, HEALTH)
    words = writer.get_by_label("What has your agency done")
    words.fill("We wrote a new form.")
    said = writer.locator("[data-kept]")
    expect(said).to_contain_text("Saved at", timeout=15_000)

    writer.context.set_offline(True)
    words.fill("We wrote a new form. It asks who lives in the home.")
    expect(said).to_contain_text("no connection", timeout=15_000)
    writer.context.set_offline(False)
    expect(said).to_contain_text("Saved at", timeout=15_000)
    writer.reload()
    expect(words).to_have_value("We wrote a new form. It asks who lives in the home.")

    writer.get_by_role("button", name="Submit response").click()
    expect(writer.get_by_role("alert")).to_be_focused()
    expect(writer.get_by_role("alert")).to_contain_text("Select whether your agency accepts")
    expect(words).to_have_value("We wrote a new form. It asks who lives in the home.")
    expect(writer.get_by_label("If delayed, why?")).to_be_hidden()
    writer.get_by_label("Delayed", exact=True).check()
    expect(writer.get_by_label("If delayed, why?")).to_be_visible()
    writer.get_by_label("Accepted", exact=True).check()
    writer.get_by_label("In progress").check()
    writer.get_by_label("Who signed this off").fill("Director of nursing")
    writer.get_by_label("Date signed off").fill("2026-01-31")
    writer.get_by_role("button", name="Submit response").click()
    expect(writer.get_by_role("status").first).to_contain_text("Submitted.")
    expect(writer.get_by_text("You will get an email when it is published or returned.")).to_be_visible()
    expect(words).to_have_count(0)

    editor = signed_in(portal.partnership_editor)
    open_request(editor, FIRST, HEALTH)
    expect(editor.get_by_role("heading", name="Version 1: awaiting partnership check")).to_be_visible()
    editor.get_by_label("What should the agency change?").fill("Say since when.")
    editor.get_by_role("button", name="Return to").click()

    open_request(writer, FIRST, HEALTH)
    expect(writer.get_by_text("Say since when.").first).to_be_visible()
    words.fill("Since May we use a new form. It asks who lives in the home.")
    writer.get_by_role("button", name="Submit response").click()

    open_request(editor, FIRST, HEALTH)
    editor.get_by_label("Publication approved by").fill("Learning group")
    editor.get_by_role("button", name="Publish version 2").click()
    expect(editor.get_by_role("heading", name="Published: version 2")).to_be_visible()

    editor.get_by_text("Record an assurance decision").click()
    editor.get_by_label("Assured", exact=True).check()
    editor.get_by_label("Decided by").fill("Learning group")
    audit = {"name": "Audit of May.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 invented"}
    editor.get_by_label("Files (optional)").set_input_files([audit])
    editor.get_by_label("Date of evidence").fill("2026-05-31")
    editor.get_by_label("Change in practice").check()
    editor.get_by_role("button", name="Record decision").click()
    with editor.expect_download() as download:
        editor.get_by_role("link", name="Audit of May.pdf").click()
    assert download.value.suggested_filename == "Audit of May.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7 invented"

    history = editor.locator("section", has=editor.get_by_role("heading", name="History")).locator("li")
    assert [text.split(" on ")[0] for text in history.all_inner_texts()] == [
        "Version 2 published", "Version 2 submitted", "Version 1 returned", "Version 1 submitted"
    ]  # fmt: skip
    editor.goto("/recommendations/R9001-1/")
    expect(editor.get_by_text("Since May we use a new form.")).to_be_visible()


def test_what_is_overdue_is_two_clicks_from_home(page, portal):
    sign_in(page, portal, portal.partnership_editor)
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Responses", exact=True).click()
    page.get_by_role("link", name="1 overdue").click()
    expect(page.locator(".entries > li")).to_have_count(1)
    expect(page.locator(".entries > li")).to_contain_text("overdue, was due")


@pytest.mark.parametrize("scripts", [False, True])
def test_what_was_typed_when_the_session_ended_is_saved_after_signing_in(portal, signed_in, scripts):
    writer = signed_in(portal.agency_editor, java_script_enabled=scripts)
    open_request(writer, SECOND, HEALTH)
    writer.get_by_label("What has your agency done").fill(f"Typed as the session ended, scripts {scripts}.")
    writer.context.clear_cookies(name="sessionid")
    writer.get_by_role("button", name="Save draft").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("Sign in to save what you typed")
    if scripts:
        assert_axe_finds_nothing(writer)
    writer.get_by_label("Email address").fill(portal.agency_editor)
    writer.get_by_label("Password").fill(portal.password)
    writer.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    words = f"Typed as the session ended, scripts {scripts}."
    expect(writer.get_by_label("What has your agency done")).to_have_value(words)

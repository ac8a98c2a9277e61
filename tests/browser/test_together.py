"""Two administrators at once, on the served portal: really at the same moment, and as they see it."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.forms import fields_of
from tests.once import once, rest_once
from tests.slowly import slow

from .conftest import Portal, manage
from .pages import sign_in
from .test_accessibility import NARROWEST

WRITERS = 10
MAKE = """
from learning.models import Review, Theme
from recommendations.models import Recommendation, RecommendationPart
review = Review.objects.get(code="R9001")
made = Recommendation.objects.create(review=review, document=review.documents.first(), position=7000,
    short_label="700", heading="As it was", stem="Agencies should meet every week, and write down what they decide.")
made.themes.add(Theme.objects.get(slug="neglect"))
for label in "ab":
    RecommendationPart.objects.create(recommendation=made, label=label, text=f"Part {label}, as it was.")
from learning.models import AgencyKind
made.agency_kinds.add(AgencyKind.objects.get(slug="everyone"))
print("made", made.pk, *[part.pk for part in made.parts.all()])
"""
DOCUMENTS = """
from learning.models import Review
review = Review.objects.get(code="R9001")
print("documents", review.slug, len(set(review.documents.values_list("position", flat=True))), sep="|")
"""
REMOVE_DOCUMENTS = """
from learning.models import SourceDocument
SourceDocument.objects.filter(title__startswith="Added document").delete()
"""
LOOK = """
from recommendations.models import Recommendation
made = Recommendation.objects.get(review__code="R9001", short_label="700")
print("rows", made.history.count(), made.parts.first().history.count(), made.parts.first().text, sep="|")
"""
FORGET = """
from recommendations.models import Recommendation
Recommendation.objects.get(review__code="R9001", short_label="700").delete()
"""


class NoRedirect(HTTPRedirectHandler):
    """Answers a redirect as it is."""

    def redirect_request(self, *args, **kwargs):
        return None


@pytest.fixture
def made(portal: Portal):
    """Yield the addresses of the forms of a recommendation and of its first part."""
    keys = re.search(r"made (\d+) (\d+)", manage(portal, "shell", "-c", MAKE).stdout)
    assert keys
    yield [
        f"/admin/recommendations/recommendation/{keys[1]}/change/",
        f"/admin/recommendations/recommendationpart/{keys[2]}/change/",
    ]
    manage(portal, "shell", "-c", FORGET)


def look(portal: Portal) -> list[str]:
    """Return how often the recommendation and its part were written down, and what they say now."""
    lines = manage(portal, "shell", "-c", LOOK).stdout.splitlines()
    return next(line for line in lines if line.startswith("rows")).split("|")[1:]


def documents(portal: Portal) -> list[str]:
    """Return the slug of a review, and the number of its documents with different positions."""
    lines = manage(portal, "shell", "-c", DOCUMENTS).stdout.splitlines()
    return next(line for line in lines if line.startswith("documents")).split("|")[1:]


def post(address: str, headers: dict[str, str], sent: dict) -> int:
    """Send a form past the browser; return the status."""
    request = Request(address, urlencode(sent, doseq=True).encode(), headers)
    try:
        with build_opener(NoRedirect).open(request, timeout=120) as answer:
            return answer.status
    except HTTPError as error:
        with error:
            return error.code


def test_of_many_saves_at_the_same_moment_exactly_one_wins(portal, page, made):
    sign_in(page, portal, portal.administrator)
    recommendation, part = made
    opened = {}
    for path in made:
        page.goto(path)
        opened[path] = fields_of(page.content(), path.split("/")[3] + "_form")
    cookies = {"Cookie": "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())}
    rows, part_rows, *_ = look(portal)

    # The same part stands in both forms: as a row below its recommendation, and in its own.
    forms = [(recommendation, "parts-0-text"), (part, "text")]
    sent = [
        (path, opened[path] | {name: f"Writer {number}."})
        for number in range(WRITERS)
        for path, name in (forms[number % 2],)
    ]
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = Counter(pool.map(lambda one: post(portal.url + one[0], cookies, one[1]), sent))
    assert answers == {302: 1, 409: WRITERS - 1}
    rows_now, part_rows_now, text = look(portal)
    assert text.startswith("Writer ")
    assert int(part_rows_now) == int(part_rows) + 1
    assert int(rows_now) <= int(rows) + 1


def test_documents_added_at_the_same_moment_each_get_a_place_and_clicks_add_no_second_one(portal, page):
    sign_in(page, portal, portal.administrator)
    slug, before = documents(portal)
    address = f"/manage/reviews/{slug}/documents/add/"
    page.goto(address)
    opened = fields_of(page.content())
    cookies = {"Cookie": "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())}
    sent = [opened | {"document_title": f"Added document {number % 5}"} for number in range(WRITERS)]  # each twice
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = Counter(pool.map(lambda one: post(portal.url + address, cookies, one), sent))
    _, now = documents(portal)
    manage(portal, "shell", "-c", REMOVE_DOCUMENTS)
    assert answers == {302: WRITERS}
    assert int(now) == int(before) + 5


@pytest.fixture
def second(browser: Browser, portal: Portal, page: Page):
    """Yield a function that gives the page of a second administrator, beside `page`, who is the first."""
    contexts = []
    sign_in(page, portal, portal.administrator)

    def open_page(**options) -> Page:
        context = browser.new_context(base_url=portal.url, **options)
        contexts.append(context)
        other = context.new_page()
        sign_in(other, portal, portal.administrator)
        return other

    yield open_page
    for context in contexts:
        context.close()


def meet(page: Page, other: Page, path: str) -> None:
    """Let both open the same form, and the second save after the first."""
    other.goto(path)
    page.goto(path)
    page.locator("#id_stem").fill("Agencies should meet every month, and write down what they decide.")
    page.locator("#id_parts-1-text").fill("Part b, as theirs.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    other.locator("#id_stem").fill("Agencies should meet every week, and tell each other what they decide.")
    other.locator("#id_tail").fill("Mine alone.")
    other.get_by_role("button", name="Save", exact=True).first.click()


def violations(page: Page) -> set[str]:
    """Return what axe finds on a page, by the names of its rules."""
    return {one["id"] for one in Axe().run(page).response["violations"]}


@pytest.mark.parametrize("scripts", rest_once([True, False], 1))
def test_the_second_sees_edit_conflict_and_decides(portal, page, second, made, scripts):
    other = second(java_script_enabled=scripts)
    meet(page, other, made[0])
    summary = other.get_by_role("alert")
    expect(summary).to_contain_text("This was saved while you were editing")
    if scripts:
        expect(summary).to_be_focused()
    expect(other.locator(".edit-conflict del").first).to_have_text("[deleted: month]")
    expect(other.locator(".edit-conflict ins").first).to_have_text("[added: week]")
    expect(other.locator("#id_stem")).to_have_value(
        "Agencies should meet every week, and tell each other what they decide."
    )
    expect(other.locator("#id_tail")).to_have_value("Mine alone.")
    expect(other.locator("#id_parts-1-text")).to_have_value("Part b, as theirs.")
    other.get_by_role("button", name="Save", exact=True).first.click()
    expect(summary).to_be_visible()
    summary.get_by_role("link", name="Stem").click()
    other.get_by_label("Keep the saved version").check()
    other.get_by_role("button", name="Save", exact=True).first.click()
    expect(other.get_by_text("was changed successfully")).to_be_visible()
    other.goto(made[0])
    expect(other.locator("#id_stem")).to_have_value(
        "Agencies should meet every month, and write down what they decide."
    )
    expect(other.locator("#id_tail")).to_have_value("Mine alone.")


@pytest.mark.parametrize(
    ("width", "scheme"), [(NARROWEST, "light"), once(1280, "dark"), slow(1280, "light"), slow(375, "light")]
)
def test_axe_finds_nothing_more_on_the_page_with_edit_conflict(portal, page, second, made, width, scheme):
    other = second(viewport={"width": width, "height": 900}, color_scheme=scheme)
    other.goto(made[0])
    before = violations(other)  # of Django's own page
    meet(page, other, made[0])
    expect(other.get_by_role("alert")).to_be_visible()
    assert violations(other) <= before
    wide = other.evaluate("document.querySelector('.edit-conflict').getBoundingClientRect().right")
    assert wide <= width

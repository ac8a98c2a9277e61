"""What a reader may not see leaves no trace: no word, no count, no address."""

import json
import re
from collections import Counter, deque
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, quote_plus, urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from learning.models import GlossaryTerm, Review, SourceDocument, Status
from recommendations.models import Assurance, EvidenceFile
from reviews_portal.hiding import actions
from tests.learning.originals.made import add
from tests.once import once
from tests.slowly import slow
from tests.working_copies import WORD
from tests.world import publish_version

HREF = re.compile(r'(?:href|src|action)="([^"]*)"')
START = ["/", "/themes/", "/reviews/", "/learning/", "/recommendations/", "/agencies/", "/questions/", "/glossary/",
         "/search/?q=child", "/search/?q=quokka", "/whats-new/", "/work-in/", "/robots.txt", "/brand.css",
         "/nothing-here/"]  # fmt: skip
CHANGING = {"Expires", "Set-Cookie"}  # headers that hold the time or a token
RESTRICTED = settings.BASE_DIR / "fixtures" / "restricted"
# How many pages of one kind are visited, beside those of the world's own records.
SOME_OR_ALL = pytest.mark.parametrize("most", [3, slow(None)], ids=["some of each kind", "all"])
OF_THE_WORLD = re.compile(r"quokka|R900")
pytestmark = pytest.mark.usefixtures("pages_kept")


def kind_of(address: str) -> tuple:
    """Return what is alike in the addresses of pages of one kind: the view, and by what a list is narrowed."""
    parts = urlsplit(address)
    names = tuple(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    try:
        return resolve(parts.path).route, names
    except Resolver404:
        return parts.path, names


def crawl(client, start: list[str], most: int | None) -> dict[str, str]:
    """Return the pages that links lead to, as text with its headers; lists are followed with their filters.

    All of the world's, and of others at most so many of one kind.
    """
    pages: dict[str, str] = {}
    kinds: Counter[tuple] = Counter()
    queue, seen = deque(start), set(start)
    while queue:
        address = queue.popleft()
        kinds[kind_of(address)] += 1
        is_wanted = address in start or OF_THE_WORLD.search(urlsplit(address).path)
        if most and kinds[kind_of(address)] > most and not is_wanted:
            continue
        response = client.get(address)
        assert response.status_code < 500, address
        body = b"".join(response.streaming_content) if response.streaming else response.content
        body = unescape(body.decode())
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
        headers = "\n".join(f"{name}: {value}" for name, value in response.items() if name not in CHANGING)
        pages[address] = f"{response.status_code}\n{headers}\n{body}"
        for link in HREF.findall(body):
            path = urlsplit(urljoin(address, link))
            if path.scheme in ("", "http") and path.netloc in ("", "testserver") and link:
                target = path.path + (f"?{path.query}" if path.query else "")
                if target.startswith("/contact/"):
                    target = path.path  # the reference in its query only fills in a field
                # Of documents one format: all are written of the same outline.
                is_other = target.startswith("/briefings/") and not target.endswith((".json", "/briefings/"))
                if not is_other and not target.startswith(("/static/", "/admin/")) and target not in seen:
                    seen.add(target)
                    queue.append(target)
    return pages


@pytest.fixture
def evidence(world) -> str:
    """Return the word that is in the note, the link, the file and its name of a judgement on the public response."""
    judgement = Assurance.objects.create(
        response=world.reviews["public"].response,
        version=world.reviews["public"].response.versions.get(),
        partnership=world.partnership,
        judgement="assured",
        judged_on=date(2026, 11, 1),
        deciding_body="Board",
        evidence="Numbat",
        link="https://example.org/numbat",
        file_count=1,
        evidence_on=date(2026, 10, 1),
        shows="activity",
    )
    file = EvidenceFile.of("numbat.txt", b"numbat")
    file.assurance = judgement
    file.save()
    return "umbat"


@pytest.fixture
def files(world) -> list[str]:
    """Give the public document a file of its own, others their own, and two reviews one file; return what hidden
    files say.
    """
    boss = world.people["administrator"]
    add(world.reviews["public"].document, boss, "A public echidna.")
    for name, made in world.reviews.items():
        if name != "public":
            add(made.document, boss, f"Hidden echidna of {made.word}.")
    public = world.reviews["public"].review
    second = SourceDocument.objects.create(
        slug="shared", review=public, title="Shared with another review", kind="other", position=20
    )
    shared = SourceDocument.objects.create(
        slug="shared-too", review=world.reviews["partnership"].review, title="Of both", kind="other", position=20
    )
    add(second, boss, "Hidden echidna of two reviews.")
    add(shared, boss, "Hidden echidna of two reviews.")
    return ["Hidden echidna"]


@pytest.fixture
def hidden_at_once(world) -> list[str]:
    """Let an editor hide an item, a recommendation, a paragraph and a file of the public review, and another review;
    return what none of them may be known by.
    """
    editor, made = world.people["partnership-editor"], world.reviews["public"]
    section, file = made.review.reviewsections.get(), add(made.document, world.people["administrator"], "Echidna.")
    above = made.review.learningitems.get(kind="finding", parent=None)
    for target in (above, made.recommendation, section, file, world.reviews["professionals"].review):
        actions.hide(target, reason="It names a street.", by=editor)
    hidden = [above, above.sub_points.get(), made.recommendation]
    return [
        *(f"{one.reference}<" for one in hidden),
        *(one.text for one in (*hidden[:2], section)),
        *(f"{name} {made.word}" for name in ("Stem", "Part a", "Tail", "Answer", "Deed")),
        "a street",
        world.reviews["professionals"].word,
    ]


@pytest.mark.parametrize("role", ["anyone", once("practitioner"), once("agency-editor")])
def test_what_was_hidden_at_once_is_on_no_page_that_a_link_leads_to(world, client_of, hidden_at_once, role):
    browser = client_of(role)
    pages = crawl(browser, [*START, world.reviews["public"].review.get_absolute_url()], 1)
    pages |= search_pages(browser, hidden_at_once)
    assert len(pages) > 50
    own = ("review-quokka1", "R9001")  # the address that was asked for
    for address, page in pages.items():
        if not any(one in address for one in own):
            assert [one for one in hidden_at_once if one in page] == [], address


def search_pages(client, texts: list[str]) -> dict[str, str]:
    """Return the pages that searching for the beginnings of these texts gives, without what was typed."""
    pages = {}
    for text in texts:
        typed = " ".join(text.split()[:5])[:50]
        page = client.get("/search/", {"q": typed})
        pages[f"search for {typed}"] = unescape(page.text).replace(typed, "").replace(quote_plus(typed), "")
    return pages


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", text).replace("’", "'").split())


@SOME_OR_ALL
def test_the_public_sees_nothing_of_a_hidden_review_and_no_count_gives_it_away(
    world, client, evidence, files, working_copies, most
):
    """No word of it on any page; and every public page is the same, byte for byte, with hidden reviews and without."""
    for made in world.reviews.values():
        publish_version(made.response, f"A second answer {made.word}")
    hidden = [made for name, made in world.reviews.items() if name != "public"]
    inventory = restricted_inventory()
    pages = crawl(client, START, most)
    assert len(pages) > 100
    assert any("/responses/agency-quokka0/" in address for address in pages)
    assert any(world.reviews["public"].word in page for page in pages.values())
    assert any("Assured" in page for page in pages.values())
    assert any("A public echidna." in page for page in pages.values())
    assert [address for address, page in pages.items() if any(word in page for word in files)] == []
    searches = search_pages(client, [made.word for made in hidden] + inventory + ["Numbat", WORD])
    assert [address for address, page in (pages | searches).items() if evidence in page or WORD in page.lower()] == []
    for address, page in (pages | searches).items():
        assert_nothing_of_the_world(page, hidden, address)
    real = Review.objects.filter(code="R0004").first()
    if real:
        names, sentences = traces_of_the_restricted_review(real, inventory)
        for address, page in (pages | searches).items():
            seen = words(page)
            assert not names.search(seen), address
            assert not [sentence for sentence in sentences if sentence in seen], address

    reviews = [made.review for made in hidden] + ([real] if real else [])
    # What's new tells that a review was withdrawn which everyone could read before.
    still = Review.objects.filter(pk__in=[review.pk for review in reviews]).exclude(status=Status.WITHDRAWN)
    still.update(status=Status.DRAFT)
    withdrawn = {made.review.get_absolute_url() for made in hidden}
    after = crawl(client, START, most)
    assert sorted(pages) == sorted(after)
    assert [address for address in pages if pages[address] != after[address] and address not in withdrawn] == []


def assert_nothing_of_the_world(page: str, hidden: list, address: str) -> None:
    for made in hidden:
        assert made.word not in page, address
        assert made.review.code not in page, address
        assert made.term.abbreviation not in page, address


def traces_of_the_restricted_review(review: Review, inventory: list[str]) -> tuple[re.Pattern, list[str]]:
    """Return what no page may hold: the names and abbreviations that it alone has, and its sentences."""
    own_terms = GlossaryTerm.objects.filter(documents__review=review).exclude(
        pk__in=GlossaryTerm.objects.visible_to(None)
    )
    # The footer of every page has the telephone number of one of them.
    abbreviations = set(own_terms.values_list("abbreviation", flat=True)) - {"NSPCC"}
    assert abbreviations
    names = "|".join(map(re.escape, (review.title, review.code, review.slug, *abbreviations)))
    sentences = {part for text in inventory for part in re.split(r"(?<=[.?!;:]) ", text) if len(part) > 25}
    assert sentences
    return re.compile(rf"\b({names})\b"), sorted(sentences)


@SOME_OR_ALL
def test_a_practitioner_does_see_what_the_public_does_not(world, client_of, evidence, working_copies, most):
    """The crawl finds what is there to be found, so that finding nothing means something."""
    pages = crawl(client_of("practitioner"), START, most)
    shown = world.reviews["professionals"]
    found = [address for address, page in pages.items() if shown.word in page]
    assert len(found) > 8
    assert [address for address, page in pages.items() if evidence in page or WORD in page.lower()] == []
    for address in found:
        if address.startswith("/accounts/sign-in/"):  # which leads who is signed in back, with the address in it
            continue
        assert "private, no-store" in pages[address], address
        assert re.search(r"Professionals only|Not all of this page is public", pages[address]), address


def restricted_inventory() -> list[str]:
    """Return each statement of the restricted review's document; none if its folder is not here."""
    path = RESTRICTED / "inventory" / "R0004.json"
    return [words(statement["text"]) for statement in json.loads(path.read_text())] if path.exists() else []


def test_all_of_the_restricted_review_is_there_for_a_practitioner_and_marked(client_of):
    inventory = restricted_inventory()
    if not inventory:
        pytest.skip("fixtures/restricted is not here, so that its review cannot be checked.")
    page = client_of("practitioner").get("/reviews/r0004/")
    seen = words(unescape(page.text))
    plain = [re.sub(r"\s*<?https?://\S+", "", text) for text in inventory]
    assert [text for text in plain if text not in seen] == []
    assert "Professionals only." in seen
    assert page["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in page.text

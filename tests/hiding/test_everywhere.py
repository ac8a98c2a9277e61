"""What an editor hides is gone for every reader at the next request, wherever it was, and comes back as it was."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from learning.models import LearningItem, ReviewSection, SourceWording
from learning.search.index import rebuild
from learning.search.index_sets import forget
from reviews_portal import page_cache
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import as_data
from reviews_portal.briefings.reader_view import as_read_by
from reviews_portal.hiding import actions
from tests.briefings.exported import collect, keep_code, save
from tests.briefings.exports.long import ask, file, page, run
from tests.learning.originals.made import add
from tests.once import once

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
SECRET = "marzipan"  # the word of the sentence that is hidden, and of whatever hangs on it
FORMATS = ["html", "md", "json", "csv", once("docx"), once("pptx"), once("pdf")]
READERS = ["practitioner", "agency-editor", "partnership-editor", "administrator"]


@pytest.fixture
def point(made) -> LearningItem:
    """Return an item with a point below it and a second wording, each with the word."""
    item = LearningItem.objects.get(review=made.review, kind="finding", parent=None)
    item.text, item.is_key = f"The {SECRET} was seen.", True
    item.save()
    below = item.sub_points.get()
    below.text = f"Below the {SECRET}."
    below.save()
    SourceWording.objects.create(
        review=made.review, document=made.document, reference=item.reference, language="cy", text=f"Y {SECRET}."
    )
    return item


def addresses(made) -> list[str]:
    """Return where an item, a recommendation and a section of a review are shown, listed, counted and exported."""
    slug = made.review.slug
    return [
        "/",
        "/learning/",
        f"/reviews/{slug}/",
        f"/api/v1/reviews/{slug}",
        "/themes/neglect/",
        f"/search/?q={SECRET}",
        f"/search/suggest/?q={SECRET[:5]}",
        "/questions/",
        "/recommendations/",
        "/recommendations/actions.csv",
        f"/agencies/{made.agency.slug}/",
        f"/agencies/{made.agency.slug}/responses/",
        "/work-in/police/",
        "/whats-new/",
        "/glossary/",
        f"/briefings/review/{slug}.json",
        "/briefings/theme/neglect.json",
        "/briefings/learning.csv",
        "/briefings/recommendations.csv",
        f"/briefings/search.csv?q={SECRET}",
        f"/briefings/supervision/review/{slug}/",
        f"/briefings/review/{slug}.html?layout=seven-minute",
    ]


def few(made) -> list[str]:
    """Return where other readers than those without an account look: one address of each kind."""
    slug = made.review.slug
    return [
        f"/reviews/{slug}/",
        "/learning/?sort=reference",
        f"/search/?q={SECRET}",
        "/recommendations/",
        f"/agencies/{made.agency.slug}/responses/",
        f"/briefings/review/{slug}.json",
        "/responses/",
        "/responses/partnerships/northshire/",
    ]


def everything(browser: Client, visited: list[str]) -> dict[str, bytes]:
    """Return what is answered at these addresses."""
    found = {}
    for address in visited:
        answer = browser.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = TOKEN.sub(b"", content)
    return found


def told_in(pages: dict[str, bytes], *words: str) -> list[tuple[str, str]]:
    """Return the addresses whose answers have a word, apart from what was searched for, each with the word."""
    found = []
    for address, answer in pages.items():
        text = answer.decode()
        for word in words or (SECRET,):
            for asked in (f"q={word}", f'value="{word}"', f"“{word}”", f"{word} – Search", address):
                text = text.replace(asked, "")
            if word in text:
                found.append((address, word))
    return found


def test_an_item_is_gone_for_everybody_with_what_is_below_it_and_back_as_it_was(
    made, client_of, hide, second, point, pages_kept
):
    below = point.sub_points.get()
    own = [f"/learning/{point.reference}/", f"/learning/{below.reference}/"]
    visited, reader = [*addresses(made), *own], Client()
    before = everything(reader, visited)
    assert len(told_in(before)) > 8
    hiding = hide(point)
    assert told_in(everything(reader, visited)) == []
    for role in READERS:
        assert told_in(everything(client_of(role), [*few(made), *own])) == [], role
    for address in own:
        answer = reader.get(address)
        assert answer.status_code == 410
        assert "This item is being checked" in answer.text
    page_of_review = reader.get(f"/reviews/{made.review.slug}/").text
    assert "This item is being checked." in page_of_review
    assert f"{point.reference}<" not in page_of_review
    actions.restore(hiding, note="Nobody can tell.", by=second)
    assert everything(reader, visited) == before


def test_a_recommendation_goes_with_its_parts_responses_actions_and_requests(made, client_of, hide, second):
    word, recommendation = made.word, made.recommendation
    words = [f"{one} {word}" for one in ("Stem", "Part a", "Answer", "Deed", "Amber", "Tail")]
    own = [
        recommendation.get_absolute_url(),
        f"{recommendation.get_absolute_url()}responses/{made.agency.slug}/",
    ]
    visited, reader = [*few(made), f"/search/?q={word}", f"/api/v1/reviews/{made.review.slug}", *own], Client()
    visited += ["/recommendations/actions.csv", "/briefings/recommendations.csv"]
    before = everything(reader, visited)
    assert {one for _, one in told_in(before, *words)} == set(words)
    hiding = hide(recommendation)
    for role in READERS:
        assert told_in(everything(client_of(role), visited), *words, f"{recommendation.reference}<") == [], role
    assert [reader.get(address).status_code for address in own] == [410, 410]
    actions.restore(hiding, note="Nobody can tell.", by=second)
    assert everything(reader, visited) == before


def test_a_paragraph_is_gone_with_its_words_in_search_and_in_briefings(made, hide, second, pages_kept):
    section = ReviewSection.objects.get(review=made.review)
    section.text = f"The {SECRET} happened."
    section.save()
    reader, visited = Client(), [*few(made)[:6], f"/api/v1/reviews/{made.review.slug}"]
    before = everything(reader, visited)
    assert len(told_in(before)) > 2
    hiding = hide(section)
    assert told_in(everything(reader, visited)) == []
    assert "This item is being checked." in reader.get(f"/reviews/{made.review.slug}/").text
    actions.restore(hiding, note="Nobody can tell.", by=second)
    assert everything(reader, visited) == before


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_has_what_is_hidden(made, hide, point, format):
    address = f"/briefings/review/{made.review.slug}.{format}"
    reader = Client()
    before = reader.get(address)
    hide(point)
    after = reader.get(address)
    assert (before.status_code, after.status_code) == (200, 200)
    data = json.loads(reader.get(f"/briefings/review/{made.review.slug}.json").content)
    assert SECRET not in json.dumps(data)
    assert "Part of this review is left out" in " ".join(data["remarks"])
    assert len(after.content) < len(before.content) or format in ("docx", "pptx", "pdf")


@pytest.mark.parametrize("layout", ["briefing", once("all-slides")])
def test_kept_versions_and_saved_briefings_lose_it_until_it_is_restored(
    world, made, client_of, hide, second, point, layout
):
    trainer, reader = client_of("practitioner"), Client()
    section = ReviewSection.objects.get(review=made.review)
    kept = keep_code(reader, f"/briefings/review/{made.review.slug}.json?layout={layout}")
    collect(trainer, point.reference, made.item.reference, background=True)
    saved = save(trainer)

    def read(code: str, user=world.people["anyone"], **options) -> str:
        found = as_read_by(Edition.objects.get(code=code), user, **options)
        return json.dumps(as_data(found), ensure_ascii=False) if found else ""

    before = read(kept), read(saved.edition.code, saved.owner, is_own=True)
    assert all(SECRET in one for one in before)
    hiding = hide(point)
    assert SECRET not in read(kept)
    assert SECRET not in read(saved.edition.code, saved.owner, is_own=True)
    assert SECRET not in trainer.get(saved.get_absolute_url()).text
    assert SECRET not in trainer.get("/briefings/").text
    actions.restore(hiding, note="Nobody can tell.", by=second)
    assert (read(kept), read(saved.edition.code, saved.owner, is_own=True)) == before
    told = section.text in before[0]
    hide(section)
    assert told
    assert section.text not in read(kept)


def test_words_that_were_kept_before_they_were_corrected_go_too(made, hide):
    section = ReviewSection.objects.get(review=made.review)
    section.text = f"An early {SECRET}."
    section.save()
    kept = keep_code(Client(), f"/briefings/review/{made.review.slug}.json")
    section.text = "A later word."
    section.save()
    hide(section)
    found = as_read_by(Edition.objects.get(code=kept), AnonymousUser())
    assert SECRET not in json.dumps(as_data(found))


def test_a_file_that_may_have_the_words_is_closed_until_it_is_restored(world, made, client_of, hide, second, point):
    held = add(made.document, world.people["administrator"], SECRET)
    address = held.get_absolute_url()
    assert opened(address) == 200
    hiding = hide(point)
    for role in READERS:
        answer = client_of(role).get(address)
        assert answer.status_code == 410, role
        assert "This file is being checked" in answer.text
    actions.restore(hiding, note="Nobody can tell.", by=second)
    assert opened(address) == 200


def opened(address: str) -> int:
    """Return the status of a file that is fetched."""
    answer = Client().get(address)
    if answer.streaming:
        b"".join(answer)  # to its end, which closes the file
    return answer.status_code


def test_a_hidden_file_is_closed_for_every_document_that_holds_it(world, made, hide):
    boss, other = world.people["administrator"], world.reviews["professionals"]
    held = add(made.document, boss, SECRET)
    twin = add(other.document, boss, SECRET)
    assert twin.original == held.original
    hide(held)
    browser = Client()
    browser.force_login(world.people["practitioner"])
    assert browser.get(held.get_absolute_url()).status_code == 410
    assert browser.get(twin.get_absolute_url()).status_code == 410
    page_of_review = browser.get(made.review.get_absolute_url()).text
    assert "This file is not available at the moment." in page_of_review
    assert held.get_absolute_url() not in page_of_review


def test_a_whole_review_is_gone_for_everybody_and_its_address_says_so_only_to_its_readers(
    world, client_of, hide, second
):
    hidden = world.reviews["professionals"]
    visited = [*few(hidden), f"/search/?q={hidden.word}", "/reviews/", "/whats-new/", *hidden.addresses]
    reader = client_of("practitioner")
    before = everything(reader, visited)
    words = [f"Review {hidden.word}", f"finding {hidden.word}", f"Stem {hidden.word}", f"Happened {hidden.word}"]
    assert {word for _, word in told_in(before, *words)} == set(words)
    hiding = hide(hidden.review)
    for role in READERS:
        assert told_in(everything(client_of(role), visited), *words) == [], role
    for role in ("anyone", "practitioner", "partnership-editor"):
        for address in hidden.addresses:
            answer = client_of(role).get(address)
            assert answer.status_code == (404 if role == "anyone" else 410), (role, address)
            assert ("review is being checked" in answer.text) == (role != "anyone")
    actions.restore(hiding, note="Nobody can tell.", by=second)
    assert everything(reader, visited) == before


def test_an_item_of_a_review_that_a_reader_may_not_see_is_missing_and_not_being_checked(world, hide):
    hide(world.reviews["professionals"].item)
    assert Client().get(world.reviews["professionals"].item.get_absolute_url()).status_code == 404


def test_it_is_gone_from_each_of_two_copies_of_the_portal(made, hide, point, pages_kept, monkeypatch):
    """Each copy has a memory of its own; it is hidden through the first."""
    first, second_copy, visited = page_cache.Pages(), page_cache.Pages(), few(made)[:5]
    for copy in (first, second_copy):
        monkeypatch.setattr(page_cache, "pages", copy)
        assert told_in(everything(Client(), visited))
        assert copy.pages
    hide(point)
    for copy in (first, second_copy):
        monkeypatch.setattr(page_cache, "pages", copy)
        assert told_in(everything(Client(), visited)) == []
    forget()
    assert told_in(everything(Client(), visited)) == []


def test_a_file_that_was_exported_before_is_not_handed_out_nor_one_that_is_being_written(
    made, hide, second, point, settings
):
    settings.EXPORT_SECONDS = 0
    reader, addresses_of = Client(), f"/briefings/review/{made.review.slug}.md"
    ready, listed = ask(reader, addresses_of), ask(reader, "/briefings/learning.csv")
    run()
    waiting = ask(reader, addresses_of.replace(".md", ".json"))
    hiding = hide(point)
    run()  # the task wrote what was chosen before it was hidden
    for export in (ready, listed, waiting):
        answer = file(reader, export)
        assert answer.status_code == 422
        assert SECRET not in answer.text + page(reader, export)
    actions.restore(hiding, note="Nobody can tell.", by=second)
    assert file(reader, ready).status_code == 200


def test_a_point_that_is_put_below_a_hidden_item_is_hidden_with_it(made, hide, point):
    hide(point)
    new = LearningItem.objects.create(
        review=made.review,
        document=made.document,
        kind="finding",
        text="New.",
        parent=point,
        position=9999,
    )
    assert not LearningItem.objects.visible_to(None).filter(pk=new.pk).exists()
    assert Client().get(new.get_absolute_url()).status_code == 410


def test_an_index_that_is_made_anew_does_not_have_it(made, hide, point):
    hide(point)
    rebuild()
    assert told_in(everything(Client(), few(made)[:5])) == []


def test_a_partnerships_own_summary_goes_with_what_it_may_repeat(world, made, client_of, hide, second, point):
    from reviews_portal.briefings.hidden_items import hidden_among
    from reviews_portal.briefings.outline import Item

    summary = Item(look="summary", label="Summary", text="In their words.", review=made.review.code)
    other = Item(look="summary", label="Summary", text="In their words.", review="R0001")
    assert hidden_among([made.review.code]) is None
    hide(point)
    is_hidden = hidden_among([made.review.code, "R0001"])
    assert is_hidden is not None
    assert is_hidden(summary)
    assert not is_hidden(other)

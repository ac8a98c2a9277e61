"""The page that checks a document compares only what its reader may see, and confirms nothing else."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.actions import change_audience, publish_review, withdraw_review
from learning.models import Audience, ItemKind, LearningItem, Review
from learning.search.index import deferred
from recommendations.models import Recommendation
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.versions.check_codes import Quoted, code_of
from reviews_portal.briefings.writers import pdf
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.redaction import actions as redaction
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.briefings.exported import collect, outline_at
from tests.slowly import rest_slow
from tests.world import make_item, make_recommendation, make_user, publish_version

pytestmark = pytest.mark.django_db
SAME, CHANGED, PARTLY, NOT = (
    "These words are unchanged",
    "Some words have changed",
    "Not all words could be checked",
    "These words could not be checked",
)


def told(browser, address: str) -> tuple[str, str]:
    """Return the heading and the whole text of the page that checks a document, in one line."""
    answer = browser.get(address)
    assert answer.status_code in (200, 404), answer
    assert "no-store" in answer["Cache-Control"]
    main = re.search(r"(?s)<main.*</main>", answer.text)[0]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))
    return re.search(r"<h1>(.*?)</h1>", main)[1], text


def reword(item, *texts: str) -> None:
    """Give an item these words, one after the other, as an administrator does."""
    for text in texts:
        item.text = text
        item.save()


def check_of(browser, address: str) -> str:
    return outline_at(browser, f"/briefings/{address}").check_address


@pytest.mark.parametrize("role", ["anyone", "signed-in", "practitioner", "administrator"])
def test_words_that_still_stand_are_said_to_be_unchanged(client, client_of, public, role):
    for address in (
        f"review/{public.review.slug}.json",
        f"recommendation/{public.recommendation.reference}.json",
        f"search.json?q={public.word}",
        "theme/neglect.json?kind=finding&layout=handout",
        "questions.json?layout=supervision",
        "learning.json?layout=slides",
    ):
        check = check_of(client, address)
        if role == "anyone" or "learning" not in address:  # who sees more has other learning in a list of everything
            assert told(client_of(role), check)[0] == SAME, address


def test_a_document_with_a_mark_of_each_passage_is_compared_in_a_longer_list_too(client, client_of, public):
    check = check_of(client, f"search.json?q={public.word}")
    assert "." in check.partition("check=")[2]
    assert told(client_of("administrator"), check)[0] == SAME


def test_what_was_reworded_is_shown_word_by_word(client, public):
    reword(public.item, "Workers saw the child.")
    check = check_of(client, f"review/{public.review.slug}.json")
    reword(public.item, "Workers heard the child.")
    heading, text = told(client, check)
    assert heading == CHANGED
    assert public.item.reference in text
    assert "Text struck through" in text
    assert "[deleted: saw ]" in text
    assert "[added: heard ]" in text
    reword(public.item, "Workers saw the child.")
    assert told(client, check)[0] == SAME


def test_of_a_long_document_too(client, public):
    reword(public.item, "Workers saw the child.")
    check = re.sub(r"(check=\w{12})\..*", r"\1", check_of(client, f"review/{public.review.slug}.json"))
    assert told(client, check)[0] == SAME
    reword(public.item, "Workers heard the child.")
    heading, text = told(client, check)
    assert (heading, "[deleted: saw ]" in text) == (CHANGED, True)
    reword(public.recommendation.parts.first(), "Another part.")
    assert told(client, check)[0] == PARTLY


def test_a_recommendation_and_a_response_are_compared_too(client, public):
    publish_version(public.response, "We did it.")
    record = public.recommendation
    record.stem = "Agencies should meet:"
    record.save()
    check = check_of(client, f"recommendation/{record.reference}.json")
    publish_version(public.response, "We did it twice.")
    record.stem = "Agencies must meet:"
    record.save()
    heading, text = told(client, check)
    assert heading == CHANGED
    assert "[deleted: should ]" in text
    assert "[added: twice]" in text


def test_a_briefing_that_somebody_put_together_is_checked_by_its_address(client, client_of, public, hidden):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, hidden.item.reference, public.recommendation.reference)
    check = check_of(trainer, "mine.json")
    assert told(trainer, check)[0] == SAME
    heading, text = told(client, check)
    assert heading == PARTLY
    assert "This document was made for professionals." in text
    assert hidden.word not in text
    public_copy = check_of(trainer, "mine.json?public")
    assert hidden.review.code not in public_copy
    assert told(client, public_copy)[0] == SAME


def test_nothing_tells_whether_there_is_what_a_reader_may_not_see(client, client_of, hidden):
    practitioner = client_of("practitioner")
    check = check_of(practitioner, f"review/{hidden.review.slug}.json")
    assert told(practitioner, check)[0] == SAME
    real = client.get(check)
    invented = client.get(check.replace(hidden.review.slug, "no-such-review"))
    assert real.status_code == invented.status_code == 404

    def plain(answer) -> str:
        return answer.text.replace("no-such-review", hidden.review.slug)

    assert plain(real) == plain(invented)
    assert "This document was made for professionals." in real.text
    assert hidden.word not in real.text.replace(hidden.review.slug, "")
    unmarked = client.get(check.replace("for=professionals&", ""))
    assert "made for professionals" not in unmarked.text


def test_hidden_words_in_a_list_are_neither_counted_nor_confirmed(client, client_of, hidden):
    check = check_of(client_of("practitioner"), f"search.json?q={hidden.word}")
    guess = Quoted(hidden.item.reference, hidden.item.text)
    for right in (True, False):
        quote = guess if right else Quoted(hidden.item.reference, "Anything else.")
        sent = urlencode({"q": "child", "check": f"{code_of([quote])}.{quote.mark}"})
        heading, text = told(client, f"/check/search/?{sent}")
        assert heading == PARTLY
        assert hidden.item.reference not in text
        assert "The document quotes 1 passage. 0 are unchanged" in text
    assert hidden.word not in told(client, check)[1].replace(f"“Search: {hidden.word}”", "")


def test_a_guess_at_redacted_words_is_not_confirmed(client, world, public):
    reword(public.item, "Told by Siân Quux herself.")
    check = check_of(client, f"review/{public.review.slug}.json")
    made = redaction.propose("Siân Quux", reason="A sister.", by=world.people["administrator"])
    seen = fingerprint(all_cells_with(made.passages()))
    redaction.confirm(made, by=make_user("second", ADMINISTRATORS, is_staff=True), seen=seen)
    heading, text = told(client, check)
    assert heading == CHANGED
    assert "The current wording is:" in text
    assert "Quux" not in text
    pages = []
    for name in ("Siân Quux", "Nobody Else"):
        quote = Quoted(public.item.reference, f"Told by {name} herself.")
        pages.append(told(client, f"/check/review/{public.review.slug}/?check={code_of([quote])}")[1])
    assert pages[0].replace(code_grouped(pages[0]), "") == pages[1].replace(code_grouped(pages[1]), "")


def code_grouped(text: str) -> str:
    return re.search(r"Check code (\S+),", text)[1]


def test_a_draft_that_nobody_was_to_read_is_not_confirmed(client, world):
    made = world.reviews["draft"]
    reword(made.item, "A first draft names somebody.", "As it was released.")
    review = Review.objects.get(pk=made.review.pk)
    publish_review(review, by=world.people["administrator"])
    change_audience(review, Audience.PUBLIC, by=world.people["administrator"], reason="Released.")
    draft = Quoted(made.item.reference, "A first draft names somebody.")
    sent = urlencode({"q": "released", "check": f"{code_of([draft])}.{draft.mark}"})
    heading, text = told(client, f"/check/search/?{sent}")
    assert "[deleted:" not in text, heading
    assert "names somebody" not in text


def test_an_earlier_wording_is_not_shown_to_who_has_only_a_mark_of_it(client, public):
    reword(public.item, "Workers saw the child.", "Workers heard the child.")
    mark = Quoted(public.item.reference, "Workers saw the child.").mark
    heading, text = told(client, f"/check/review/{public.review.slug}/?check=1K4X9M2P7QTW.{mark}")
    assert heading == CHANGED
    assert "saw the" not in text
    assert "The current wording is:" in text
    assert "struck through" not in text


def test_a_withdrawn_review_is_not_found_and_not_named(client, world, public):
    check = check_of(client, f"review/{public.review.slug}.json")
    withdraw_review(public.review, by=world.people["administrator"], reason="Wrong.")
    heading, text = told(client, check)
    assert heading == NOT
    assert public.word not in text


@pytest.mark.parametrize(
    "address",
    [
        "/check/review/baby-e/",
        "/check/review/baby-e/?check=",
        "/check/review/baby-e/?check=" + "1" * 5_000,
        "/check/review/baby-e/?check=1K4X9M2P7QTW." + "ABCDEF" * 1_000,
        "/check/review/baby-e/?check=1K4X9M2P7QTW.%00%F0%9F%92%A9",
        "/check/review/baby-e/?check=1K4X9M2P7QTW&layout=../../etc&for=%00",
        "/check/mine/?check=1K4X9M2P7QTW&item=" + "R0001-1." * 500,
        "/check/mine/?check=1K4X9M2P7QTW&item=%00",
        "/check/mine/?check=1K4X9M2P7QTW&item=R0001-99999999999999999999999",
        "/check/mine/baby-e/?check=1K4X9M2P7QTW",
        "/check/report/northshire/?check=1K4X9M2P7QTW",
        "/check/nothing/?check=1K4X9M2P7QTW",
        "/check/search/?check=1K4X9M2P7QTW&q=%00",
        "/check/?code=1K4X9M2P7QTW&address=" + "%2F" * 1_000,
        "/check/?code=1K4X9M2P7QTW&address=//[",
        "/check/?code=1K4X9M2P7QTW&address=https://evil.example.org//evil.example.org/",
        "/check/?address=javascript:alert(1)&code=%3Cscript%3E",
    ],
)
def test_hostile_addresses_are_answered_and_store_nothing(client, address):
    answer = client.get(address)
    assert answer.status_code in (200, 302, 404, 422)
    assert not answer.get("Location", "/").startswith(("//", "http"))
    assert "<script>" not in answer.text
    assert not Edition.objects.exists()


def test_a_code_that_is_typed_with_the_address_of_its_page_is_checked(client, public):
    outline = outline_at(client, f"/briefings/review/{public.review.slug}.json?layout=handout")
    for address in (outline.address, urlsplit(outline.address).path, outline.check_address):
        answer = client.get("/check/", {"code": outline.check.lower(), "address": address}, follow=True)
        assert SAME in answer.text, address
    assert "Enter the check code as it is printed" in client.get("/check/", {"code": "x", "address": "/"}).text
    assert "the code alone is not enough" in client.get("/check/").text


@pytest.mark.parametrize("layout", rest_slow(["briefing", "seven-minute"], 1))
def test_checking_asks_the_database_no_more_often_for_more_passages(client, public, layout):
    @deferred()
    def reword_all(word: str) -> None:
        for item in LearningItem.objects.filter(review=public.review):
            reword(item, f"{item.text} {word}")
        for record in Recommendation.objects.filter(review=public.review):
            record.stem = f"{record.stem} {word}"
            record.save()

    def number_of_queries(word: str) -> int:
        reword_all(word)
        check = check_of(client, f"review/{public.review.slug}.json?layout={layout}")
        reword_all("Once more.")
        client.get(check)
        with CaptureQueriesContext(connection) as queries:
            assert told(client, check)[0] in (CHANGED, PARTLY)
        return len(queries)

    few = number_of_queries("First.")
    at = {"review": public.review, "document": public.document}
    with deferred():
        for number in range(1, 16):
            make_item(at | {"position": 100 + number}, ItemKind.FINDING, f"Finding {number}.")
            make_recommendation(at | {"position": 200 + number}, public.agency, f"{number}", 100 + number)
    assert number_of_queries("Second.") <= few


@pytest.mark.parametrize("address", ["learning", "learning/?layout=seven-minute", "review/baby-e"])
def test_no_document_is_laid_out_to_check_a_code(client, monkeypatch, address):
    """To fit one to its pages, it is laid out again and again, which took seconds for a list of hundreds."""
    monkeypatch.setattr(pdf, "pages", None)  # an error, if it is called
    path, _, query = address.partition("/?")
    chosen = f"{query}&{urlencode({'check': code_of([Quoted('R0001-1', 'Words that stand nowhere.')])})}"
    assert told(client, f"/check/{path}/?{chosen.removeprefix('&')}")[0] == PARTLY


@pytest.mark.parametrize("layout", ["seven-minute", "one-page", "handout"])
def test_a_document_is_known_again_whatever_another_release_had_room_for(client, monkeypatch, layout):
    """Its code is typed without the marks of its passages, so that what was left out must be found again."""
    address = f"/briefings/review/thematic-review-non-accidental-injury-southampton.json?layout={layout}"
    for most in (1, 2):
        monkeypatch.setattr(pdf, "pages", lambda outline, most=most: most * len(outline.items()) // 8)
        check = outline_at(client, address).check_address
        monkeypatch.undo()
        typed = re.sub(r"(check=\w{12})\..*", r"\1", check).replace(f"layout={layout}&", "")
        assert told(client, typed)[0] == SAME, (layout, most)

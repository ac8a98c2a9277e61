"""What pages read and draw once in a generation: a change shows at the next request, and nobody sees more than before.

No page is cached here: `tests/portal/test_page_cache.py` has that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.models import (
    AgencyKind,
    Audience,
    GlossaryTerm,
    LearningItem,
    Membership,
    Review,
    SourceDocument,
)
from learning.models import statement as statements
from learning.models.fast_from_db import FastFromDb
from learning.search.generation import begin
from learning.search.index_sets import MOST_DRAWN, MOST_MARKED, MOST_SHOWN, index_sets, index_sets_for
from learning.search.results import MOST_ON_PAGE, SearchResults
from learning.sight import sight_key
from recommendations.models import RecommendationPart, ResponseVersion
from reviews_portal.selectors.agency import Closest
from tests.slowly import each_once
from tests.world import publish_version

LISTS = [
    "/learning/?type=rapid-review&sort=reference",
    "/themes/neglect/",
    "/search/?q=quokka0",
    "/work-in/police/",
    "/agencies/agency-quokka0/",
]
NEW = "Zanzibar"


@pytest.fixture
def made(world):
    return world.reviews["public"]


def everywhere(client: Client, made) -> dict[str, str]:
    """Return the pages on which an item of the public review is, and its data."""
    review = made.review.slug
    addresses = [*LISTS, f"/reviews/{review}/", f"/api/v1/reviews/{review}", "/recommendations/"]
    addresses.append(f"/briefings/review/{review}.md")
    return {address: client.get(address).text for address in addresses}


def saved(record, **fields) -> None:
    """Change a record as a form does."""
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def in_bulk(record, **fields) -> None:
    """Change a record as a bulk operation does."""
    type(record).objects.filter(pk=record.pk).update(**fields)


def parent_of_a_point(made) -> LearningItem:
    return LearningItem.objects.get(sub_points__review=made.review)


ITEM, REVIEW, DATA = "/themes/neglect/", "/reviews/review-quokka0/", "/api/v1/reviews/review-quokka0"
DOCUMENT = "/briefings/review/review-quokka0.md"
# What is changed, the new values, the words that then appear, and on which pages.
CHANGES = {
    "text": (lambda made: made.item, {"text": NEW}, NEW, [*LISTS[:2], REVIEW, DOCUMENT, DATA]),
    "kind": (lambda made: made.item, {"kind": "emerging-theme"}, "emerging-theme", [DATA]),
    "heading": (lambda made: made.item, {"heading": NEW}, NEW, [REVIEW, DOCUMENT, DATA]),
    "text of the item above": (parent_of_a_point, {"text": NEW}, f">{NEW}</a>", [ITEM]),
    "stem": (
        lambda made: made.recommendation,
        {"stem": NEW},
        NEW,
        [ITEM, "/recommendations/", REVIEW, DOCUMENT, DATA],
    ),
    "tail": (
        lambda made: made.recommendation,
        {"tail": NEW},
        NEW,
        [ITEM, "/recommendations/", REVIEW, DOCUMENT, DATA],
    ),
    "number": (lambda made: made.recommendation, {"short_label": "77"}, "Recommendation 77", [ITEM, REVIEW, DOCUMENT]),
    "part": (lambda made: RecommendationPart.objects.first(), {"text": NEW}, NEW, []),
    "title": (lambda made: made.review, {"title": NEW}, NEW, [*LISTS, REVIEW, DOCUMENT, DATA]),
    "slug": (lambda made: made.review, {"slug": "zanzibar"}, "/reviews/zanzibar/", LISTS),
    "harm": (lambda made: made.review, {"harm": NEW}, NEW, [REVIEW, DOCUMENT, DATA]),
    "document": (lambda made: made.document, {"title": NEW}, NEW, [REVIEW, DOCUMENT, DATA]),
    "date": (
        lambda made: made.document,
        {"published_on": date(1987, 1, 1), "published_precision": "year"},
        "1987",
        [*LISTS[:2], DATA],
    ),
    "agency": (lambda made: made.agency, {"name": NEW}, NEW, [ITEM, "/recommendations/"]),
    "kind of agency": (lambda made: AgencyKind.objects.get(slug="police"), {"name": NEW}, NEW, LISTS[:1]),
    "partnership": (lambda made: made.review.partnerships.get(), {"area": NEW}, NEW, [*LISTS, REVIEW, DOCUMENT]),
}


@pytest.mark.parametrize(("change", "name"), each_once([saved, in_bulk], list(CHANGES)))
def test_each_field_that_is_shown_changes_at_the_next_request(client, made, name, change):
    record, values, words, pages = CHANGES[name]
    LearningItem.objects.get(pk=made.item.pk).agency_kinds.add(AgencyKind.objects.get(slug="police"))
    everywhere(client, made)
    before = {address: client.get(address).text.count(words) for address in pages}
    change(record(made), **values)
    for address, count in before.items():
        assert client.get(address).text.count(words) > count, address


def test_a_new_response_term_or_relation_shows_at_the_next_request(client, made):
    everywhere(client, made)
    assert "1 response<" in client.get("/recommendations/?theme=neglect").text
    publish_version(made.response, f"An answer from {NEW}.")
    assert NEW in client.get(REVIEW).text
    assert NEW in client.get(DOCUMENT).text
    GlossaryTerm.objects.filter(pk=made.term.pk).update(abbreviation="good", expansion="Zed")
    for address in (ITEM, REVIEW):
        assert 'title="Zed">good</a>' in client.get(address).text
    made.item.agencies.add(made.agency)
    assert made.agency.slug in client.get(DATA).json()["items"][0]["agencies"]
    ResponseVersion.objects.get(response=made.response, number=2).steps.create(action="withdrawn")
    assert NEW not in client.get(REVIEW).text
    assert NEW not in client.get(DOCUMENT).text


def test_a_part_of_a_page_is_drawn_once_in_a_generation_for_those_who_may_see_the_same(rf, world, made):
    template = engines["django"].from_string("{% drawn_once 'part' key %}{{ words }}{% enddrawn_once %}")

    def drawn(reader, key: str, words: str) -> str:
        request = rf.get("/")
        request.user = reader
        begin(request)
        return template.render({"key": key, "words": words}, request)

    anyone, practitioner = AnonymousUser(), world.people["practitioner"]
    assert drawn(anyone, "a", "<first>") == "&lt;first&gt;"
    assert drawn(anyone, "a", "second") == "&lt;first&gt;"
    assert drawn(anyone, "b", "second") == "second"
    assert drawn(practitioner, "a", "third") == "third"
    in_bulk(made.item, text=NEW)
    assert drawn(anyone, "a", "fourth") == "fourth"


def test_what_one_reader_sees_is_not_kept_for_another(client_of, world):
    hidden = world.reviews["professionals"]
    own = world.reviews["partnership"]
    for _ in range(2):  # the second time everything has been drawn for readers of each kind
        for role in ("administrator", "practitioner", "member", "anyone"):
            pages = "".join(everywhere(client_of(role), hidden).values())
            assert (hidden.item.text in pages) is (role != "anyone" and role != "signed-in"), role
            pages = "".join(everywhere(client_of(role), own).values())
            assert (own.item.text in pages) is (role in ("administrator", "member")), role


def test_a_reader_who_loses_a_role_sees_it_no_more(client_of, world):
    own, member = world.reviews["partnership"], client_of("member")
    assert own.item.text in member.get(own.review.get_absolute_url()).text
    assert own.item.text in member.get(ITEM).text
    Membership.objects.filter(user=world.people["member"]).delete()
    assert member.get(own.review.get_absolute_url()).status_code == 404
    assert own.item.text not in member.get(ITEM).text


@pytest.mark.parametrize("change", [saved, in_bulk])
@pytest.mark.parametrize("values", [{"audience": Audience.PROFESSIONALS}, {"status": "withdrawn"}])
def test_what_is_withdrawn_or_restricted_is_gone_at_the_next_request(client, made, change, values):
    assert all(made.item.text in page for address, page in everywhere(client, made).items() if address in (ITEM, DATA))
    change(Review.objects.get(pk=made.review.pk), **values)
    assert made.item.text not in "".join(everywhere(client, made).values())


def test_the_day_is_not_kept(client, made, monkeypatch):
    SourceDocument.objects.filter(pk=made.document.pk).update(
        published_on=date.today(),  # noqa: DTZ011  as the code under test
        published_precision="day",
    )
    warning = "check current local procedures, as this may be out of date"
    assert warning not in client.get(REVIEW).text

    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date(2099, 1, 1)

    monkeypatch.setattr(statements, "date", Later)
    assert warning in client.get(REVIEW).text


def test_a_page_sets_nothing_on_the_records_of_another(rf, made, world):
    request = rf.get("/")
    request.user = world.people["anyone"]
    begin(request)
    close = list(Closest(request, made.agency)[:50])
    assert any(hasattr(one, "closeness") for one in close)
    sets = index_sets()
    kept = [record for record, _ in sets.shown.values.values()]
    assert kept
    assert not any(hasattr(one, "closeness") for one in kept)


def test_memory_is_limited_and_an_export_is_not_kept(client, made):
    everywhere(client, made)
    sets = index_sets()
    assert 0 < sets.shown.weight <= sets.shown.most == MOST_SHOWN
    assert 0 < sets.drawn.weight <= sets.drawn.most == MOST_DRAWN
    assert 0 < sets.marked.weight <= sets.marked.most == MOST_MARKED
    before = set(sets.shown.values)
    keys = list(sets.any_of(["kind:finding", "kind:theme", "kind:term"]))
    assert len(keys) > MOST_ON_PAGE
    SearchResults(None, sets).fetch(keys)
    assert set(sets.shown.values) == before


def test_a_list_as_csv_has_the_words_of_now(client, made):
    address = "/briefings/learning.csv?theme=neglect"
    assert made.item.text in b"".join(client.get(address)).decode()
    LearningItem.objects.filter(pk=made.item.pk).update(text=NEW)
    assert NEW in b"".join(client.get(address)).decode()


def test_the_key_is_the_same_for_those_who_see_the_same(world):
    keys = {name: sight_key(user) for name, user in world.people.items()}
    assert keys["anyone"] == keys["signed-in"]
    others = [keys[name] for name in ("anyone", "practitioner", "member", "partnership-editor", "administrator")]
    assert len(set(others)) == len(others)
    assert keys["partnership-editor"] != keys["other-editor"]


def test_what_is_in_one_readers_briefing_is_shown_to_nobody_else(client, world):
    """Both readers may see the same, so that they share what is kept; a briefing is of one of them."""
    item = world.reviews["public"].item
    page = item.review.get_absolute_url()
    trainer = Client()
    for first, second in ((client, trainer), (trainer, client)):
        first.get(page)
        trainer.post("/briefings/add/", {"item": item.reference})
        assert "In your briefing" in trainer.get(page).text
        assert "In your briefing" not in client.get(page).text
        assert "In your briefing" in trainer.get(page).text
        trainer.post("/briefings/remove/", {"item": item.reference})
        assert "In your briefing" not in second.get(page).text


@pytest.fixture
def with_session(made) -> Client:
    """Return the browser of an anonymous reader with a session."""
    client = Client()
    client.post("/briefings/add/", {"item": made.item.reference})
    assert client.cookies["sessionid"]
    return client


@contextmanager
def changed_once_read(made) -> Iterator[None]:
    """Change the words of an item and the title of its review as soon as a page has read one of them."""
    records = {(LearningItem, made.item.pk), (Review, made.review.pk)}
    original = FastFromDb.from_db.__func__

    def read(cls, *args, **kwargs):
        record = original(cls, *args, **kwargs)
        if (cls, record.pk) in records:
            records.clear()
            LearningItem.objects.filter(pk=made.item.pk).update(text=f"Text {NEW}")
            Review.objects.filter(pk=made.review.pk).update(title=f"Title {NEW}")
        return record

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FastFromDb, "from_db", classmethod(read))
        yield
    assert not records, "nothing was read"


@pytest.mark.usefixtures("pages_kept")
@pytest.mark.parametrize("address", [REVIEW, "item", DATA, ITEM, "/learning/?type=rapid-review&sort=reference"])
def test_what_was_read_before_a_change_is_shown_to_nobody_after_it(made, with_session, address):
    address = made.item.get_absolute_url() if address == "item" else address
    old = (made.item.text, made.review.title)
    index_sets()
    with changed_once_read(made):
        with_session.get(address)
    for client in (Client(), with_session):
        for page in (address, REVIEW, made.item.get_absolute_url(), DATA, ITEM, *LISTS[:1]):
            shown = client.get(page).text
            assert f"Title {NEW}" in shown, page
            assert f"Text {NEW}" in shown, page
            assert not [words for words in old if words in shown], page


def test_every_page_reads_its_generation_first_and_once(made, client_of):
    pages = [
        REVIEW,
        made.item.get_absolute_url(),
        DATA,
        ITEM,
        "/about/",
        "/nothing-is-here/",
        "/learning/R9000-999999/",
    ]
    exports = ["/briefings/learning.csv?theme=neglect", "/briefings/review/review-quokka0.json"]
    for role in ("anyone", "practitioner"):
        client = client_of(role)
        for address in (*pages, *exports):
            with CaptureQueriesContext(connection) as captured:
                b"".join(client.get(address))
            reads = [number for number, one in enumerate(captured) if "complete_since, tokens" in one["sql"]]
            assert reads[0] == 0, (role, address)
            assert address in exports or len(reads) == 1, (role, address)


def test_each_search_marks_its_own_words_and_a_list_marks_none(client, made):
    LearningItem.objects.filter(pk=made.item.pk).update(text="A numbat met a quoll.")
    for _ in range(2):  # the second time from memory
        assert "A <mark>numbat</mark> met a quoll." in client.get("/search/?q=numbat").text
        assert "A numbat met a <mark>quoll</mark>." in client.get("/search/?q=quoll").text
        assert "A <mark>numbat</mark> met a <mark>quoll</mark>." in client.get("/search/?q=quoll+numbat").text
        assert "A numbat met a quoll." in client.get(REVIEW).text


def test_a_request_that_others_overtook_keeps_nothing_for_them(rf, made, django_assert_num_queries):
    overtaken = rf.get("/")
    begin(overtaken)
    saved(made.item, text=NEW)
    newest = index_sets()
    with django_assert_num_queries(1):  # reads the generation, not the index
        sets = index_sets_for(overtaken)
    assert sets is not newest
    assert index_sets() is newest
    sets.shown.put("key", "old words")
    assert newest.shown.get("key") is None


def test_a_request_that_did_not_read_its_generation_first_keeps_nothing_for_others(rf, made):
    for request in (rf.post("/"), rf.get("/")):
        sets = index_sets_for(request)
        assert sets is index_sets_for(request)
        assert sets.drawn is not index_sets().drawn
    request = rf.get("/")
    begin(request)
    assert index_sets_for(request) is index_sets()

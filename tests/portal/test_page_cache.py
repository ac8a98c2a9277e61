"""A page that is asked for again costs one query, and is never an old one."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning import actions
from learning.models import Agency, GlossaryTerm, LearningItem, Partnership, Resource, Review, ReviewSection, Theme
from learning.querysets import IndexedQuerySet
from recommendations.models import Assurance, RecommendationPart, ResponseRequest, ResponseStep
from reviews_portal import page_cache
from reviews_portal.page_cache import pages, seen_models
from tests.browser.pages import PUBLIC_PAGES
from tests.slowly import rest_slow
from tests.world import publish_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages_kept")]


@pytest.mark.parametrize("address", ["/", "/themes/neglect/", "/reviews/family-t/", "/search/?q=father", "/glossary/"])
def test_a_repeat_is_the_same_page_for_one_query(address):
    first = Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        again = Client().get(address)
    assert len(captured.captured_queries) == 1
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())
    with CaptureQueriesContext(connection) as captured:
        unchanged = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert len(captured.captured_queries) == 1


@pytest.mark.parametrize("address", PUBLIC_PAGES.values())
def test_a_page_is_the_same_from_memory(address):
    first, again = Client().get(address), Client().get(address)
    assert again.status_code == first.status_code
    assert first.cookies.keys() == again.cookies.keys() <= {"csrftoken", "sessionid"}
    if not first.cookies:  # a form is made for each reader
        assert list(again) == list(first)  # a document too, which is written anew
        for answer in (first, again):  # of a page that is never kept it says the second in which it was made
            answer.headers.pop("Expires", None)
        assert dict(again.items()) == dict(first.items())


def test_no_page_says_when_somebody_first_asked_for_it(world):
    """No header shows whether or when a page was asked for before: the first reader gets the same response."""
    made, boss = world.reviews["public"], world.people["administrator"]
    address = made.review.get_absolute_url()
    for where in (address, "/", "/search/?q=quokka0", "/search/?q=father&sort=newest"):
        first = Client().get(where)
        assert not {"Last-Modified", "Age", "Expires", "Date"} & set(first.headers)
        again = Client().get(where)
        pages.forget()
        anew = Client().get(where)
        assert dict(first.items()) == dict(again.items()) == dict(anew.items())
    since = {"If-Modified-Since": "Sat, 21 Nov 2126 11:00:00 GMT"}
    assert Client().get(address, headers=since).status_code == 200
    actions.withdraw_review(made.review, by=boss, reason="A name.")
    assert Client().get(address, headers=since).status_code == 410


def test_a_change_that_a_reader_does_not_see_changes_no_header(world):
    address = world.reviews["public"].review.get_absolute_url()
    first = Client().get(address)
    change(world.reviews["draft"].review, curator_note="Nobody sees this.")
    assert dict(Client().get(address).items()) == dict(first.items())
    change(world.reviews["public"].review, curator_note="All see this.")
    assert Client().get(address)["ETag"] != first["ETag"]


@pytest.mark.parametrize("model", seen_models(), ids=lambda model: model.__name__)
def test_every_model_that_pages_show_tells_of_changes_in_bulk(model):
    assert isinstance(model._default_manager.all(), IndexedQuerySet)


# What a page shows is changed, in each way that there is.
CHANGES = {
    "an item": lambda made, boss: change(made.item, text="A wombat"),
    "an item, in bulk": lambda made, boss: LearningItem.objects.filter(pk=made.item.pk).update(text="A wombat"),
    "a section": lambda made, boss: change(ReviewSection.objects.get(review=made.review), text="A wombat"),
    "a resource": lambda made, boss: change(Resource.objects.get(review=made.review), title="A wombat"),
    "a document": lambda made, boss: change(made.document, title="A wombat", curator_note="A wombat"),
    "a review": lambda made, boss: change(made.review, curator_note="A wombat"),
    "a part": lambda made, boss: change(RecommendationPart.objects.first(), text="A wombat"),
    "a theme": lambda made, boss: change(Theme.objects.get(slug="neglect"), name="Wombat"),
    "a theme's note": lambda made, boss: change(Theme.objects.get(slug="neglect"), scope_note="Wombat"),
    "an agency": lambda made, boss: change(made.agency, name="Wombat"),
    "an agency, in bulk": lambda made, boss: Agency.objects.filter(pk=made.agency.pk).update(note="Wombat"),
    "a term": lambda made, boss: change(made.term, explanation="Wombat"),
    "a deleted term": lambda made, boss: GlossaryTerm.objects.filter(pk=made.term.pk).delete(),
    "a partnership": lambda made, boss: change(Partnership.objects.get(slug="northshire"), area="Wombatshire"),
    "a tie": lambda made, boss: made.item.themes.add(Theme.objects.get(slug="fathers-and-male-carers")),
    "a cut": lambda made, boss: made.item.themes.clear(),
    "a version": lambda made, boss: publish_version(made.response, "A wombat"),
    "a withdrawn version": lambda made, boss: ResponseStep.objects.create(
        version=made.response.versions.first(), action="withdrawn"
    ),
    "a judgement": lambda made, boss: Assurance.objects.create(
        response=made.response,
        version=made.response.versions.get(),
        partnership=made.review.partnerships.get(),
        judgement="partial",
        judged_on=date(2026, 1, 1),
    ),
    "a request": lambda made, boss: ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=Agency.objects.get(slug="hampshire-constabulary"),
        asked_by=made.review.partnerships.get(),
        asked_on=date(2026, 1, 1),
        due_on=date(2026, 2, 1),
    ),
    "a note": lambda made, boss: made.item.later_notes.create(dated=date(2026, 1, 1), text="A wombat", author=boss),
    "a withdrawal": lambda made, boss: actions.withdraw_review(made.review, by=boss, reason="A name."),
    "an audience": lambda made, boss: actions.change_audience(made.review, "professionals", by=boss, reason="A name."),
    "an audience, in bulk": lambda made, boss: Review.objects.filter(pk=made.review.pk).update(audience="partnership"),
}


def change(record, **fields) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


@pytest.mark.parametrize("name", rest_slow(CHANGES, 8))
def test_no_page_is_an_old_one_after_any_change(world, name):
    """Each page that was in memory before is, after the change, what a process without any memory answers."""
    made = world.reviews["public"]
    Partnership.objects.update(shows_unanswered=True)
    addresses = [
        "/",
        "/themes/",
        "/themes/neglect/",
        "/reviews/",
        made.review.get_absolute_url(),
        made.item.get_absolute_url(),
        made.recommendation.get_absolute_url(),
        made.agency.get_absolute_url(),
        "/learning/",
        "/recommendations/",
        "/questions/",
        "/glossary/",
        "/agencies/",
        "/whats-new/",
        "/search/?q=quokka0",
        "/search/?q=wombat",
        "/work-in/police/",
    ]
    before = {address: Client().get(address) for address in addresses}
    assert len(pages.pages) == len(addresses)
    CHANGES[name](made, world.people["administrator"])
    after = {address: Client().get(address) for address in addresses}
    pages.forget()
    assert any(before[address].content != after[address].content for address in addresses)
    for address in addresses:
        fresh = Client().get(address)
        assert (after[address].status_code, after[address].content) == (fresh.status_code, fresh.content), address


def test_two_copies_of_the_portal_show_nothing_of_a_withdrawn_review(world, monkeypatch):
    """Each copy has a memory of its own; the withdrawal goes through the first."""
    made = world.reviews["public"]
    address = made.review.get_absolute_url()
    first, second = page_cache.Pages(), page_cache.Pages()
    for copy in (first, second):
        monkeypatch.setattr(page_cache, "pages", copy)
        assert Client().get(address).status_code == 200
        assert copy.pages
    monkeypatch.setattr(page_cache, "pages", first)
    actions.withdraw_review(made.review, by=world.people["administrator"], reason="A name.")
    for copy in (first, second):
        monkeypatch.setattr(page_cache, "pages", copy)
        assert Client().get(address).status_code == 410
        assert made.word not in Client().get("/").text + Client().get("/search/?q=quokka0").text.replace("q=quokka0", "").replace('value="quokka0"', "").replace("“quokka0”", "").replace("quokka0 –", "")  # fmt: skip # noqa: E501


def test_nothing_of_a_signed_in_reader_is_kept_or_given_to_another(client_of, world):
    address = world.reviews["professionals"].review.get_absolute_url()
    browser = client_of("practitioner")
    for page in (address, "/", "/themes/neglect/"):
        response = browser.get(page)
        assert "ETag" not in response
    assert not pages.pages
    anonymous = Client()
    assert anonymous.get(address).status_code == 404
    public = anonymous.get("/themes/neglect/")
    assert browser.get("/themes/neglect/").content != public.content
    assert anonymous.get("/themes/neglect/").content == public.content


def test_forms_with_a_token_are_not_kept():
    assert Client().get("/accounts/sign-in/").cookies
    assert not pages.pages


@pytest.mark.parametrize("most", [3, 0])
def test_no_more_pages_are_kept_than_there_is_room_for(settings, most):
    settings.PAGES_KEPT = most
    for number in range(6):
        Client().get(f"/about/?n={number}")
    assert len(pages.pages) == most


def test_pages_are_kept_up_to_so_many_bytes_their_addresses_weighed_too(settings):
    settings.PAGES_KEPT, settings.PAGES_KEPT_MB = 10_000, 1
    for number in range(150):
        Client().get(f"/about/?n={number}&x={'y' * 6_000}")
    kept = sum(len(page.content) + len(key[-1]) for key, page in pages.pages.items())
    assert 0 < len(pages.pages) < 150
    assert 500_000 < kept <= pages.weight <= 1024**2
    assert f"n=149&x={'y' * 6_000}" in next(reversed(pages.pages))[-1]
    settings.PAGES_KEPT_MB = 0
    Client().get("/about/")
    assert not pages.pages
    assert pages.weight == 0

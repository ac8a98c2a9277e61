"""The pages of a review, an item and a recommendation: the answer first, and what is not stated."""

from datetime import date

import pytest

from learning.models import Agency, AgencyKind, LearningItem, Review
from recommendations.models import Recommendation
from tests.world import make_recommendation

from .words import text_of


def test_a_review_answers_first_what_happened_what_was_learnt_and_what_must_change(client, made):
    LearningItem.objects.filter(pk=made.item.pk).update(is_key=True)
    Recommendation.objects.filter(pk=made.recommendation.pk).update(is_key=True)
    brief = client.get(made.review.get_absolute_url()).text.split('class="brief"')[1].split('id="facts"')[0]
    assert brief.index("Happened quokka0") < brief.index("good-practice quokka0") < brief.index("Stem quokka0")


def test_a_review_holds_all_of_it_in_the_documents_order(client, made):
    page = client.get(made.review.get_absolute_url()).text.split('class="document"')[1]
    words = ["Happened quokka0", "good-practice quokka0", "question quokka0", "Stem quokka0", "Part a quokka0",
             "Tail quokka0", "Answer quokka0", "Reading quokka0"]  # fmt: skip
    places = [page.index(one) for one in words]
    assert places == sorted(places)
    assert page.count("sub-point quokka0") == 1
    assert page.index("finding quokka0") < page.index("sub-point quokka0") < page.index("area-to-strengthen quokka0")


def test_a_review_says_what_is_not_stated(client, made):
    page = text_of(client.get(made.review.get_absolute_url()).text)
    stated = page.partition("About this review")[2].partition("On this page")[0]
    unstated = stated.partition("Not stated ")[2]
    for fact in ("date commissioned", "date of incident", "date published", "reviewer", "harm", "outcome"):
        assert fact in unstated
    assert "publication date not stated" in page
    assert "Heading quokka0" in page


def test_the_reviews_before_and_after_are_those_that_the_reader_may_see(client, client_of, world):
    def around(browser, slug):
        context = browser.get(f"/reviews/{slug}/").context
        return [one and one.code for one in (context["previous"], context["next"])]

    last = Review.objects.filter(code__startswith="R000", audience="public").order_by("code").last()
    assert around(client, "review-quokka0") == [last.code, None]
    assert around(client, last.slug)[1] == "R9000"
    assert around(client_of("practitioner"), "review-quokka0")[1] == "R9001"


def test_an_item_shows_what_it_stands_under_and_what_stands_under_it(client, made):
    point = LearningItem.objects.get(text="sub-point quokka0")
    page = client.get(point.get_absolute_url()).text
    assert f'href="{point.parent.get_absolute_url()}"' in page
    assert "sub-point quokka0" in client.get(point.parent.get_absolute_url()).text


def test_an_item_shows_notes_of_staff_as_ours(client, made, world):
    made.item.later_notes.create(
        dated=date(2026, 11, 1), text="The team has moved.", author=world.people["administrator"]
    )
    page = text_of(client.get(made.item.get_absolute_url()).text)
    assert "Action taken since Editor’s notes 1 November 2026. The team has moved." in page
    assert world.people["administrator"].email not in page


def test_an_item_can_be_reported(client, made):
    reference = made.item.reference
    assert f'href="/contact/?about={reference}"' in client.get(made.item.get_absolute_url()).text


@pytest.mark.parametrize("role", ["practitioner", "partnership-editor", "administrator"])
def test_what_is_not_public_is_marked_wherever_it_stands(client_of, role):
    client = client_of(role)
    for address in ("/reviews/review-quokka1/", "/learning/R9001-1/", "/recommendations/R9001-9/"):
        assert "Professionals only." in text_of(client.get(address).text), address
    for address in ("/reviews/", "/search/?q=quokka1", "/whats-new/", "/glossary/", "/agencies/agency-quokka1/"):
        page = text_of(client.get(address).text)
        assert "Professionals only" in page, address


def test_a_draft_says_that_it_is_one(client_of):
    page = text_of(client_of("partnership-editor").get("/reviews/review-quokka3/").text)
    assert "Draft. Only its editors and administrators can see this page." in page


def test_a_second_response_to_one_recommendation_stands_beside_the_first(client, made, world, at):
    other = Agency.objects.create(name="Second body", slug="second-body", kind=AgencyKind.objects.get(slug="housing"))
    recommendation, _ = make_recommendation(at | {"position": 990}, other, "second", number=77)
    page = text_of(client.get(recommendation.get_absolute_url()).text)
    assert "1 response" in page
    assert "Answer second" in page
    assert "Answer quokka0" not in page


def test_short_items_of_one_kind_are_one_list_and_long_ones_stand_alone(client, made):
    document = {"review": made.review, "document": made.document, "heading": "Lists"}
    for number, (kind, text) in enumerate(
        [("key-theme", "One"), ("key-theme", "Two"), ("finding", "Three"), ("finding", "Long " * 60)]
    ):
        LearningItem.objects.create(**document, position=800 + number, kind=kind, text=text)
    chapters = client.get(made.review.get_absolute_url()).context["parts"][0].chapters
    (block,) = next(one for one in chapters if one.heading == "Lists").blocks
    runs = [(run.form, [one.text.split()[0] for one in run.records]) for run in block.runs]
    assert runs == [("points", ["One", "Two"]), ("points", ["Three"]), ("records", ["Long"])]
    assert [run.label for run in block.runs[:2]] == ["Key themes", "Finding"]


def test_an_item_says_whom_it_is_for_only_where_it_is_not_for_all_agencies(client, made):
    line = made.item
    for_all = AgencyKind.objects.get(slug=AgencyKind.EVERYONE)
    line.agencies.clear()
    line.agency_kinds.set([for_all])
    page = text_of(client.get(line.get_absolute_url()).text)
    assert "For:" not in page
    assert "Relevant to All agencies" in page
    line.agency_kinds.set([for_all, AgencyKind.objects.get(slug="police")])
    assert "For: Police" in text_of(client.get(line.get_absolute_url()).text)

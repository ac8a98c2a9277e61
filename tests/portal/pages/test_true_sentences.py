"""What pages say about a review is true in every state of its records."""

import pytest

from learning.models import LearningItem, Review, ReviewSection, SourceDocument, SourceWording
from recommendations.models import Recommendation

from .words import text_of

FIRST = "These are the first points in the document."


@pytest.fixture
def bare(db):
    """Return a published review with a document, and nothing in it yet."""
    review = Review.objects.create(
        code="R9500", slug="bare", title="Bare", added_on="2026-11-01",
        audience="public", status="published",
    )  # fmt: skip
    document = SourceDocument.objects.create(slug="bare", review=review, title="The bare report", kind="report")
    return {"review": review, "document": document}


def add_items(at: dict, *kinds: str, parent: LearningItem | None = None, **fields) -> list[LearningItem]:
    first = LearningItem.objects.filter(document=at["document"]).count() + 10
    return [
        LearningItem.objects.create(**at, position=first + n, kind=kind, text=f"{kind} {first + n}", parent=parent,
                                    **fields)
        for n, kind in enumerate(kinds)
    ]  # fmt: skip


def brief(client) -> str:
    """Return the summary at the top of the page of the bare review."""
    return text_of(client.get("/reviews/bare/").text.split('class="brief">')[1].split('class="take')[0])


def part(client, heading: str) -> str:
    """Return one of the three parts of the summary."""
    page = client.get("/reviews/bare/").text
    return text_of(page.split(f'<h2 id="{heading}">')[1].split("</section>")[0])


def test_a_review_without_any_text_says_that_none_is_held(client, bare):
    assert "The portal has no text of this review." in part(client, "happened")
    assert "No learning is recorded." in part(client, "learnt")
    assert "No recommendations are recorded." in part(client, "change")
    assert FIRST not in brief(client)
    page = text_of(client.get("/reviews/bare/").text)
    assert "The bare report No text of this document is held here." in page
    assert "as published" not in page
    assert "On this page" not in page


def test_a_review_without_documents_says_that_none_is_recorded(client, bare):
    bare["document"].delete()
    page = text_of(client.get("/reviews/bare/").text)
    assert "Source documents None recorded" in page
    assert "The portal has no text of this review." in page


def test_items_of_which_none_is_marked_are_chosen_by_kind_and_order_and_it_says_so(client, bare):
    add_items(bare, "question", "good-practice", "key-theme", *["finding"] * 6)
    learnt = part(client, "learnt")
    assert "No learning is recorded" not in learnt
    assert learnt.startswith("What was learnt finding 13 R9500-4 finding 14 R9500-5 finding 15 R9500-6 finding 16")
    assert "finding 17" not in learnt
    assert FIRST in learnt
    assert "All 8 points" in learnt


@pytest.mark.parametrize("kinds", [["key-theme"], ["good-practice"], ["emerging-theme", "good-practice"]])
def test_what_there_is_stands_for_what_was_learnt(client, bare, kinds):
    add_items(bare, *kinds)
    assert f"{kinds[0]} 10" in part(client, "learnt")
    assert FIRST in part(client, "learnt")


def test_marked_items_stand_first_and_nothing_is_said_of_who_chose(client, bare):
    add_items(bare, "finding", "finding")
    add_items(bare, "finding", is_key=True)
    learnt = part(client, "learnt")
    assert "finding 12" in learnt
    assert "finding 10" not in learnt
    assert FIRST not in learnt


def test_sub_points_alone_are_learning_too(client, bare):
    (question,) = add_items(bare, "question")
    add_items(bare, "finding", parent=question)
    learnt = part(client, "learnt")
    assert "finding 11" in learnt
    assert "No learning" not in learnt


def test_a_review_that_only_asks_says_so(client, bare):
    add_items(bare, "question", is_key=True)
    assert part(client, "learnt") == "What was learnt Only questions are recorded. The whole text"


def test_recommendations_alone_are_shown_and_no_learning_is_claimed(client, bare):
    for number in range(1, 7):
        Recommendation.objects.create(**bare, position=number, short_label=str(number), stem=f"Do {number}.")
    change = part(client, "change")
    assert all(f"Do {number}." in change for number in range(1, 5))
    assert "Do 5." not in change
    assert "These are the first recommendations in the document." in change
    assert "All 6 recommendations" in change
    assert "No learning is recorded." in part(client, "learnt")
    assert 'id="happened"' not in client.get("/reviews/bare/").text


def test_all_recommendations_shown_are_not_said_to_be_the_first(client, bare):
    Recommendation.objects.create(**bare, position=1, short_label="1", stem="Do it.")
    assert part(client, "change") == "What must change Do it. Recommendation 1 The recommendation"


def test_method_and_notes_do_not_stand_under_what_happened(client, bare):
    for position, kind in enumerate(["purpose", "method", "note", "scope", "family-involvement"]):
        ReviewSection.objects.create(**bare, position=position, kind=kind, text=f"The {kind}.", is_key=True)
    assert 'id="happened"' not in client.get("/reviews/bare/").text
    ReviewSection.objects.create(**bare, position=9, kind="case-fact", text="A baby was hurt.")
    happened = part(client, "happened")
    assert happened == (
        "What happened A baby was hurt. These are the first paragraphs of the document on what happened."
    )


def test_unmarked_paragraphs_on_what_happened_are_the_first_of_the_document(client, bare):
    for position in range(6):
        ReviewSection.objects.create(
            **bare, position=position, kind="background", text=f"Fact {position}.", is_bullet=position > 1
        )
    happened = part(client, "happened")
    assert "Fact 0. Fact 1. Fact 2. Fact 3. These are the first paragraphs" in happened
    assert "do not say" not in happened


def test_a_document_that_restates_another_is_not_said_to_have_its_words_here(client, bare):
    (item,) = add_items(bare, "finding")
    second = SourceDocument.objects.create(
        slug="bare-2", review=bare["review"], title="The second report", kind="report", position=20
    )
    SourceWording.objects.create(review=bare["review"], reference=item.reference, document=second, text="Other words.")
    page = text_of(client.get("/reviews/bare/").text)
    assert "The bare report Full text, as published" in page
    assert (
        "The second report This document repeats points from another document of this review, where they are shown. "
        "No other text of this document is held here." in page
    )
    assert "Other words." in page


def test_no_heading_of_ours_stands_among_the_words_of_a_document(client, bare):
    ReviewSection.objects.create(**bare, position=1, kind="note", text="Before.")
    ReviewSection.objects.create(**bare, position=2, kind="background", heading="Theirs", text="Under theirs.")
    ReviewSection.objects.create(**bare, position=3, kind="background", heading="Theirs", subheading="Sub", text="S.")
    ReviewSection.objects.create(**bare, position=4, kind="background", heading="Theirs", text="After the sub.")
    ReviewSection.objects.create(**bare, position=5, kind="note", text="At the end.")
    page = client.get("/reviews/bare/").text
    document = page.split('<section class="document"')[1]
    assert document.count("<hr") == 2
    assert document.count("<h3") == 1
    assert document.count("<h4") == 1
    contents = text_of(page.split('id="contents">')[1].split("</nav>")[0])
    assert contents == "On this page Summary The bare report Introduction Theirs Further text"
    assert 'aria-label="Introduction"' in document


def test_a_theme_on_an_item_of_a_review_that_does_not_carry_it_was_found_in_that_review(client, bare, theme):
    (item,) = add_items(bare, "finding")
    item.themes.add(theme)
    page = client.get("/themes/lanterns/")
    assert page.context["found"].reviews == 1
    assert "Not found" not in text_of(page.text)
    assert [one.code for one in client.get("/reviews/?theme=lanterns").context["page"]] == ["R9500"]
    bare["review"].themes.add(theme)
    assert client.get("/themes/lanterns/").context["found"].reviews == 1


def test_a_theme_on_a_recommendation_alone_was_found_in_its_review(client, bare, theme):
    one = Recommendation.objects.create(**bare, position=1, short_label="1", stem="Do it.")
    one.themes.add(theme)
    assert client.get("/themes/lanterns/").context["found"].reviews == 1
    assert [one.code for one in client.get("/reviews/?theme=lanterns").context["page"]] == ["R9500"]


@pytest.mark.django_db
def test_a_portal_in_which_a_reader_sees_nothing_does_not_say_that_nothing_was_published(client, bare):
    Review.objects.update(audience="professionals")
    for review in Review.objects.all():
        review.save()
    page = text_of(client.get("/").text)
    assert "No reviews to show yet." in page
    assert "published yet" not in page
    assert "No agencies to show yet." in text_of(client.get("/agencies/").text)
    assert "No reviews to show yet." in text_of(client.get("/themes/neglect/").text)


def test_a_paragraph_that_only_introduces_a_list_is_not_shown_alone(client, bare):
    for position, text in enumerate(["A baby was hurt.", "Themes that emerged in the review;", "Agencies involved:"]):
        ReviewSection.objects.create(**bare, position=position, kind="background", text=text)
    happened = part(client, "happened")
    assert "A baby was hurt." in happened
    assert "Themes" not in happened
    assert "Agencies involved" not in happened

""" "What's new" lists changes by the day they happened here, and none that the reader may not know of."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from learning.actions import change_audience, publish_review, withdraw_review
from learning.models import Correction, GoodPractice, LearningItem, PublishedChange, Review, ReviewSection
from recommendations.models import RecommendationPart

from .words import text_of

WHY = "So it was decided."


def shown(browser, page: int = 1) -> list[tuple]:
    """Return day, kind, code of the review and references of everything on a page."""
    days = browser.get(f"/whats-new/?page={page}").context["days"]
    return [
        (day, one.kind, one.review and one.review.code, one.references) for day, happened in days for one in happened
    ]


def kinds(browser, code: str | None) -> list[str]:
    return [kind for _, kind, of, _ in shown(browser) if of == code]


def set_back(days: int) -> date:
    """Let all that happened have happened so many days ago."""
    for change in PublishedChange.objects.all():
        PublishedChange.objects.filter(pk=change.pk).update(on=change.on - timedelta(days))
    return timezone.localdate()


def test_a_review_is_new_on_the_day_on_which_it_was_published_whatever_date_was_typed(client, world):
    Review.objects.filter(code="R9000").update(added_on=date(2031, 5, 1))
    set_back(3)
    today = set_back(0)
    draft = world.reviews["draft"].review
    publish_review(draft, by=world.people["administrator"])
    assert shown(client)[0] == (today, "added", "R9003", [])
    assert (today - timedelta(3), "added", "R9000", []) in shown(client)
    assert "2031" not in client.get("/whats-new/").text


@pytest.mark.parametrize("what", ["item", "recommendation", "part", "section"])
def test_that_published_words_were_reworded_is_told_with_the_day_and_no_word(client, world, what):
    today = set_back(3)
    made = world.reviews["public"]
    record, field = {
        "item": (made.item, "text"),
        "recommendation": (made.recommendation, "stem"),
        "part": (RecommendationPart.objects.filter(recommendation=made.recommendation).first(), "text"),
        "section": (ReviewSection.objects.get(review=made.review), "text"),
    }[what]
    setattr(record, field, "Wholly other words.")
    record.save()
    record.save()
    references = {"item": made.item.reference, "section": ""}.get(what, made.recommendation.reference)
    assert shown(client)[0] == (today, "reworded", "R9000", [(references, "")] if references else [])
    page = client.get("/whats-new/")
    assert "Wholly other words" not in page.text
    assert (f'#{references}"' if references else "document text") in page.text
    assert PublishedChange.objects.filter(kind="reworded").count() == 1


def test_what_does_not_change_published_words_is_not_told(client, world):
    made = world.reviews["public"]
    item = LearningItem.objects.get(pk=made.item.pk)
    item.is_key = True
    item.save()
    draft = world.reviews["draft"].item
    draft.text = "Other words of a draft."
    draft.save()
    assert not PublishedChange.objects.filter(kind="reworded").exists()


def test_a_proxy_is_watched_too(world):
    item = GoodPractice.objects.get(pk=world.reviews["public"].item.pk)
    item.text = "Other words."
    item.save()
    assert PublishedChange.objects.filter(kind="reworded", reference=item.reference).exists()


@pytest.mark.parametrize("name", ["professionals", "partnership"])
def test_what_happened_to_a_hidden_review_is_told_to_nobody_who_may_not_read_it(client, client_of, world, name):
    before = client.get("/whats-new/").text
    item = world.reviews[name].item
    item.text = "Other hidden words."
    item.save()
    code = world.reviews[name].review.code
    assert client.get("/whats-new/").text == before
    assert kinds(client, code) == []
    assert kinds(client_of("administrator"), code) == ["added", "reworded"]
    withdraw_review(world.reviews[name].review, by=world.people["administrator"], reason=WHY)
    assert client.get("/whats-new/").text == before


def test_what_happened_before_a_review_was_opened_is_not_for_those_it_was_opened_to(client, world):
    """That it was held here, restricted, and since when, is not for them."""
    made = world.reviews["professionals"]
    made.item.text = "Other words."
    made.item.save()
    Correction.objects.create(review=made.review, on=timezone.localdate() - timedelta(5))
    set_back(3)
    change_audience(made.review, "public", by=world.people["administrator"], reason=WHY)
    assert [one for one in shown(client) if one[2] == "R9001"] == [(timezone.localdate(), "added", "R9001", [])]


def test_that_a_review_was_withdrawn_is_told_and_names_nothing(client, world):
    made = world.reviews["public"]
    assert kinds(client, None) == ["withdrawn"]  # one of the world is
    withdraw_review(made.review, by=world.people["administrator"], reason=WHY)
    assert kinds(client, None) == ["withdrawn", "withdrawn"]
    page = client.get("/whats-new/").text
    assert "A review was withdrawn." in text_of(page)
    assert made.word not in page
    assert kinds(client, "R9000") == []
    publish_review(made.review, by=world.people["administrator"])
    assert kinds(client, "R9000") == ["added"]
    assert kinds(client, None) == ["withdrawn"]


def test_the_database_refuses_a_change_of_another_kind(world, refused):
    with refused("change_kind_known"):
        PublishedChange.objects.create(kind="nonsense", review=world.reviews["public"].review)


def test_corrections_stand_on_their_day(client, world):
    made, today = world.reviews["public"], set_back(9)
    Correction.objects.create(review=made.review, on=today - timedelta(2))
    assert (today - timedelta(2), "corrected", "R9000", []) in shown(client)
    assert "was corrected" in client.get("/whats-new/").text


def test_a_fixture_that_is_loaded_again_with_other_words_is_told(client, world, tmp_path):
    call_command(
        "dumpdata", "learning.learningitem", "--natural-foreign", "--natural-primary", "-o", tmp_path / "a.json"
    )
    text = (tmp_path / "a.json").read_text()
    (tmp_path / "a.json").write_text(text.replace("good-practice quokka0", "Other words of a fixture"))
    call_command("loaddata", str(tmp_path / "a.json"), verbosity=0)
    assert kinds(client, "R9000") == ["added", "reworded"]
    assert PublishedChange.objects.filter(kind="reworded").count() == 1


def test_it_is_paged_in_a_number_of_queries_that_does_not_grow(client, world, django_assert_max_num_queries):
    made = world.reviews["public"]
    PublishedChange.objects.update(on=date(2019, 1, 1))
    for n in range(60):
        PublishedChange.objects.create(kind="reworded", review=made.review, reference=f"R9000-{n}")
        Correction.objects.create(review=made.review, on=date(2020, 1, 1) + timedelta(n))
    client.get("/")
    with django_assert_max_num_queries(8):
        assert client.get("/whats-new/").context["page"].paginator.num_pages == 5
    assert sum(len(references) for *_, references in shown(client, 2)) == 25


def test_a_portal_without_changes_says_no_more_than_that(client, db):
    PublishedChange.objects.all().delete()
    assert "Nothing to show yet." in client.get("/whats-new/").text

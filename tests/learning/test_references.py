"""Permanent references: given once, never used again."""

import pytest

from learning.models import AgencyKind, ItemKind, LearningItem, Review, Theme
from recommendations.models import Recommendation


@pytest.fixture
def at(world):
    made = world.reviews["public"]
    return {"review": made.review, "document": made.document}


def number(statement) -> int:
    return int(statement.reference.split("-")[1])


def new_item(at: dict, position: int) -> LearningItem:
    return LearningItem.objects.create(**at, position=position, kind=ItemKind.FINDING, text="Words.")


def test_items_and_recommendations_of_a_review_share_one_counter(at):
    first = new_item(at, 900)
    second = Recommendation.objects.create(**at, position=901, short_label="9", stem="Do.")
    third = new_item(at, 902)
    assert first.reference.startswith("R9000-")
    assert [number(second), number(third)] == [number(first) + 1, number(first) + 2]


def test_a_reference_is_not_given_again_after_its_statement_is_deleted(at):
    gone = new_item(at, 900)
    reference = gone.reference
    gone.delete()
    assert number(new_item(at, 901)) == int(reference.split("-")[1]) + 1


def test_a_reference_is_not_given_again_when_the_review_is_saved_as_it_was_read_before(at):
    read_before = Review.objects.get(pk=at["review"].pk)
    gone = new_item(at, 900)
    gone.delete()
    read_before.title = "Another title"
    read_before.save()
    assert number(new_item({**at, "review": Review.objects.get(pk=read_before.pk)}, 901)) > number(gone)


def test_a_reference_stays_when_kind_text_and_place_change(at):
    item = new_item(at, 900)
    before = item.reference
    item.kind, item.text, item.position = ItemKind.GOOD_PRACTICE, "Other words.", 950
    item.save()
    assert LearningItem.objects.get(pk=item.pk).reference == before


def test_saving_again_takes_no_number(at):
    item = new_item(at, 900)
    item.save()
    item.save()
    assert number(new_item(at, 901)) == number(item) + 1


def test_a_reference_is_saved_also_where_only_some_fields_are(at):
    item = new_item(at, 900)
    LearningItem.objects.filter(pk=item.pk).update(reference="")
    item.reference = ""
    item.text = "Other words."
    item.save(update_fields=["text"])
    stored = LearningItem.objects.get(pk=item.pk)
    assert stored.text == "Other words."
    assert stored.reference == item.reference != ""


def test_two_statements_cannot_have_one_reference(at, refused):
    item, other = new_item(at, 900), new_item(at, 901)
    with refused():
        LearningItem.objects.filter(pk=other.pk).update(reference=item.reference)


def test_a_reference_leads_to_its_page_in_capitals_or_not(at, client):
    item = new_item(at, 900)
    for written in (item.reference, item.reference.lower()):
        assert item.reference in client.get(f"/learning/{written}/").text


def test_a_reference_leads_to_its_record_from_the_address_of_the_other_kind(world, client):
    made, hidden = world.reviews["public"], world.reviews["professionals"]
    for one, other in ((made.recommendation, "/learning/"), (made.item, "/recommendations/")):
        assert client.get(f"{other}{one.reference}/")["Location"] == one.get_absolute_url()
    for one, other in ((hidden.recommendation, "/learning/"), (hidden.item, "/recommendations/")):
        assert client.get(f"{other}{one.reference}/").status_code == 404


def test_a_review_carries_each_theme_that_its_statements_are_given(at):
    review = at["review"]
    fathers, housing = (
        Theme.objects.create(name=name, slug=name, group="harm", scope_note="Note.")
        for name in ("xfathers", "xhousing")
    )
    new_item(at, 900).themes.add(fathers)
    Recommendation.objects.create(**at, position=901, short_label="9", stem="Do.").themes.set([housing])
    assert {fathers, housing} <= set(review.themes.all())


def test_a_theme_that_a_statement_loses_stays_with_the_review(at):
    theme = Theme.objects.create(name="xfathers", slug="xfathers", group="harm", scope_note="Note.")
    item = new_item(at, 900)
    item.themes.add(theme)
    item.themes.clear()
    assert theme in at["review"].themes.all()


def test_what_a_part_is_addressed_to_its_recommendation_speaks_to(world):
    made = world.reviews["public"]
    kind = AgencyKind.objects.get(slug="housing")
    part = made.recommendation.parts.first()
    part.agency_kinds.add(kind)
    part.agencies.add(world.reviews["draft"].agency)
    assert kind in made.recommendation.agency_kinds.all()
    assert world.reviews["draft"].agency in made.recommendation.agencies.all()

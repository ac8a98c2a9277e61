"""Two people at once on the rows below a record: none comes back, goes or changes unseen."""

import pytest

from learning.models import Agency, AgencyInvolved, AgencyKind, LaterNote, Review, SourceWording
from recommendations.models import RecommendationPart

from .administration import address_of, opened


@pytest.fixture
def recommendation(administrator, world):
    recommendation = world.reviews["public"].recommendation
    recommendation.agency_kinds.add(AgencyKind.objects.get(slug="police"))
    return recommendation


def test_a_row_changed_by_both_is_decided_and_one_changed_by_them_is_kept(administrator, recommendation):
    first, second = recommendation.parts.all()
    mine = opened(administrator, recommendation, **{"parts-0-text": "Mine.", "tail": "My tail."})
    RecommendationPart.objects.filter(pk=first.pk).update(text="Theirs.")
    RecommendationPart.objects.filter(pk=second.pk).update(text="Theirs as well.")
    page = administrator.post(address_of(recommendation), mine)
    assert page.status_code == 409
    shown = opened(page, recommendation)
    assert shown["differs"] == ["parts-0-text"]
    assert shown["parts-0-text"] == ["Mine."]
    assert shown["parts-1-text"] == ["Theirs as well."]
    assert shown["tail"] == ["My tail."]
    decided = shown | {"decide-parts-0-text": "theirs"}
    assert administrator.post(address_of(recommendation), decided).status_code == 302
    recommendation.refresh_from_db()
    assert [part.text for part in recommendation.parts.all()] == ["Theirs.", "Theirs as well."]
    assert recommendation.tail == "My tail."


def test_a_choice_in_a_row_is_compared_too(administrator, recommendation, world):
    part = recommendation.parts.first()
    mine = opened(administrator, recommendation, **{"parts-0-agencies": [world.reviews["draft"].agency.pk]})
    part.agencies.add(world.reviews["professionals"].agency)
    page = administrator.post(address_of(recommendation), mine)
    assert page.status_code == 409
    assert opened(page, recommendation)["differs"] == ["parts-0-agencies"]
    assert list(part.agencies.all()) == [world.reviews["professionals"].agency]


def involved(review: Review, name: str) -> AgencyInvolved:
    return AgencyInvolved.objects.create(review=review, agency=Agency.objects.get(name=name), named_as=name)


@pytest.fixture
def review(administrator, world) -> Review:
    review = world.reviews["public"].review
    involved(review, "Agency quokka1")
    return review


def test_a_row_deleted_by_another_does_not_come_back_by_itself(administrator, review):
    mine = opened(administrator, review, harm="Mine")
    review.agencies_involved.get(named_as="Agency quokka1").delete()
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "A row was deleted: agency involved “Agency quokka1”." in page.text
    assert administrator.post(address_of(review), opened(page, review)).status_code == 302
    review.refresh_from_db()
    assert review.harm == "Mine"
    assert [one.named_as for one in review.agencies_involved.all()] == ["Agency quokka0"]


def test_what_was_typed_into_a_row_deleted_by_another_stands_in_a_new_row(administrator, review):
    mine = opened(administrator, review, **{"agencies_involved-1-named_as": "The very agency"})
    review.agencies_involved.get(named_as="Agency quokka1").delete()
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "A row that you changed was deleted: agency involved “The very agency”." in page.text
    assert review.agencies_involved.count() == 1
    assert administrator.post(address_of(review), opened(page, review)).status_code == 302
    assert [one.named_as for one in review.agencies_involved.order_by("pk")] == ["Agency quokka0", "The very agency"]


def test_a_row_changed_by_another_is_not_deleted_unseen(administrator, review):
    mine = opened(administrator, review, **{"agencies_involved-1-DELETE": "on"})
    AgencyInvolved.objects.filter(named_as="Agency quokka1").update(named_as="As theirs")
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "which you marked for deletion, was changed" in page.text
    shown = opened(page, review)
    assert "agencies_involved-1-DELETE" not in shown
    sent = shown | {"agencies_involved-1-DELETE": "on"}
    assert administrator.post(address_of(review), sent).status_code == 302
    assert review.agencies_involved.count() == 1


def test_rows_added_by_two_people_are_all_kept(administrator, review, world):
    two, three = Agency.objects.get(name="Agency quokka2"), Agency.objects.get(name="Agency quokka3")
    new = {"agencies_involved-TOTAL_FORMS": "3", "agencies_involved-2-position": "5"}
    mine = opened(administrator, review, **new)
    mine |= {"agencies_involved-2-agency": three.pk, "agencies_involved-2-named_as": "Mine"}
    mine |= {"agencies_involved-0-DELETE": "on"}
    AgencyInvolved.objects.create(review=review, agency=two, named_as="Theirs", position=1)
    page = administrator.post(address_of(review), mine)
    assert page.status_code == 409
    assert "A row was added: agency involved “Theirs”." in page.text
    assert administrator.post(address_of(review), opened(page, review)).status_code == 302
    assert {one.named_as for one in review.agencies_involved.all()} == {"Agency quokka1", "Theirs", "Mine"}


def test_what_must_not_be_written_over_is_also_the_status(administrator, review):
    mine = opened(administrator, review, harm="Mine")
    gone = opened(administrator, review, status="withdrawn", reason="A name.")
    assert administrator.post(address_of(review), gone).status_code == 302
    page = administrator.post(address_of(review), mine | {"reason": "Typed."})
    assert page.status_code == 409
    shown = opened(page, review)
    assert (shown["status"], shown["reason"]) == (["withdrawn"], ["Typed."])
    assert administrator.post(address_of(review), shown).status_code == 302
    review.refresh_from_db()
    assert (review.status, review.harm) == ("withdrawn", "Mine")


def test_notes_are_signed_and_kept_apart(administrator, item, world):
    note = LaterNote.objects.create(
        item=item, dated="2026-01-01", text="As it was.", author=world.people["partnership-editor"]
    )
    mine = opened(administrator, item, **{"later_notes-0-text": "Mine."})
    LaterNote.objects.filter(pk=note.pk).update(text="Theirs.")
    page = administrator.post(address_of(item), mine)
    assert opened(page, item)["differs"] == ["later_notes-0-text"]
    sent = opened(page, item) | {"decide-later_notes-0-text": "mine"}
    assert administrator.post(address_of(item), sent).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.author) == ("Mine.", world.people["partnership-editor"])


def test_rows_that_nobody_may_change_are_neither_added_nor_lost(administrator, world):
    response = world.reviews["public"].response
    mine = opened(administrator, response, named_as="Mine", position="7")
    administrator.post(address_of(response), opened(administrator, response, position="8"))
    page = administrator.post(address_of(response), mine)
    assert page.status_code == 409
    assert "A row was" not in page.text
    sent = opened(page, response)
    assert sent["differs"] == ["position"]
    version = {
        "versions-TOTAL_FORMS": "2",
        "versions-1-number": "2",
        "versions-1-text": "By hand.",
        "versions-1-acceptance": "not-stated",
        "versions-1-progress": "not-stated",
        "versions-1-created_at_0": "2026-11-21",
        "versions-1-created_at_1": "10:00",
        "decide-position": "mine",
    }
    for _ in range(2):
        assert administrator.post(address_of(response), sent | version).status_code == 302
    response.refresh_from_db()
    assert (response.named_as, response.position) == ("Mine", 7)
    assert [version.text for version in response.versions.all()] == ["Answer quokka0"]


def test_a_part_stays_in_its_recommendation_and_takes_its_second_wordings_with_it(administrator, world):
    made = world.reviews["public"]
    part = made.recommendation.parts.first()
    page = administrator.get(address_of(part)).text
    assert 'name="recommendation"' not in page
    Review.objects.filter(pk=made.review.pk).update(status="draft")
    SourceWording.objects.create(
        review=made.review, document=made.document, reference=made.recommendation.reference,
        part_position=part.position, text="In other words.",
    )  # fmt: skip
    position = part.position
    part.delete()
    assert not SourceWording.objects.filter(reference=made.recommendation.reference, part_position=position).exists()

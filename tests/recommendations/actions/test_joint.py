"""A joint response is recorded, published, returned and withdrawn for all that it answers, or for none."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from learning.models import Agency, AgencyKind, Membership, Review, Role
from learning.search.index import deferred
from recommendations.actions import checking, drafting
from recommendations.actions.joint import Pair, publish_joint, record_joint_response, return_joint, withdraw_joint
from recommendations.models import Passage, Recommendation, Response, ResponseStep, ResponseVersion
from recommendations.models.draft import LONGEST
from tests.documents.joint_responses import government_response, publish
from tests.recommendations.conftest import told, typed
from tests.world import World, make_partnership, make_user

TEXT = "We accept both, and begin in May."


@deferred()
def make_joint(world: World) -> None:
    """Make a review of the world's partnership with two recommendations, and a second editor who records."""
    review = government_response()
    review.partnerships.add(world.partnership)
    world.made["document"] = review.documents.get()
    world.people["recorder"] = make_user("recorder")
    Membership.objects.create(
        user=world.people["recorder"], role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership
    )
    health = Agency.objects.create(name="Bilby Trust", slug="bilby-trust", kind=Agency.objects.first().kind)
    council = Agency.objects.create(name="Bilby Council", slug="bilby-council", kind=health.kind)
    world.partnership.agencies.add(health, council)
    first, second, *_ = Recommendation.objects.filter(review=review).order_by("position")
    world.made["pairs"] = [Pair(first, health), Pair(first, council), Pair(second, health)]


@pytest.fixture
def joint_world(world) -> World:
    make_joint(world)
    mail.outbox.clear()
    return world


def record(world: World, **fields) -> Passage:
    """Return the joint response of the world, recorded."""
    fields = {"text": TEXT, "pairs": world.made["pairs"], "by": world.people["recorder"], "place": "page 4"} | fields
    return record_joint_response(world.made["document"], **fields)


def errors(world: World, **fields) -> str:
    before = (Passage.objects.count(), Response.objects.count(), ResponseStep.objects.count())
    with pytest.raises(ValidationError) as refused:
        record(world, **fields)
    assert (Passage.objects.count(), Response.objects.count(), ResponseStep.objects.count()) == before
    return " ".join(refused.value.messages)


def current_words(pair: Pair) -> list[str]:
    own = {"response__recommendation": pair.recommendation, "response__agency": pair.agency}
    return [version.words for version in ResponseVersion.objects.current().filter(**own)]


def test_it_is_recorded_once_and_awaits_a_check_for_each_pair(joint_world):
    passage = record(joint_world, language="cy")
    assert (passage.number, passage.text, passage.place, passage.language) == (3, TEXT, "page 4", "cy")
    versions = passage.versions.order_by("pk")
    assert [(one.text, one.number) for one in versions] == [("", 1)] * 3
    assert ResponseVersion.objects.waiting().filter(passage=passage).count() == 3
    step = ResponseStep.objects.filter(version__passage=passage).first()
    assert step.acted_as == f"an editor of {joint_world.partnership}"
    assert told("Joint response to check") == ["editor"]
    assert current_words(joint_world.made["pairs"][0]) == []


def test_each_pair_may_say_something_else_of_acceptance_progress_and_parts(joint_world):
    one, other, *_ = joint_world.made["pairs"]
    first = Pair(one.recommendation, one.agency, fields={"acceptance": "accepted"})
    second = Pair(other.recommendation, other.agency, fields={"progress": "not-started"})
    passage = record(joint_world, pairs=[first, second])
    assert list(passage.versions.order_by("pk").values_list("acceptance", "progress")) == [
        ("accepted", "not-stated"),
        ("not-stated", "not-started"),
    ]


def test_who_may_record(joint_world):
    for who in ("agency-editor", "scrutineer", "member", "other-editor", "administrator", "practitioner"):
        with pytest.raises(PermissionDenied, match="Only an editor of a partnership that commissioned"):
            record(joint_world, by=joint_world.people[who])


def test_what_is_refused(joint_world):
    one, other, _ = joint_world.made["pairs"]
    assert "Select at least one agency" in errors(joint_world, pairs=[])
    assert "Bilby Trust on recommendation 1" in errors(joint_world, pairs=[one, one])
    assert "Enter the text" in errors(joint_world, text=" \u200b")
    assert f"Shorten the text to {LONGEST:,} characters or fewer. It has 20,001" in errors(
        joint_world, text="x" * (LONGEST + 1)
    )
    foreign = joint_world.reviews["public"].recommendation
    assert "is not in the document’s review" in errors(joint_world, pairs=[one, Pair(foreign, other.agency)])
    assert "at most 60 characters" in errors(joint_world, place="p" * 61)
    refused = Pair(one.recommendation, one.agency, fields={"acceptance": "not-accepted"})
    assert "Enter why the recommendation is not accepted" in errors(joint_world, pairs=[refused])
    part = foreign.parts.first()
    assert "parts of this recommendation only" in errors(
        joint_world, pairs=[Pair(one.recommendation, one.agency, [part])]
    )
    Review.objects.filter(pk=joint_world.made["document"].review_id).update(status="withdrawn")
    joint_world.made["document"].review.refresh_from_db()
    assert "withdrawn" in errors(joint_world)


def test_a_pair_that_waits_or_has_a_newer_version_is_refused(joint_world):
    one, *_ = joint_world.made["pairs"]
    record(joint_world)
    assert "another version is awaiting partnership check" in errors(joint_world, pairs=[one])
    response = Response.objects.create(
        recommendation=one.recommendation, agency=Agency.objects.get(slug="joint-police")
    )
    version = ResponseVersion.objects.create(response=response, number=1, text="Its own.")
    for action in ("submitted", "published"):
        ResponseStep.objects.create(version=version, action=action)
    pair = Pair(one.recommendation, response.agency)
    assert "document dates do not show which is newer" in errors(joint_world, pairs=[pair])
    document = joint_world.made["document"]
    document.published_on, document.published_precision = date(2020, 1, 1), "day"
    assert "a newer response is already published" in errors(joint_world, pairs=[pair])
    document.published_on = date(2099, 1, 1)
    assert record(joint_world, pairs=[pair]).versions.get().number == 2


def test_a_merged_agency_answers_under_the_name_of_the_other_and_only_once(joint_world):
    one, other, _ = joint_world.made["pairs"]
    Agency.objects.filter(pk=other.agency.pk).update(merged_into=one.agency)
    other.agency.refresh_from_db()
    assert "is entered twice" in errors(joint_world)
    passage = record(joint_world, pairs=[other])
    assert passage.versions.get().response.agency == one.agency


def test_it_is_published_for_all_at_once_by_another_editor(joint_world):
    passage, editor = record(joint_world), joint_world.people["partnership-editor"]
    with pytest.raises(PermissionDenied, match="another editor"):
        publish_joint(passage, by=joint_world.people["recorder"], deciding_body="Board")
    with pytest.raises(ValidationError, match="group that approved publication"):
        publish_joint(passage, by=editor, deciding_body=" ")
    assert ResponseVersion.objects.published().filter(passage=passage).count() == 0
    steps = publish_joint(passage, by=editor, deciding_body="Board", meeting="In May")
    assert [(step.action, step.deciding_body) for step in steps] == [("published", "Board")] * 3
    assert all(current_words(pair) == [TEXT] for pair in joint_world.made["pairs"])
    with pytest.raises(ValidationError, match="This version was published"):
        publish_joint(passage, by=editor, deciding_body="Board")


def test_it_is_returned_for_all_at_once_to_the_editor_who_recorded_it(joint_world):
    passage, editor = record(joint_world), joint_world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="should change"):
        return_joint(passage, by=editor, comment=" ")
    steps = return_joint(passage, by=editor, comment="A word is missing.")
    assert [step.note for step in steps] == ["A word is missing."] * 3
    assert told("Joint response returned") == ["recorder"]
    assert record(joint_world).number == passage.number + 1


def test_it_is_withdrawn_for_all_at_once_also_where_a_newer_version_is_published(joint_world):
    passage, editor = record(joint_world), joint_world.people["partnership-editor"]
    publish_joint(passage, by=editor, deciding_body="Board")
    one, other, last = joint_world.made["pairs"]
    response = Response.objects.get(recommendation=one.recommendation, agency=one.agency)
    publish(response, text="Newer.", document=joint_world.made["document"])
    assert current_words(one) == ["Newer."]
    assert current_words(other) == current_words(last) == [TEXT]
    with pytest.raises(ValidationError, match="Enter why"):
        withdraw_joint(passage, by=editor, reason="")
    withdraw_joint(passage, by=editor, reason="It names a child.")
    assert current_words(one) == ["Newer."]
    assert current_words(other) == current_words(last) == []
    assert not Passage.objects.visible_to(editor).filter(pk=passage.pk).exists()


def test_no_single_version_of_it_is_decided_on_alone(joint_world):
    passage, editor = record(joint_world), joint_world.people["partnership-editor"]
    version = passage.versions.first()
    for act in (
        lambda: checking.publish_version(version, by=editor, deciding_body="Board"),
        lambda: checking.return_version(version, by=editor, comment="No."),
        lambda: checking.withdraw_version(version, by=editor, reason="No."),
    ):
        with pytest.raises(ValidationError, match="This is part of a joint response"):
            act()
    assert version.steps.count() == 1


def test_who_decides_only_on_some_of_it_is_refused_and_nothing_changes(joint_world):
    passage = record(joint_world)
    southshire = make_partnership("Southshire Two")
    other = make_user("southshire-editor")
    Membership.objects.create(user=other, role=Role.PARTNERSHIP_EDITOR, partnership=southshire)
    # No partnership is recorded any more: each decides for its own agencies.
    passage.document.review.partnerships.clear()
    southshire.agencies.add(joint_world.made["pairs"][0].agency)
    joint_world.partnership.agencies.remove(joint_world.made["pairs"][0].agency)
    for who in (other, joint_world.people["partnership-editor"]):
        with pytest.raises(PermissionDenied, match="Another partnership decides on this part: Bilby"):
            publish_joint(passage, by=who, deciding_body="Board")
    with pytest.raises(PermissionDenied, match="Only an editor of the partnership that decides"):
        publish_joint(passage, by=joint_world.people["scrutineer"], deciding_body="Board")
    assert not ResponseStep.objects.filter(version__passage=passage, action="published").exists()


def test_an_agency_goes_on_from_the_words_of_the_joint_response(joint_world, asked):
    document = asked.recommendation.document
    pair = Pair(asked.recommendation, asked.agency)
    passage = record_joint_response(document, text=TEXT, pairs=[pair], by=joint_world.people["recorder"])
    publish_joint(passage, by=joint_world.people["partnership-editor"], deciding_body="Board")
    assert told("has been published") == ["second-writer", "writer"]
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=joint_world.people["writer"])
    assert draft.text == TEXT
    assert typed(draft)


def make_school() -> Agency:
    return Agency.objects.create(
        name="Numbat School", slug="numbat-school", kind=AgencyKind.objects.get(slug="education")
    )


def test_a_school_answers_under_its_generic_name(joint_world):
    school, first = make_school(), joint_world.made["pairs"][0]
    passage = record(joint_world, pairs=[first, Pair(first.recommendation, school)])
    named = {version.response.agency.name for version in passage.versions.all()}
    assert named == {first.agency.name, "A school"}
    assert not school.responses.exists()


def test_a_joint_response_that_names_the_school_is_not_published(joint_world):
    school, first = make_school(), joint_world.made["pairs"][0]
    text = "Bilby Trust and Numbat School will do it together."
    passage = record(joint_world, text=text, pairs=[first, Pair(first.recommendation, school)])
    with pytest.raises(ValidationError, match="contains the name of another agency"):
        publish_joint(passage, by=joint_world.people["partnership-editor"], deciding_body="Board")
    assert not ResponseVersion.objects.published().filter(passage=passage).exists()

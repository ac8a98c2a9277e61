"""Only editors of the partnership that asked decide, each version once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from learning.models import Membership, Role
from recommendations.actions import checking
from recommendations.models import ResponseVersion
from tests.recommendations.conftest import told


@pytest.mark.parametrize("who", ["other-editor", "scrutineer", "member", "writer", "administrator"])
def test_only_editors_of_the_partnership_that_asked_decide(world, submitted, who):
    user = world.people[who]
    for act in (
        lambda: checking.publish_version(submitted, by=user, deciding_body="Board"),
        lambda: checking.return_version(submitted, by=user, comment="No."),
        lambda: checking.withdraw_version(submitted, by=user, reason="No."),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert submitted.steps.count() == 1


def test_a_version_is_published_once_and_then_withdrawn(world, submitted):
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="group that approved publication"):
        checking.publish_version(submitted, by=editor, deciding_body=" ")
    step = checking.publish_version(submitted, by=editor, deciding_body="Board", meeting="In May")
    assert (step.deciding_body, step.meeting, step.as_only_editor) == ("Board", "In May", False)
    assert submitted in ResponseVersion.objects.current()
    with pytest.raises(ValidationError, match="published by an editor of Northshire Safeguarding"):
        checking.return_version(submitted, by=editor, comment="Too late.")
    with pytest.raises(ValidationError, match="Enter why"):
        checking.withdraw_version(submitted, by=editor, reason="")
    checking.withdraw_version(submitted, by=editor, reason="It named a child.")
    assert submitted not in ResponseVersion.objects.published()
    assert told("has been published") == told("has been withdrawn") == ["second-writer", "writer"]


def test_a_returned_version_comes_back_with_its_comment(world, submitted):
    with pytest.raises(ValidationError, match="should change"):
        checking.return_version(submitted, by=world.people["partnership-editor"], comment="")
    step = checking.return_version(submitted, by=world.people["partnership-editor"], comment="Say since when.")
    assert step.note == "Say since when."
    assert told("Response returned") == ["second-writer", "writer"]


def test_nobody_publishes_what_they_submitted_unless_there_is_no_other_editor(world, submitted):
    writer = world.people["writer"]
    Membership.objects.create(user=writer, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    writer = type(writer).objects.get(pk=writer.pk)
    with pytest.raises(PermissionDenied, match="another editor"):
        checking.publish_version(submitted, by=writer, deciding_body="Board")
    world.partnership.memberships.filter(role=Role.PARTNERSHIP_EDITOR).exclude(user=writer).delete()
    assert checking.publish_version(submitted, by=writer, deciding_body="Board").as_only_editor

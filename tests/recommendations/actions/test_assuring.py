"""Judgements stand beside each other, each with what it must say."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from recommendations.actions import assuring, checking
from tests.recommendations.conftest import in_days


def judged(world, response, **changes):
    values = {
        "partnership": world.partnership,
        "by": world.people["partnership-editor"],
        "judgement": "assured",
        "judged_on": timezone.localdate(),
        "deciding_body": "Board",
        "evidence": "An audit of ten records.",
        "evidence_on": timezone.localdate() - timedelta(days=3),
        "shows": "change-in-practice",
    }
    return assuring.assure(response, **values | changes)


def test_judgements_stand_beside_each_other(world, submitted):
    response = submitted.response
    with pytest.raises(ValidationError, match="nothing to judge"):
        judged(world, response)
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    judged(world, response, judgement="partial", evidence="", evidence_on=None, shows="")
    judged(world, response)
    judged(world, response)
    assert [one.judgement for one in response.assurances.order_by("pk")] == ["partial", "assured"]
    for change, field in (
        ({"evidence": ""}, "evidence"),
        ({"evidence_on": None}, "evidence_on"),
        ({"evidence_on": in_days(1)}, "evidence_on"),
        ({"judged_on": in_days(1)}, "judged_on"),
        ({"deciding_body": ""}, "deciding_body"),
        ({"shows": ""}, "shows"),
    ):
        with pytest.raises(ValidationError) as error:
            judged(world, response, **change)
        assert list(error.value.message_dict) == [field]
    for who in ("writer", "other-editor", "scrutineer", "administrator"):
        with pytest.raises(PermissionDenied):
            judged(world, response, by=world.people[who])

"""Requests in columns: they follow the rules of the database, and every change that they depend on."""

from dataclasses import fields

import numpy as np
import pytest
from django.utils import timezone

from learning.models import Partnership
from recommendations.actions import checking, drafting
from recommendations.models import ResponseRequest
from recommendations.models.request import deciding
from recommendations.requests.outcomes import acting
from recommendations.requests.states import keys_of
from recommendations.requests.table import RequestTable, asked_by, asked_of, distinct

from .conftest import in_days, judged


@pytest.mark.parametrize("commissioned_by", ["its own", "another", "both", "none"])
@pytest.mark.parametrize("is_first", [True, False])
def test_who_may_act_and_who_decides_is_what_the_database_says(world, asked, commissioned_by, is_first):
    """The rules are written once more, for requests in memory."""
    own, other = world.partnership, Partnership.objects.get(slug="southshire")
    review = asked.recommendation.review
    review.partnerships.set([])  # so that both may ask
    second = ResponseRequest.objects.create(
        recommendation=asked.recommendation,
        agency=asked.agency,
        asked_by=other,
        asked_on=in_days(1 if is_first else -1),
        due_on=in_days(40),
    )
    review.partnerships.set({"its own": [own], "another": [other], "both": [own, other], "none": []}[commissioned_by])
    requests = ResponseRequest.objects.select_related("recommendation")
    standing, decides = ({one.pk for one in found} for found in (requests.standing(), requests.filter(deciding())))
    assert acting(map(keys_of, requests)) == {one.pk: (one.pk in standing, one.pk in decides) for one in requests}
    assert {asked.pk, second.pk} == {one.pk for one in requests}


def test_a_table_is_read_again_when_anything_changes_that_it_holds(world, asked, draft):
    writer, editor = world.people["writer"], world.people["partnership-editor"]

    def outcome():
        """Return what both tables say of the request, which must be the same."""
        day = timezone.localdate()
        tables = asked_by(frozenset([world.partnership.pk]), day), asked_of(frozenset([asked.agency_id]), day)
        (first,), (second,) = (table.outcomes for table in tables)
        assert first == second
        return first

    assert (outcome().stands, outcome().is_waiting, outcome().is_answered) == (True, False, False)
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    assert outcome().is_waiting
    checking.publish_version(version, by=editor, deciding_body="Board")
    assert (outcome().is_waiting, outcome().is_answered, outcome().progress) == (False, True, "in-progress")
    judged(world, version.response)
    assert (outcome().judgement, outcome().shows) == ("assured", "change-in-practice")
    checking.withdraw_version(version, by=editor, reason="It was wrong.")
    assert not outcome().is_answered
    asked.recommendation.review.partnerships.set([Partnership.objects.get(slug="southshire")])
    assert not outcome().stands
    ResponseRequest.objects.all().delete()
    assert len(asked_of(frozenset([asked.agency_id]), timezone.localdate())) == 0


def test_a_slice_by_due_date_is_that_of_all_requests_in_order():
    chance = np.random.default_rng(1)
    number = 500
    columns = {one.name: np.arange(number) for one in fields(RequestTable) if one.name != "outcomes"}
    columns |= {"request": chance.permutation(number), "due_on": 739_000 + chance.integers(0, 20, number)}
    table, is_done = RequestTable(**columns, outcomes=[]), chance.integers(0, 2, number).astype(bool)
    rows = list(zip(is_done.tolist(), table.due_on.tolist(), table.request.tolist(), strict=True))
    by_due_date = [pk for _, _, pk in sorted(rows, key=lambda row: row[1:])]
    done_last = [pk for *_, pk in sorted(rows)]
    for start, end in ((0, 25), (25, 50), (475, 500), (490, 600), (600, 625), (0, 0)):
        assert table.by_due_date()[start:end] == by_due_date[start:end]
        assert table.by_due_date(last=is_done)[start:end] == done_last[start:end]
    assert table.by_due_date()[7] == by_due_date[7]


@pytest.mark.parametrize("numbers", [[], [0], [7, 7, 7], [3, 0, 900_000, 3, 5]])
def test_distinct_numbers_are_those_of_numpy(numbers):
    given = np.array(numbers, dtype=np.int64)
    for ours, theirs in zip(distinct(given), np.unique(given, return_inverse=True), strict=True):
        assert ours.tolist() == theirs.tolist()

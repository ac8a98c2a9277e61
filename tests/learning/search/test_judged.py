"""Searches that practitioners make in the five briefings, each with the result that should come first."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from learning.search.index_sets import index_sets
from learning.search.query import read_query
from learning.search.results import SearchResults

pytestmark = pytest.mark.django_db
JUDGED = json.loads((Path(__file__).parent / "judged.json").read_text())


def address(record) -> str:
    return record.get_absolute_url()


def test_the_expected_result_stands_first():
    assert len(JUDGED) == 89
    wrong = []
    for query, expected in JUDGED.items():
        first = SearchResults(AnonymousUser(), index_sets(), query=read_query(query))[0:1]
        got = address(first[0]) if first else "nothing"
        if got != expected:
            wrong.append(f"{query}: {got}, not {expected}")
    assert not wrong, "\n".join(wrong)

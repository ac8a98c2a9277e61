"""A joint response has one entry in the search index."""

import pytest
from django.core.management import call_command

from learning.models import SearchEntry, Theme
from recommendations.models import Passage, Response
from tests.documents.joint_responses import (
    JOINT,
    publish,
    recommendation_at,
)
from tests.recommendations.joint_responses.conftest import agency

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[int, str]]:
    found = SearchEntry.objects.filter(source="response").exclude(tags="")
    own = Response.objects.filter(recommendation__review__code="R9700").values("pk")
    return list(found.filter(record__in=own).order_by("record").values_list("record", "tags"))


def test_the_index_has_one_entry_and_a_rebuild_changes_nothing(review):
    assert len(entries()) == len(JOINT) + 2
    before = entries()
    call_command("reindex", "--check", verbosity=0)
    assert entries() == before


def test_the_entry_moves_when_the_first_version_is_withdrawn_or_superseded(review):
    first = Response.objects.get(agency=agency("ministry"), recommendation=recommendation_at(0))
    assert first.pk in dict(entries())
    publish(first, text="Its own now.", document=Passage.objects.get(number=1).document)
    again = Response.objects.get(agency=agency("health"), recommendation=recommendation_at(0))
    assert {first.pk, again.pk} <= dict(entries()).keys()
    call_command("reindex", "--check", verbosity=0)


def test_a_change_of_another_recommendations_theme_reaches_the_entry(review):
    theme = Theme.objects.get(slug="hoarding")
    recommendation_at(3).themes.add(theme)
    first = Response.objects.get(agency=agency("ministry"), recommendation=recommendation_at(0))
    assert f"theme:{theme.pk}" in dict(entries())[first.pk].split()

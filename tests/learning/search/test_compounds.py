"""Compounds are found however they are written: as one word, with a hyphen, or as two."""

import pytest
from django.contrib.auth.models import AnonymousUser

from learning.models import LearningItem
from learning.search.compounds import halves, joined
from learning.search.index_sets import index_sets
from learning.search.marking import mark_words
from learning.search.query import read_query
from learning.search.results import SearchResults

WAYS = [
    ("multiagency", "multi-agency", "multi agency"),
    ("cooperation", "co-operation", "co operation"),
    ("prebirth", "pre-birth", "pre birth"),
    ("selfharm", "self-harm", "self harm"),
    ("nonaccidental", "non-accidental", "non accidental"),
    ("wellbeing", "well-being", "well being"),
]


def found(text: str) -> list:
    """Return the items that hold all that was typed."""
    records = SearchResults(AnonymousUser(), index_sets(), query=read_query(text))
    return [] if records.ranking.is_relaxed else [one for one in records[0:50] if isinstance(one, LearningItem)]


@pytest.mark.parametrize("ways", WAYS, ids=lambda ways: ways[0])
def test_a_compound_is_found_however_it_is_written_or_typed(world, ways):
    item = world.reviews["public"].item
    for written in ways:
        LearningItem.objects.filter(pk=item.pk).update(text=f"A lantern, {written} in all, by night.")
        for typed in ways:
            assert item in found(f"lantern {typed}"), (written, typed)
            assert item in found(f"{typed} night"), (written, typed)


def test_any_word_with_a_hyphen_is_found_as_one(world):
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text="A twenty-four-hour lantern-bearer.")
    for typed in ("lanternbearer", "twentyfourhour", "fourhour", "lantern-bearer"):
        assert item in found(typed), typed


def test_in_quotation_marks_only_what_was_typed_is_found(world):
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text="A multi lantern.")
    assert item in found('"multi lantern"')
    assert item in found("multilantern")
    assert item not in found('"multilantern"')


def test_a_reference_is_no_compound():
    assert list(joined("r0001-14 and 6-week, x-")) == []
    assert list(joined("multi-agency pre-birth")) == ["multiagency", "prebirth"]
    assert halves("multiagency") == ("multi", "agency")
    assert halves("multi") is None
    assert halves("report") is None


def test_a_compound_is_marked_however_it_is_written():
    for typed, text in (("multiagency", "multi-agency work"), ("prebirth", "a pre birth plan")):
        assert "<mark>" in mark_words(text, read_query(typed).phrases), typed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("multiagency", "multi-agency-working"),
        ("prebirth", "pre-birth-assessment"),
        ("selfharm", "suicide-and-self-harm"),
    ],
)
def test_a_theme_is_found_first_by_its_name_as_one_word(client, typed, theme):
    assert next(iter(client.get("/search/", {"q": typed}).context["page"])).slug == theme

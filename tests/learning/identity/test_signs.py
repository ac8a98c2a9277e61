"""The check of what could identify somebody finds what it should, and lets ordinary sentences pass."""

import json
import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from learning.identity.signs import signs_in
from tests.learning.identity.identifiers import IDENTIFIERS

INVENTORIES = (
    settings.BASE_DIR / "tests" / "content" / "data" / "inventory.json",
    settings.BASE_DIR / "fixtures" / "restricted" / "inventory" / "R0004.json",
)
MOST_WARNINGS = 0.05  # of the sentences of real documents


@pytest.mark.parametrize(("what", "sentence"), IDENTIFIERS)
def test_what_could_identify_somebody_is_found(what, sentence):
    assert what in [sign.what for sign in signs_in(sentence)]


def sentences() -> Iterator[str]:
    """Yield the sentences of the real documents that are held here, but for further reading."""
    for file in INVENTORIES:
        for one in json.loads(file.read_text()) if file.exists() else []:
            if one["type"] != "resource":
                yield from filter(None, re.split(r"(?<=[.!?;])\s+", one["text"]))


def test_most_ordinary_sentences_pass():
    warned = [sentence for sentence in sentences() if any(signs_in(sentence))]
    assert len(warned) <= MOST_WARNINGS * len(list(sentences())), warned


@pytest.mark.parametrize(
    "sentence",
    [
        "The report was written by Jane Whitlow, independent author.",
        "Chaired by Thomas Reed, the panel met four times.",
        "The local primary school made a referral.",
        "Every school and nursery should have a lead.",
        "The Polish version of this leaflet is on our website.",
        "Her mother was a good parent.",
        "Ring 999 in an emergency.",
        "Published on 6 September 2016.",
        "The hospital ward was busy.",
    ],
)
def test_ordinary_sentences_pass(sentence):
    assert list(signs_in(sentence)) == []


def test_each_finding_is_named_once():
    assert [sign.found for sign in signs_in("Mrs Harper rang. Mrs Harper rang again.")] == ["Mrs Harper"]


def test_ten_digits_that_are_no_nhs_number_pass():
    assert list(signs_in("The budget was 943 476 5918 pounds.")) == []

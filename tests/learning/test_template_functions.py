"""Published words as pages show them: safe, unchanged, with their abbreviations linked."""

import re

import pytest
from django.template import Context
from django.test import RequestFactory

from learning.search.filter_choices import Vocabulary
from learning.template_functions import SYMBOLS, quoted, symbol

TERMS = [
    ("gp", "GP", "General practitioner"),
    ("mash", "MASH", "Multi-agency safeguarding hub"),
    ("mash-team", "MASH team", ""),
    ("r-and-d", "R&D", "Research and development"),
    ("ppn1", "PPN1", ""),
    ("a-and-e", "A&E", ""),
    ("amp", "amp", ""),
    ("lt", "lt", ""),
]


def linked(text: str) -> str:
    return re.sub(r'<a class="term" href="/glossary/#([\w-]+)"(?: title="[^"]+")?>(.*?)</a>', r"[\1|\2]", quote(text))


def quote(text: str) -> str:
    request = RequestFactory().get("/")
    request._vocabulary = Vocabulary(terms=TERMS)
    return quoted(Context({"request": request}), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The GP and the MASH met.", "The [gp|GP] and the [mash|MASH] met."),
        ("GP, GP and GP", "[gp|GP], GP and GP"),
        ("GPs are not linked, nor is a gp or EGP", "GPs are not linked, nor is a gp or EGP"),
        ("(GP)", "([gp|GP])"),
        ("the GP’s letter", "the [gp|GP]’s letter"),
        ("MASH team, then MASH", "[mash-team|MASH team], then [mash|MASH]"),
        ("R&D", "[r-and-d|R&amp;D]"),
        ("PPN1.", "[ppn1|PPN1]."),
        ("the GP; the MASH", "the [gp|GP]; the [mash|MASH]"),
    ],
)
def test_an_abbreviation_is_linked_once_and_never_inside_another_word(text, expected):
    assert linked(text) == expected


def test_an_abbreviation_is_linked_once_over_all_paragraphs():
    assert linked("The GP said so.\n\nThe GP wrote so.") == "The [gp|GP] said so.<br><br>The GP wrote so."


def test_text_is_escaped_before_anything_is_linked():
    assert quote("<script>alert('GP')</script> & \"MASH\"") == (
        "&lt;script&gt;alert(&#x27;"
        '<a class="term" href="/glossary/#gp" title="General practitioner">GP</a>'
        "&#x27;)&lt;/script&gt; &amp; &quot;"
        '<a class="term" href="/glossary/#mash" title="Multi-agency safeguarding hub">MASH</a>&quot;'
    )


def test_what_an_abbreviation_stands_for_is_escaped():
    request = RequestFactory().get("/")
    request._vocabulary = Vocabulary(terms=[("sw", "SW", '"><script>')])
    assert quoted(Context({"request": request}), "SW") == (
        '<a class="term" href="/glossary/#sw" title="&quot;&gt;&lt;script&gt;">SW</a>'
    )


def test_nothing_is_linked_inside_an_escaped_sign():
    assert quote("a & b < c") == "a &amp; b &lt; c"


def test_published_words_come_out_unchanged_where_there_are_no_terms():
    request = RequestFactory().get("/")
    request._vocabulary = Vocabulary()
    assert quoted(Context({"request": request}), "GP & MASH") == "GP &amp; MASH"
    assert quoted(Context({}), "GP <b>") == "GP &lt;b&gt;"


def test_a_template_shows_marked_up_text_as_text(world, client):
    item = world.reviews["public"].item
    item.text = "<script>alert(1)</script> & ZZQUOKKA0 <b>bold</b>"
    item.save()
    page = client.get(item.get_absolute_url()).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <a" in page
    assert ">ZZQUOKKA0</a> &lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_symbol_is_hidden_from_readers_of_screens(name):
    assert 'aria-hidden="true"' in symbol(name)

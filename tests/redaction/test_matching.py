"""A passage is found however it is spelled, and nothing else is."""

import json

import pytest

from reviews_portal.redaction.matching import Passages, is_plain, passage_of

# How "Zoë O’Brien-Quux" may stand in what people wrote and programs stored.
SPELLINGS = [
    "Zoë O’Brien-Quux",
    "Zoë O'Brien-Quux",
    "Zoe\u0308 O’Brien-Quux",  # the accent apart
    "Zoe O'Brien-Quux",
    "ZOË O’BRIEN-QUUX",
    "Zoë\nO’Brien-\nQuux",
    "Zoë \t\u00a0 O’Brien Quux",
    "Zo\u00adë O’Bri\u00aden-Quux",  # soft hyphens
    "<b>Zoë</b> O&#x27;Brien-Quux",
    "zoe-o-brien-quux",
    "zoe_o_brien_quux.pdf",
    "https://example.org/Zoe%20O%27Brien%20Quux",
    "Zoë&nbsp;O&#39;Brien<br>Quux",
]


def looked_for(passage: str, **options) -> Passages:
    return Passages([passage_of(passage, **options)], held=passage)


@pytest.mark.parametrize("hinted", [True, False])
@pytest.mark.parametrize("spelled", SPELLINGS)
def test_it_is_found_however_it_is_spelled(spelled, hinted):
    passages = looked_for("Zoë O’Brien-Quux")
    if not hinted:
        passages.hint = ""
    marked = passages.marked(f"Then {spelled}’s aunt came.")
    assert "[redacted]" in marked
    assert not passages.stand_in(marked)
    assert marked.startswith("Then ")
    assert marked.endswith("’s aunt came.")
    for word in ("Zo", "zo", "Quux", "quux", "QUUX", "Bri"):
        assert word not in marked


@pytest.mark.parametrize("other", ["Zoë Quux", "O’Brien-Quux, Zoë", "Zoë O’Brien-Quuxes", "Zoë and O’Brien-Quux", ""])
def test_other_words_stay(other):
    assert looked_for("Zoë O’Brien-Quux").marked(other) == other


def test_only_whole_words_go():
    assert looked_for("Rose").marked("Rose, Rosemary, Primrose and rose.") == (
        "[redacted], Rosemary, Primrose and [redacted]."
    )


def test_capitals_matter_where_it_is_asked():
    passages = looked_for("Rose", match_case=True)
    assert passages.marked("Rose says the numbers rose. ROSE!") == "[redacted] says the numbers rose. ROSE!"
    assert passages.marked("review-rose", "redacted", any_case=True) == "review-redacted"


def test_each_place_in_a_text_is_replaced_once():
    assert looked_for("ab ab").marked("ab ab ab, then Ab ab") == "[redacted] ab, then [redacted]"


def test_the_longer_of_two_passages_goes_first():
    passages = Passages([passage_of("Rose"), passage_of("Rose Quux", mark="[a child]")])
    assert passages.marked("Rose Quux and Rose") == "[a child] and [redacted]"


def test_json_is_searched_through_but_for_its_names_and_letters_written_as_numbers():
    """The names in it are the code's: a family's may be one of them."""
    passages = looked_for("Zoë")
    typed = {"text": ["Of Zoë", {"Zoë": "Zoë"}], "look": "Zoë", "number": 7, "none": None}
    assert passages.replaced(typed) == typed | {"text": ["Of [redacted]", {"Zoë": "[redacted]"}]}
    escaped = json.dumps(typed)
    assert "\\u00eb" in escaped
    assert passages.stand_in(escaped)
    assert json.loads(passages.replaced(escaped)) == passages.replaced(typed)
    assert passages.replaced('{"Zoë": unfinished \\') == '{"[redacted]": unfinished \\'


def test_bytes_are_searched():
    assert looked_for("Zoë").stand_in("Of Zoë".encode())
    assert looked_for("Zoë").stand_in(memoryview(b"\xff\xfeOf Zoe"))
    assert not looked_for("Zoë").stand_in(b"\xff\xfe")


def test_without_the_words_only_bytes_that_are_text_are_searched():
    passages = Passages([passage_of("Zoë")])
    assert passages.stand_in("Of Zoë".encode())
    assert not passages.stand_in(b"\xff\xfeOf Zoe")


def test_what_is_plain():
    assert is_plain(b"Of Rose")
    assert is_plain(b"")
    assert not is_plain(b"PK\x03\x04\x00\x00")
    assert not is_plain(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")


def test_a_digest_tells_nothing_and_depends_on_the_key(settings):
    passage = passage_of("Rose Quux")
    assert "rose" not in passage.digest
    settings.SECRET_KEY = "another key of this portal, which was rotated"
    assert passage_of("Rose Quux").digest != passage.digest


def test_what_was_redacted_is_known_as_long_as_an_old_key_is_kept(settings):
    passage = passage_of("Rose", match_case=True)
    settings.SECRET_KEY, old = "another key of this portal, which was rotated", settings.SECRET_KEY
    assert not Passages([passage]).stand_in("Rose")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert Passages([passage]).stand_in("Rose")
    assert not Passages([passage]).stand_in("rose")

"""A name is found in every disguise, also by redactions that an older folding confirmed; other words stay."""

import json
from pathlib import Path

import pytest

from learning.models import LearningItem
from reviews_portal.redaction import folding_2
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.redaction.models import Redaction

NAME = "Małgorzata Søndergård"
# What is not seen, put into a name: each between two letters of both words.
UNSEEN = {
    "soft hyphen": "\u00ad",
    "soft hyphen as an entity": "&shy;",
    "soft hyphen as a number": "&#173;",
    "soft hyphen as a hexadecimal number": "&#xAD;",
    "combining grapheme joiner": "\u034f",
    "Arabic letter mark": "\u061c",
    "tatweel": "\u0640",
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "Mongolian vowel separator": "\u180e",
    "Mongolian variation selector": "\u180b",
    "zero-width space": "\u200b",
    "zero-width non-joiner": "\u200c",
    "zero-width joiner as an entity": "&zwj;",
    "left-to-right mark": "\u200e",
    "right-to-left mark as an entity": "&rlm;",
    "embedding": "\u202a",
    "word joiner": "\u2060",
    "invisible plus": "\u2064",
    "not assigned, never to be shown": "\u2065",
    "isolate": "\u2068",
    "variation selector": "\ufe0f",
    "byte order mark": "\ufeff",
    "musical format character": "\U0001d173",
    "tag": "\U000e0041",
    "variation selector 256": "\U000e01ef",
    "control character": "\x07",
    "null": "\0",
    "combining stroke": "\u0338",
    "enclosing circle": "\u20dd",
    "two of them": "\u200b\ufe0f",
    "markup": "<b>",
}
DISGUISES = {
    **{name: f"Ma{sign}łgor{sign}zata Sø{sign}nder{sign}gård" for name, sign in UNSEEN.items()},
    **{f"{name} at both ends": f"{sign}Małgorzata{sign} {sign}Søndergård{sign}" for name, sign in UNSEEN.items()},
    "plain letters": "Malgorzata Sondergard",
    "capitals": "MAŁGORZATA SØNDERGÅRD",
    "accents apart": "Małgorzata Søndergård".replace("å", "a\u030a"),
    "full width": "Ｍａłｇｏｒｚａｔａ　Ｓøｎｄｅｒｇåｒｄ",
    "mathematical letters": "𝐌𝐚ł𝐠𝐨𝐫𝐳𝐚𝐭𝐚 𝐒ø𝐧𝐝𝐞𝐫𝐠å𝐫𝐝",
    "circled letters": "Ⓜⓐⓛⓖⓞⓡⓩⓐⓣⓐ Ⓢⓞⓝⓓⓔⓡⓖⓐⓡⓓ",
    "small capitals": "ᴍᴀʟɢᴏʀᴢᴀᴛᴀ ꜱᴏɴᴅᴇʀɢᴀʀᴅ",
    "Cyrillic letters": "Маłgоrzаtа Søndеrgård",
    "Greek letters": "Μαłgοrzατα Sønderg\u03b1\u030ard",
    "hyphen at the end of a line": "Małgo-\nrzata Sønder-\r\ngård",
    "hyphen with spaces at the end of a line": "Małgo- \n  rzata Søndergård",
    "true hyphen at the end of a line": "Małgorzata Sønder\u2010\ngård",
    "soft hyphen at the end of a line": "Małgo\u00ad\nrzata Sønder\u00ad\ngård",
    "soft hyphen as an entity at the end of a line": "Małgorzata Sønder&shy;\ngård",
    "invisible sign and hyphen at the end of a line": "Małgorzata Sønder\u200b-\u200b\ngård",
    "hyphen within": "Małgorzata Sønder-gård",
    "line break": "Małgorzata\nSøndergård",
    "zero-width space for the space": "Małgorzata\u200bSøndergård",
    "no space": "MałgorzataSøndergård",
    "no-break space": "Małgorzata\u00a0Søndergård",
    "no-break space as an entity": "Małgorzata&nbsp;Søndergård",
    "letters as entities": "Ma&lstrok;gorzata S&oslash;nderg&aring;rd",
    "letters as numbers": "Ma&#322;gorzata S&#xF8;ndergård",
    "an address": "https://example.org/Ma%C5%82gorzata%20S%C3%B8nderg%C3%A5rd",
    "a file's name": "malgorzata_sondergard.pdf",
    "a slug": "malgorzata-sondergard",
    "markup within": "<b>Małgo</b>rzata <i>S</i>øndergård",
    "markup between": "<p>Małgorzata</p><br>Søndergård",
    "a footnote": "Małgorzata Søndergård¹",
    "a possessive": "Małgorzata Søndergård’s",
    "quotation marks": "“Małgorzata” ‘Søndergård’",
    "numbers with zeros before them": "Ma&#0000000322;gorzata S&#x000000F8;ndergård",
    "numbers without an end": "Ma&#322gorzata S&#xF8ndergård",
    "names without an end": "Małgo&shyrzata S&oslashnderg&aringrd",
    "entities written twice": "Ma&amp;lstrok;gorzata&#38;nbsp;S&amp;amp;#xF8;ndergård",
    "an address in an address": "Ma%25C5%2582gorzata%2520S%25C3%25B8nderg%25C3%25A5rd",
    "a place to break": "Małgo<wbr>rzata Sønder<WBR/>gård",
    "markup with attributes": 'Małgo<span lang="pl">rzata</span> <font color=red>Sønder</font>gård',
    "a comment": "Małgo<!-- page 2 -->rzata Søndergård",
    "cells of a table as markup": "<td>Małgo-</td>\n<td>rzata</td><td>Søndergård</td>",
    "a cell of a table": "Małgo- | rzata Søndergård",
    "strong in Markdown": "Małgo**rzata** *Sønder*gård",
    "emphasis in Markdown": "Małgo_rzata_ Sønder~~gård~~",
    "code in Markdown": "`Mał`gorzata Søndergård",
    "escaped in Markdown": "Małgo\\-rzata Søndergård",
    "a quotation in Markdown": "Małgo-\n> rzata Søndergård",
    "hyphen at the end of a paragraph": "Małgo-\n\nrzata Sønder-\r\n\r\ngård",
    "hyphen at the end of a page": "Małgo-\f\nrzata Sønder-\fgård",
    "hyphen before other ends of lines": "Mał-\vgo-\rrza-\u2028ta Sønder-\x85gård",
    "hyphen before markup at the end of a line": "Małgo-<br />\nrzata Sønder\u00ad<br>\ngård",
    "dash at the end of a line": "Małgo\u2013\nrzata Sønder\u2212\ngård",
    "a scanner's sign of a parted word": "Małgo¬rzata Sønder¬\ngård",
    "points where it may be parted": "Mał\u2027go\u2027rza·ta Søndergård",
    "another script's hyphen": "Małgo\u058a\nrzata Sønder\u2e17\ngård",
    "characters without a form": "Mał\ue000go\ufffdrza\ufffcta Sønder\u2800gård",
    "set apart": "M a ł g o r z a t a  S ø n d e r g å r d",
    "letters in boxes": "🄼🄰🄻🄶🄾🅁🅉🄰🅃🄰 🆂🅾🅽🅳🅴🆁🅶🅰🆁🅳",
    "letters in brackets": "⒨⒜⒧⒢⒪⒭⒵⒜⒯⒜ 🅢🅞🅝🅓🅔🅡🅖🅐🅡🅓",
    "letters of flags": "🇲🇦🇱🇬🇴🇷🇿🇦🇹🇦 Søndergård",
    "Armenian letters": "Małg\u0585rzata Sø\u0578dergård",
    "further Cyrillic letters": "Ma\u04cfgorzata S\u04e9ndergård",
}


@pytest.mark.parametrize("typed", [NAME, "Malgorzata Sondergard"])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_name_in_disguise_is_found_and_replaced_whole(disguise, typed):
    written = DISGUISES[disguise]
    for passages in (Passages([passage_of(typed)], held=typed), Passages([passage_of(typed)])):
        marked = passages.marked(f"Then (ß ½ &amp; “so”) {written}, her aunt, came.")
        assert marked.startswith("Then (ß ½ &amp; “so”) ")
        assert marked.endswith(", her aunt, came.")
        assert marked.count("[redacted]") == 1
        assert not passages.stand_in(marked)
        left = folding_2.letters_in(
            marked.partition("“so”")[2].replace("[redacted]", "").replace(", her aunt, came.", "")
        )[-1]
        assert left in ("", "s", "1", "b", "p", "httpsexampleorg", "pdf"), marked


def test_there_are_many_disguises():
    assert len(DISGUISES) > 120


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Asa", "as a rule, as-\nsess"),
        ("Ida", "I'd a feeling"),
        ("Isa", "is a"),
        ("Shell", "she'll"),
        ("Will Power", "willpower"),
        ("An Other", "another"),
        ("Rose", "Rosemary, Primrose, Prim\u00adrose, PrimRose, prose"),
        ("Donald", "McDonald"),
        ("Zoe", "Zoey, Zoe\u0308y"),
        ("Mary Rose", "Mary and Rose, Rose Mary"),
        ("Quux", "Quuxes"),
        ("Mary", "Marys, <b>Mar</b>yam, M&amp;ary"),
        ("Ida", "I d'a, a I Da"),
        ("Maryrose", "Mary\nRose, Mary | Rose, Mary - Rose, Mary –\nRose"),
    ],
)
def test_other_words_stay(name, text):
    assert Passages([passage_of(name)]).marked(text) == text


@pytest.mark.parametrize(("name", "text"), [("Rose", "Mary-\nRose"), ("Rose", "rose12"), ("Quux", "Rose\u200bQuux")])
def test_a_part_that_is_a_word_by_itself_goes(name, text):
    assert "[redacted]" in Passages([passage_of(name)]).marked(text)


@pytest.mark.parametrize(
    "text", ["1٢ Acacia Avenue", "१२ Acacia Avenue", "𝟏② Acacia Avenue", "1&#50; Acacia A-\n\nvenue"]
)
def test_a_number_in_disguise_is_found(text):
    assert Passages([passage_of("12 Acacia Avenue")]).marked(f"At {text}.") == "At [redacted]."


@pytest.mark.parametrize("tag", ['<a title="Zoe Quux">', "<Zoe Quux>", "<!-- Zoe Quux -->", "<zoe.quux@example.org>"])
def test_a_name_within_markup_is_found(tag):
    assert "[redacted]" in Passages([passage_of("Zoe Quux")]).marked(f"See {tag}.")


def test_capitals_matter_in_disguise_too():
    passages = Passages([passage_of("Rose", match_case=True)])
    assert (
        passages.marked("R\u200bose, r\u200bose, Ｒｏｓｅ, Ro-\nse")
        == "[redacted], r\u200bose, [redacted], [redacted]"
    )


@pytest.mark.parametrize(
    "text",
    ["a-" * 20_000, "a\u00ad" * 20_000, "aA" * 20_000, "a1" * 20_000, "&shy;" * 20_000, "a " * 20_000, "a*" * 20_000],
)
def test_a_long_text_of_doubtful_ends_of_words_is_looked_at_only_as_far_as_a_passage_is_long(text, monkeypatch):
    made = []
    monkeypatch.setattr(folding_2, "places", lambda *args: made.append(1) or [(0, 0)] * 99_999)
    sizes = {(9, 2), (300, 12)}
    assert sum(1 for _ in folding_2.runs(text, sizes)) <= 2 * len(text)
    assert len(made) <= 1


# --- Redactions of before ------------------------------------------------------------------------------------

FIRST = json.loads(Path(__file__).with_name("data").joinpath("folding_1.json").read_text())
SECOND = json.loads(Path(__file__).with_name("data").joinpath("folding_2.json").read_text())


def held_as(kept: dict, folding: int) -> Redaction:
    """Return a redaction as the code of that folding kept it: without its words."""
    fields = {
        name: kept[name] for name in ("match_case", "digest", "length", "exact_digest", "letters") if name in kept
    }
    return Redaction.objects.create(
        **fields, folding=folding, state="done", reason="A name.", decided_at="2026-11-28T12:00:00Z"
    )


@pytest.mark.parametrize(("folding", "held"), [(1, FIRST), (2, SECOND)], ids=["first", "second"])
def test_what_was_redacted_with_an_earlier_version_is_still_found_and_masked(db, settings, folding, held):
    """The files were written by the code of commit a005462, and by that which brought the second folding."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key since", [held["secret_key"]]
    assert len(held["redactions"]) > 5
    for kept in held["redactions"]:
        held_as(kept, folding)
    passages = Redaction.objects.passages()
    for kept in held["redactions"]:
        assert passages.marked(f"So {kept['passage']} came.") == "So [redacted] came."
    for written in (
        "Zor\u200bbelina Qu\ufe0fux",
        "Zorbe-\nlina Quux",
        "Zor&shy;belina QUUX",
        "Zorbeli\u00ad\nna Quux",
    ):
        assert passages.marked(f"So {written} came.") == "So [redacted] came."
    assert passages.marked("The numbers rose by 9 acacias.") == "The numbers rose by 9 acacias."


def test_it_is_masked_where_it_is_saved_beside_one_of_now(world, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key since", [FIRST["secret_key"]]
    held_as(FIRST["redactions"][0], 1)
    passage = passage_of(NAME)
    held_as({"digest": passage.digest, "length": passage.length, "letters": passage.letters}, 2)
    item = world.reviews["draft"].item
    item.text = "Zorbelina Quux, Malgor\u200ezata Sonder-\ngard and Zorbelina\u2064 Quux."
    item.save()
    assert LearningItem.objects.get(pk=item.pk).text == "[redacted], [redacted] and [redacted]."


def test_the_folding_of_now_makes_the_digests_that_it_made_when_it_came(settings):
    """It must not change: a change of the folding needs a third version, beside this one."""
    settings.SECRET_KEY = SECOND["secret_key"]
    for kept in SECOND["redactions"]:
        now = passage_of(kept["passage"], match_case=kept["match_case"])
        assert {name: kept[name] for name in ("digest", "exact_digest", "length", "letters")} == {
            "digest": now.digest,
            "exact_digest": now.exact_digest,
            "length": now.length,
            "letters": now.letters,
        }

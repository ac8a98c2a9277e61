"""The folding of letters that search, redaction and comparison share."""

import sys
import unicodedata

import pytest

from learning.utils.folding import BREAKS, WITH_HIDDEN, fold, is_in_place, places


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Małgorzata Søndergård", "malgorzata sondergard"),
        ("Łukasz, Đorđe", "lukasz, dorde"),
        ("Ħamrun ŧ Ø ł", "hamrun t o l"),
        ("Straße, STRAẞE", "strasse, strasse"),
        ("Æthelþryð Œuvre", "aethelthryd oeuvre"),
        ("ıİIi", "iiii"),  # Turkish, with a dot and without
        ("Ɔkɔfa Ɗan Ƙofa", "okofa dan kofa"),  # Twi, Hausa
        ("Zoë, Zoe\u0308", "zoe, zoe"),
        ("Ｚｏｅ 𝐙𝐨𝐞 Ⓩⓞⓔ ᴢᴏᴇ", "zoe zoe zoe zoe"),
        ("ﬁancé", "fiance"),
        ("Соса, ΡΟΡΕ", "coca, pope"),  # Cyrillic and Greek letters
        ("child’s Oʼ", "child's o'"),
        ("So&shy;nder&#173;g&aring;rd", "sondergard"),
        ("Signs of Safety™", "signs of safety tm "),
        ("R&D; &nonsense;", "r&d; &nonsense;"),
    ],
)
def test_a_text_is_folded(written, folded):
    assert fold(written) == folded


# Of each kind some: soft hyphen, joiners, directions, fillers, variations, control characters, tags, tatweel.
UNSEEN = (
    "\u00ad\u034f\u061c\u0640\u115f\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u202a\u2060\u2064\u2065\u2066\u206f\u3164"
    "\ufe0f\ufeff\uffa0\ufff0\x01\x1f\x7f\x9f\U0001bca0\U0001d173\U000e0001\U000e01ef"
)


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_not_seen_makes_no_difference(unseen):
    assert fold(f"So{unseen}nder{unseen}") == "sonder"


def test_every_format_character_and_mark_is_left_out_and_every_break_kept():
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cf", "Mn", "Me"):
            assert fold(chr(code)) == "", hex(code)
    assert fold(BREAKS) == BREAKS


def test_every_latin_letter_of_a_language_of_today_folds_to_plain_letters():
    letters = [chr(code) for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1EFA)) if chr(code).isalpha()]
    assert {one for one in letters if not fold(one).isascii()} == {"ẟ", "ẜ", "ẝ", "Ŀ", "ŀ"}  # medieval, or with a dot
    assert len(letters) > 400


@pytest.mark.parametrize("text", ["Zo\u0308e", "a&shy;b", "ß", "½x", "a\u200bb", "plain", "“Quoted” – Łukasz’s", ""])
@pytest.mark.parametrize("how", [None, WITH_HIDDEN])
def test_each_folded_character_knows_where_it_comes_from(text, how):
    options = [how] if how else []
    folded, at = fold(text, *options), places(text, *options)
    assert len(at) == len(folded)
    for character, (start, end) in zip(folded, at, strict=True):
        assert character in fold(text[start:end], *options)


def test_a_text_whose_characters_fold_one_by_one_is_in_place():
    assert is_in_place("“Quoted” – Łukasz’s")
    for text in ("ß", "a\u00adb", "a&shy;b", "\0", "Zoe\u0308"):
        assert not is_in_place(text)

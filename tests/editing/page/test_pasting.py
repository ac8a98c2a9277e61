"""Pasted text is cut into rows: every word comes out, in order."""

import random
import re

import pytest
from django.test import Client

from learning.utils.clean_text import clean
from reviews_portal.editing.models import Row
from reviews_portal.editing.pasting import SIGNS, cut, with_label, without_label
from tests.slowly import slow

MARKS = re.compile(f"[{SIGNS}]|\\s")
STARTS = re.compile(r"(?m)^[^\S\n]*[-–*o][^\S\n]")  # within a line, so that one mark hides no other


def words_of(text: str) -> list[str]:
    return [one.words for one in cut(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("What we learned\nNobody asked.\nAgencies should meet.", ["What we learned", "Nobody asked.",
         "Agencies should meet."]),
        ("One thing\r\n\r\nAnother thing\u2028A third", ["One thing", "Another thing", "A third"]),
        ("• Ask.\n•\tWrite it down.\n· Share it.", ["Ask.", "Write it down.", "Share it."]),
        ("- Ask.\n– Write it down.\n* Share it.\n✓ Meet.\n➢ Act.", ["Ask.", "Write it down.", "Share it.",
         "Meet.", "Act."]),
        ("\uf0b7 Ask.\n\uf0a7\tWrite.\no\tShare.", ["Ask.", "Write.", "Share."]),
        ("•\nAsk who lives there.", ["Ask who lives there."]),
        ("Children said that:\nnobody asked\nthey were alone", ["Children said that:",
         "nobody asked", "they were alone"]),
        ("1. Meet.\n2) Write.\n(iv) Share.\na) Ask.\n4.2 Act.", ["1. Meet.", "2) Write.",
         "(iv) Share.", "a) Ask.", "4.2 Act."]),
    ],
)  # fmt: skip
def test_paragraphs_and_bullets_become_rows(text, expected):
    assert words_of(text) == expected


def test_a_bullet_is_known_and_a_number_is_the_label():
    found = cut("Findings\n• Ask.\n12. Meet.\n(b) Share.")
    assert [(one.is_bullet, one.label) for one in found] == [(False, ""), (True, ""), (False, "12"), (False, "b")]


def test_lines_that_were_broken_to_fit_a_page_are_joined():
    text = (
        "The practitioners who met the family wrote down what they saw, but nobody\n"
        "asked who else was living in the home. This was not the first time that the\n"
        "question was missed.\n"
        "Agencies have since met every week, and they now write down what they have\n"
        "decided.\n"
        "• Ask who lives in the home, and write it down, so that the next person who\n"
        "  comes can read it.\n"
    )
    assert [one[:20] for one in words_of(text)] == [
        "The practitioners wh",
        "Agencies have since ",
        "Ask who lives in the",
    ]


def test_statements_of_one_line_each_stay_apart():
    lines = ["Practitioners knew the family well, and often saw them.",
             "Nobody asked the father what he thought of the plan.",
             "Health visitors and midwives shared what worried them."]  # fmt: skip
    assert words_of("\n".join(lines)) == lines


@pytest.mark.parametrize(
    "text", ["She lived there – at\n– her aunt’s.", "Roedd llawer\no blant yno.", "They met in\n2. of the rooms."]
)
def test_a_mark_that_may_be_a_word_stays(text):
    assert "".join(words_of(text)).replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_a_word_that_a_soft_hyphen_divides_between_lines_is_whole():
    text = "Frontline prac\u00ad\ntitioners asked, and so did the house\u00ad \r\nhold. o\u00ad\nne room."
    assert words_of(text) == ["Frontline practitioners asked, and so did the household. one room."]


def test_text_from_right_to_left_and_a_long_paragraph_come_out_whole():
    long = "Nobody asked again. " * 1_500
    assert words_of(f"שלום לכולם\n\n{long}\n\nمرحبا بكم") == ["שלום לכולם", long.strip(), "مرحبا بكم"]


PIECES = ["Nobody asked", "Agencies should meet.", "•", "\uf0b7", "-", "–", "o", "1.", "(iv)", "a)", "4.2", "*", "\t",
          "  ",
          "\n", "\n\n", "\r\n", "\v", "\u2028", "\0", "مرحبا", "א",
          "soft\u00ad", "word-", ":", ";", "e.g.", "é", "🏴", "\u200b"]  # fmt: skip


def without_marks(text: str) -> str:
    """Return a text without white space and everything that can be the mark of a bullet."""
    return re.sub(r"[-–*o]", "", MARKS.sub("", text))


@pytest.mark.parametrize("seeds", [range(60), slow(range(60, 3_000))], ids=["some", "many"])
def test_nothing_is_lost_but_white_space_and_bullets(seeds):
    for seed in seeds:
        chance = random.Random(seed)  # it need not be secret
        pieces = chance.choices(PIECES, k=chance.randint(1, 200))
        text = "".join(chance.choice([piece, f"{piece} "]) for piece in pieces)
        sent, came_out = clean(text.replace("\0", "")), "".join(words_of(text))
        assert without_marks(came_out) == without_marks(sent), seed
        # Dashes, stars and the letter o are marks at the beginnings of lines only.
        lost = len(re.findall(r"[-–*o]", sent)) - len(re.findall(r"[-–*o]", came_out))
        assert lost <= len(STARTS.findall(sent)), seed


def test_a_number_leaves_the_words_only_as_their_label():
    assert without_label("1. Agencies should meet.", "1") == "Agencies should meet."
    assert without_label("1. Agencies should meet.", "2") == "1. Agencies should meet."
    assert without_label("Agencies should meet.", "1") == "Agencies should meet."
    assert with_label("Agencies should meet.", "1") == "1. Agencies should meet."
    assert with_label("1. Agencies should meet.", "1") == "1. Agencies should meet."


def test_two_hundred_paragraphs_are_added_and_then_marked(client, at, rows, copy):
    text = "\n\n".join(f"Paragraph {number}." for number in range(200))
    answer = client.post(at("rows/paste/"), {"text": text})
    assert answer["Location"].endswith("?mark")
    assert list(copy.rows.in_order().values_list("words", flat=True))[3:] == text.split("\n\n")
    page = client.get(answer["Location"]).text
    assert "Paragraph 0." in page
    assert "103 more rows to mark" in page


def test_rows_are_pasted_below_the_row_that_is_named(client, at, rows, words_in_order):
    answer = client.post(
        at("rows/paste/"), {"text": "• One.\n• Two.", "after": rows[0].pk}, HTTP_ACCEPT="application/json"
    ).json()
    assert words_in_order() == [rows[0].words, "One.", "Two.", rows[1].words, rows[2].words]
    assert [one["after"] for one in answer["rows"]] == [rows[0].pk, answer["rows"][0]["pk"]]
    assert Row.objects.get(words="One.").is_bullet


def test_nothing_to_paste_is_refused(client, at, rows):
    page = client.post(at("rows/paste/"), {"text": " \n "})
    assert page.status_code == 422
    assert "No text was found." in page.text
    assert client.post(at("rows/paste/"), {"text": ""}).status_code == 422


def test_pasted_text_is_kept_when_the_session_has_ended(client, at, rows, editor):
    page = client.get(at("edit/")).text
    fields = {"text": "Pasted as the session ended.", "writer": page.split('name="writer" value="')[1].split('"')[0]}
    other = Client()
    expired = other.post(at("rows/paste/"), fields)
    form = {"login": editor.email, "password": "a long password", "kept": expired.context["kept"]}
    other.post("/accounts/sign-in/", form | {"next": expired.context["next"]})
    assert "Pasted as the session ended.</textarea>" in other.get(at("edit/")).text
    assert not Row.objects.filter(words__startswith="Pasted").exists()

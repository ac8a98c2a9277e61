"""Cleaning removes what nobody sees and bullets of private use. No letter, no sign and no line break changes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as texts

from learning.utils.clean_text import MISREAD, clean, looks_alike

SEEN = [
    "Plain words.",
    "First line\nsecond line\n\nNew paragraph, 50\u00a0%",
    "\ta table\tof two",
    "Llŷn, Tŷ Ŵyr, naïve, “quoted” – 1½ ☐ ✓ • ▪ ‣",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, whose words have joiners
    "\u0915\u094d\u200d\u0937",  # Hindi, likewise
    "\u0647\u200d",
    "👩\u200d🏫 👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "a private letter \ue123 in a line",
    "\uf066inance, which begins with one",
]
CLEANED = {
    "safe\u00adguarding": "safeguarding",
    "safe\u00ad\nguarding": "safeguarding",
    "safe\u00ad\r\n  guarding": "safeguarding",
    "a dash\u00ad\n\nNew": "a dash\n\nNew",
    "zero\u200bwidth\u2060joined\u2064plus": "zerowidthjoinedplus",
    "\ufeffbegins": "begins",
    "ne\u202eht\u202c \u2066x\u2069 \u200ea\u200f\u061c": "neht x a",
    "tags\U000e0041\U000e0042": "tags",
    "no\u200cjoiner, no\u200djoiner\u200d": "nojoiner, nojoiner",
    "one\r\ntwo\rthree\x0bfour\u2028five\u2029six\x85seven\x0ceight": "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight",
    "\uf0b7 one\n\uf0a7\ttwo\n  \uf0fc three": "one\ntwo\n  three",
    "see \uf0b7 both": "see both",
    "bell\x07 null\x00 \x9d": "bell null ",
    "first point\uf0b7 second point": "first point second point",
    "Police\uf0b7Health": "Police Health",
    "item one\u00ad\nItem two": "item one\nItem two",
    "multi\x1eagency": "multi\u2011agency",
    "child\x92s \x93home\x94": "child’s “home”",
}


@pytest.mark.parametrize("text", SEEN)
def test_what_is_seen_stays(text):
    assert clean(text) == text


@pytest.mark.parametrize("text", CLEANED)
def test_what_is_not_seen_goes(text):
    assert clean(text) == CLEANED[text]
    assert looks_alike(text.replace("\u00ad\n\n", "\n\n"), CLEANED[text])


@given(texts.text())
def test_no_letter_changes_and_cleaning_twice_changes_nothing_more(text):
    def seen(text: str) -> list[str]:
        read = text.translate({ord(wrong): right for wrong, right in MISREAD.items()})
        return [one for one in read if unicodedata.category(one)[0] in "LNPSM"]

    assert seen(clean(text)) == seen(text)
    assert clean(clean(text)) == clean(text)
    assert clean(text).count("\n") <= text.replace("\r\n", "\n").count("\n") + sum(text.count(one) for one in BREAKS)


BREAKS = "\r\x0b\x0c\x85\u2028\u2029"


def test_texts_that_differ_in_letters_do_not_look_alike():
    assert not looks_alike("stepfather", "step father")
    assert not looks_alike("step-father", "stepfather")

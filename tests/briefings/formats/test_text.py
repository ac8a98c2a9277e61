"""What all writers replace of text, and which addresses they link to."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews_portal.briefings.outline import Item, Section
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.briefings.writers.text import SHOWN_AS, linked, printable

from .office import tricky_outline

UNSHOWN = "\0\x1b\x7f\x9f\ud800\udfff\ufdd0\uffff\U0001fffe\U0010ffff\ue000\uf0b7\U000f0001"
INKLESS = "\u061c\u180e\u200b\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\ufeff\ufffb\U000e0041"


@pytest.mark.parametrize("unshown", UNSHOWN)
def test_what_cannot_be_shown_becomes_a_mark(unshown):
    assert printable(f"a{unshown}b") == f"a{SHOWN_AS}b"


@pytest.mark.parametrize("inkless", INKLESS)
def test_what_has_no_ink_is_left_out(inkless):
    assert printable(f"a{inkless}b{inkless}") == "ab"
    for format in ("docx", "pptx"):
        outline = tricky_outline(title="T", sections=(Section("S", (Item("learning", "Finding", f"a{inkless}b"),)),))
        with ZipFile(BytesIO(b"".join(FORMATS[format].write(outline)))) as file:
            written = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
        assert "ab</" in written
        assert SHOWN_AS not in written


@pytest.mark.parametrize(
    "kept",
    ["Plant a ŵ and a ÿ", "a\nb", "\u200c\u200d", "\U0001f600", "中文", "شكرا", "e\u0301", "\ufffd", "\U0001fffd"],
)
def test_everything_else_stays(kept):
    assert printable(kept) == kept


def test_line_ends_are_one_and_tabs_are_spaces():
    assert printable("a\r\nb\rc\u2028d\ve\x85f\u2029g\th") == "a\nb\nc\nd\ne\nf\n\ng h"


@given(st.text())
def test_printing_twice_changes_nothing_more(text):
    once = printable(text)
    assert printable(once) == once
    once.encode()  # no surrogate is left


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=c#d", "HTTP://example.org", "mailto:someone@example.org"]
)
def test_web_and_mail_addresses_are_linked(address):
    assert linked(address) == address


NOT_LINKED = (
    *("", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "/reviews/", "https://"),
    *("https://example.org/a b", "https://example.org/\n", "https://example.org/\u202e", "https://" + "a" * 3000),
    *(" https://example.org/", "mailto:"),
)


@pytest.mark.parametrize("address", NOT_LINKED)
def test_other_addresses_are_not(address):
    assert linked(address) == ""

"""No letter is wider on a slide than assumed, in any font that may stand in for Arial."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reviews_portal.briefings.writers.pptx_letters import BOLD, OTHERS, REGULAR, letter_width, width

FONTS = Path("/usr/share/fonts")
# Of each weight, those that stand in for Arial; Arial's own letters are as wide as Liberation Sans has them.
STANDING_IN = {
    False: ("DejaVuSans.ttf", "LiberationSans-Regular.ttf"),
    True: ("DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf"),
}


@pytest.mark.parametrize(("is_bold", "name"), [(bold, name) for bold, names in STANDING_IN.items() for name in names])
def test_each_letter_has_the_room_that_a_font_needs_for_it(is_bold, name):
    path = next(FONTS.rglob(name), None)
    if path is None:
        pytest.skip(f"{name} is not installed here.")
    with TTFont(path) as font:
        names, widths, size = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        drawn = {chr(code): widths[glyph][0] / size for code, glyph in names.items()}
    scripts = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x370, 0x500), range(0x590, 0x700), range(0x1E00, 0x2000))
    letters = {chr(code) for codes in scripts for code in codes}.union(*REGULAR.values(), *BOLD.values())
    wider = {
        letter: drawn[letter] for letter in letters & drawn.keys() if drawn[letter] > letter_width(letter, is_bold)
    }
    assert not wider


def test_an_accent_takes_no_room_and_an_unknown_letter_much():
    assert width("ŵ") == width("w") == width("w\u0302")
    assert width("漢") == width("👶") == OTHERS
    assert width("One word", is_bold=True) > width("One word")

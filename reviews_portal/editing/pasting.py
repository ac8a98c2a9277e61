"""Cut pasted text into rows: its paragraphs, bullets and numbered items, in order, with all their words.

Only white space and bullet marks are left out. A printed number stays in the words, and is also the row's label.
If it is unclear whether a line continues the paragraph above, no word is lost: rows can be joined and split.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from learning.utils.clean_text import BREAKS, clean, undivided
from learning.utils.text import ends_a_sentence

SIGNS = "•◦▪●○■□‣⁃·∙▶►➢➤❖✓✔☐☑\uf0a7\uf0b7\uf0d8\uf0fc\uf076"  # the last are Word's, of its own fonts
BULLET = re.compile(rf"\s*([{SIGNS}][\ufe0e\ufe0f]?)\s*(?P<rest>.*)", re.DOTALL)
# Marks that can also stand within a sentence that has been broken into lines.
DASH = re.compile(r"\s*([-\N{EN DASH}\N{EM DASH}*])(\s+)(?P<rest>\S.*)", re.DOTALL)
LETTER_O = re.compile(r"\s*o(?P<gap>\t|[ \u00a0]+)(?P<rest>\S.*)", re.DOTALL)
ROMAN = "[ivx]{1,5}"
NUMBER = re.compile(
    rf"\s*(?P<mark>\((?:\d{{1,3}}|[a-z]|{ROMAN})\)|(?:\d{{1,3}}|[a-z]|{ROMAN})[.)]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})"
    r"(?P<rest>\s+\S.*)",
    re.DOTALL | re.IGNORECASE,
)
WIDEST = 120  # characters: a longer line was not broken to fit a page
NARROWEST = 40  # characters: in shorter ones nothing says whether a line is full
FULL = 0.7  # of the longest line beside it: a shorter line ends its paragraph


@dataclass
class Pasted:
    """A paragraph of pasted text."""

    words: str
    is_bullet: bool = False
    label: str = ""


@dataclass
class Line:
    """One line of pasted text, and how it begins."""

    words: str
    is_bullet: bool = False
    is_open: bool = False  # whether its mark can also stand within a sentence
    label: str = ""


@dataclass(frozen=True)
class Page:
    """How a pasted text is laid out."""

    width: int  # of its longest line
    is_broken: bool  # whether its paragraphs are broken into lines that fit a page


def cut(text: str) -> list[Pasted]:
    """Return the paragraphs of a pasted text, without empty ones."""
    lines = undivided(BREAKS.sub("\n", text.replace("\0", ""))).split("\n")
    page = page_of([line.strip() for line in lines])
    found: list[Pasted] = []
    above = ""  # the line above, as pasted; "" after an empty line
    is_bullet = False  # whether a mark stood alone on the line above
    for raw in lines:
        if not raw.strip() or (not clean(raw).strip() and not BULLET.match(raw)):
            above = ""
            continue
        line = read(raw, found[-1] if found else None, above)
        words = clean(line.words).strip()
        if not words:
            is_bullet = is_bullet or line.is_bullet
            above = ""
            continue
        begins = line.is_bullet or line.label or is_bullet
        if found and above and not begins and goes_on(above, words, page):
            found[-1].words = joined(found[-1].words, words)
        else:
            found.append(Pasted(words, line.is_bullet or is_bullet, line.label))
        above, is_bullet = words, False
    return found


def read(raw: str, last: Pasted | None, above: str) -> Line:
    """Return a line without the mark of its bullet, with its number as label.

    `last` is the paragraph so far and `above` its last line, or "" after an empty line.
    """
    if found := BULLET.match(raw):
        return Line(found["rest"], is_bullet=True)
    is_free = (
        not above or ends_a_sentence(above) or above.rstrip().endswith((":", ";")) or bool(last and last.is_bullet)
    )
    if (found := DASH.match(raw)) and (is_free or begins_large(found["rest"])):
        return Line(found["rest"], is_bullet=True)
    # In Welsh, "o" is a word.
    if (found := LETTER_O.match(raw)) and (
        len(found["gap"]) > 1 or found["gap"] == "\t" or found["rest"][:1].isupper()
    ):
        return Line(found["rest"], is_bullet=True)
    if (found := NUMBER.match(raw)) and (is_free or bool(last and last.label) or begins_large(found["rest"])):
        return Line(raw, label=label_of(found["mark"]))
    return Line(raw)


def begins_large(words: str) -> bool:
    """Return whether words begin with a capital letter."""
    return words.lstrip()[:1].isupper()


def label_of(mark: str) -> str:
    """Return the label in a printed number: "1" of "1.", "a" of "(a)", "4.2" of itself."""
    return mark.strip("().")


def goes_on(above: str, words: str, page: Page) -> bool:
    """Return whether a line continues the one above, as in a paragraph that was broken into lines."""
    if above.rstrip().endswith((":", ";")) or len(above) < NARROWEST / 2:
        return False
    if words[:1].islower() or words[:1] in ",.;:)]":
        return len(above) >= min(page.width, WIDEST) * (FULL if ends_a_sentence(above) else 0.5)
    # A capital letter after a full line begins a sentence of the same paragraph, or a name.
    return page.is_broken and len(above) >= page.width * (0.9 if ends_a_sentence(above) else FULL)


def page_of(lines: list[str]) -> Page:
    """Return how a text is laid out. Its paragraphs are broken if many lines go on with a small letter."""
    width = max(map(len, lines), default=0)
    pairs = [(one, other) for one, other in pairwise(lines) if one and other]
    broken = [one for one, other in pairs if other[:1].islower() and len(one) >= width * FULL]
    return Page(width, NARROWEST <= width <= WIDEST and len(broken) * 4 >= len(pairs) > 0)


def joined(words: str, more: str) -> str:
    """Return a paragraph with its next line. A word that a hyphen divides keeps the hyphen: it may be a compound."""
    return f"{words}{'' if words.endswith('-') and more[:1].islower() else ' '}{more}"


def without_label(words: str, label: str) -> str:
    """Return words without the printed number at their beginning, if that is this label; else all of them."""
    found = NUMBER.match(words)
    return found["rest"].strip() if found and label and label_of(found["mark"]) == label else words


def with_label(words: str, label: str) -> str:
    """Return words with their number in front again, as it is most often printed."""
    if not label or NUMBER.match(words):
        return words
    return f"{label}{'' if '.' in label or '(' in label else '.'} {words}"

"""The forms of lines that several readers of text know."""

import re
from itertools import pairwise

WIDEST = 160  # characters of a line that was cut to fit; longer ones are whole paragraphs
PAGE = re.compile(
    r"(?i)(?:.{0,80}(?:\s{2,}|\t|\s[|–-]\s*))?(?:page|tudalen)\s*\d{1,3}(?:\s*(?:of|/|o)\s*\d{1,3})?[-–|\s]*"
    r"|[-–]\s*\d{1,3}\s*[-–]|\d{1,3}\s*\|\s*(?:page|tudalen).{0,80}|\d{1,3}\s+of\s+\d{1,3}"
)
GAP = re.compile(r" {1,2}(?=[A-Z“‘\"'])")
QUOTED = re.compile(r">\s+\S")
CAPITAL = re.compile(r">\s+[^\W\d_a-z]")
FEWEST_QUOTED = 3  # lines


def begin_items_with_quotes(lines: list[str]) -> bool:
    """Return whether ">" is a bullet in a text, and not the mark of a quotation.

    Some emails use it as a bullet: each line with it below another one begins with a capital letter, and lines that
    continue an item do not have it.
    """
    pairs = [(one, below.strip()) for one, below in pairwise(lines) if QUOTED.match(one) and below.strip()]
    below = [text for _, text in pairs if QUOTED.match(text)]
    goes_on = any(text[:1].islower() for _, text in pairs if not QUOTED.match(text))
    return len(below) >= FEWEST_QUOTED and goes_on and all(CAPITAL.match(text) for text in below)


def begin_with_a_gap(lines: list[str]) -> bool:
    """Return whether some lines of a text begin with a gap where a bullet was lost, and most with none."""
    filled = [line for line in lines if line.strip()]
    gaps = sum(bool(GAP.match(line)) for line in filled)
    other = sum(line[:1].isspace() for line in filled) - gaps
    return gaps >= 3 and gaps * 2 < len(filled) and other * 4 <= gaps

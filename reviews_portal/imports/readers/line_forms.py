"""The forms of lines that several readers of text know."""

import re

WIDEST = 160  # characters of a line that was cut to fit; longer ones are whole paragraphs
PAGE = re.compile(
    r"(?i)(?:.{0,80}(?:\s{2,}|\t|\s[|–-]\s*))?(?:page|tudalen)\s*\d{1,3}(?:\s*(?:of|/|o)\s*\d{1,3})?[-–|\s]*"
    r"|[-–]\s*\d{1,3}\s*[-–]|\d{1,3}\s*\|\s*(?:page|tudalen).{0,80}|\d{1,3}\s+of\s+\d{1,3}"
)

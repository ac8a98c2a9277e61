"""The pseudonym of the person or family that a review is about."""

import re
from collections.abc import Iterable

from .review_kinds import ANY_KIND, NAMES

ONE = r"Child|Baby|Infant|Family|Adult|Young Person|Person|Sibling|Mr|Mrs|Ms|Miss|Oedolyn|Plentyn|Teulu"
SEVERAL = r"Children|Babies|Families|Adults|Young People|Siblings|Twins"
NOT_NAMES = rf"(?!(?:{'|'.join(NAMES['not_subjects'])})\b)"
NAME = rf"{NOT_NAMES}(?:[A-Z]{{1,3}} ?\d{{1,3}}/\d{{2,4}}|[A-Z]{{1,3}}\d{{1,4}}|[A-Z][\w’'-]*)"
QUOTED = rf"[‘“\"']?{NAME}[’”\"']?"
AND = rf"(?: (?:and|&|a|ac) (?:(?:{ONE}) )?{QUOTED})"
NAMES_IN_ROW = rf"{QUOTED}(?:(?:, {QUOTED})*{AND})?"
# "Child Rosa", "Children A, B and C", "Baby “Bo” and Family T", "Child DA 3/2023", "Adult 2".
SUBJECT = re.compile(rf"\b(?:(?:{SEVERAL}) {NAMES_IN_ROW}|(?:{ONE}) (?:{QUOTED}{AND}?|\d{{1,2}}(?=\W*$)))(?=\W|$)")
# A name without "Child" or the like after the kind of review: "SAR Desmond", "Learning Review: Moira".
INTRODUCES = (
    r"(?i:concerning|into the (?:death|care|case|life and death) of|in respect of|in relation to|in the case of|"
    r"regarding|relating to|about|for|of|on)"
)
DOCUMENT = r"(?i:briefing|bulletin|report|learning from(?: the (?:death|case|life and death) of)?|death of)"
AFTER_KIND = re.compile(
    rf"(?:\b(?:{ANY_KIND}|(?i:review)|{DOCUMENT})[)\]]?\s*(?:{INTRODUCES}|[,:–—-])?|\b(?i:death of))\s+"
    rf"(?P<name>{NAMES_IN_ROW})\s*(?=$|[.,:;|(–—-]\s*)"
)
QUOTED_AT_END = re.compile(rf"[:–—-]\s+[‘“\"](?P<name>{NAMES_IN_ROW})[’”\"]$")
NO_NAME = re.compile(
    r"\b(?:report|review|summary|briefing|bulletin|plan|response|learning|action|executive|overview|practice|"
    r"safeguarding|board|partnership|published|final|appendix|draft|version|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)


def subject_of(lines: Iterable[str]) -> str:
    """Return the pseudonym of the person or family that lines name first, without quote marks around it."""
    for line in lines:
        if found := SUBJECT.search(line):
            return found[0].strip("‘’“”\"' ")
        for found in (*AFTER_KIND.finditer(line), *QUOTED_AT_END.finditer(line)):
            if not NO_NAME.search(found["name"]):
                return found["name"].strip("‘’“”\"' ")
    return ""

"""The pseudonym of the person or family that a review is about."""

import re
from collections.abc import Iterable, Sequence

from .review_kinds import ANY_KIND, NAMES, kind_of

ONE = r"Child|Baby|Infant|Family|Adult|Young Person|Person|Sibling|Mr|Mrs|Ms|Miss|Oedolyn|Plentyn|Teulu"
SEVERAL = r"Children|Babies|Families|Adults|Young People|Siblings|Twins"
NOT_NAMES = rf"(?!(?:{'|'.join(NAMES['not_subjects'])})s?\b)"
NAME = rf"{NOT_NAMES}(?:[A-Z]{{1,3}} ?\d{{1,3}}/\d{{2,4}}|[A-Z]{{1,3}}\d{{1,4}}|[A-Z][\w’']*(?:-[A-Z][\w’']*)*(?!-))"
QUOTED = rf"[‘“\"']?{NAME}[’”\"']?"
AND = rf"(?: (?:and|&|a|ac) (?:(?:{ONE}) )?{QUOTED})"
NAMES_IN_ROW = rf"{QUOTED}(?:(?:, {QUOTED})*{AND})?"
# "Child Rosa", "Children A, B and C", "Baby “Bo” and Family T", "Child DA 3/2023", "Adult 2".
SUBJECT = re.compile(rf"\b(?:(?:{SEVERAL}) {NAMES_IN_ROW}|(?:{ONE}) (?:{QUOTED}{AND}?|\d{{1,2}}(?=\W*$)))(?=\W|$)")
INTRODUCES = (
    r"(?i:concerning|into the (?:death|care|case|life and death) of|in respect of|in relation to|in the case of|"
    r"regarding|relating to|about|for|of|on)"
)
DOCUMENT = r"(?i:briefing|bulletin|report|learning from(?: the (?:death|case|life and death) of)?)"
# A name without "Child" or the like.
NAMED = [
    # "SAR Desmond", "Learning Review: Moira", "Serious Case Review published: Alfie", "death of Leanne"
    re.compile(
        rf"(?:\b(?:{ANY_KIND}|(?i:review)|{DOCUMENT})[)\]]?(?: published)?\s*(?:{INTRODUCES}|[,:–—-])?|"
        rf"\b(?i:death of))\s+(?P<name>{NAMES_IN_ROW})\s*(?=$|[.,:;|(–—-]| (?:in|on|who)\b)"
    ),
    # "Case Management Review – Briefing for staff – “Niamh”", "‘Jordan’ – Safeguarding Adults Review"
    re.compile(rf"(?:^|[:–—-]\s+)[‘“\"'](?P<name>{NAMES_IN_ROW})[’”\"']$"),
    re.compile(rf"^[‘“\"'](?P<name>{NAMES_IN_ROW})[’”\"']\s*[:–—-]"),
    # "SAR report (Edith)"
    re.compile(rf"(?:{ANY_KIND})\)?(?: \w+){{0,3}} \((?P<name>{NAMES_IN_ROW})\)"),
]
NO_NAME = re.compile(rf"\b(?:{'|'.join(NAMES['not_names'])})\b", re.IGNORECASE)
FIRST_TEXTS = 25  # of a document, among which a subject is sought
SMALL = re.compile(r"(?<= )(?:And|Of|The|For|With|Upon|On|In|Y)(?= )")


def in_title_case(text: str) -> str:
    """Return words that are printed in capitals in their usual spelling."""
    return SMALL.sub(lambda found: found[0].lower(), text.title().replace("’S", "’s").replace("'S", "'s"))


def subject_of(lines: Iterable[str]) -> str:
    """Return the pseudonym of the person or family that lines name first, without quote marks around it."""
    for printed in lines:
        line = in_title_case(printed) if printed.isupper() else printed
        if found := SUBJECT.search(line):
            return found[0].strip("‘’“”\"' ")
        for name in (found["name"] for pattern in NAMED for found in pattern.finditer(line)):
            if not NO_NAME.search(name) and not kind_of(name):
                return name.strip("‘’“”\"' ")
    return ""


def subject_in(texts: Sequence[str]) -> str:
    """Return the pseudonym at the beginning of a text, if the text names it more than once."""
    everything = "\n".join(texts)
    found = (subject_of([text]) for text in texts[:FIRST_TEXTS])
    return next((one for one in found if one and len(re.findall(rf"\b{re.escape(one)}\b", everything)) > 1), "")

"""Suggest details of a review that an import leaves blank, from words of its document. Nothing is applied by itself.

Only words of the document are suggested, except for the outcome, which is chosen from a list, and the content note,
which is a sentence of the portal's own. Both are shown with the words that led to them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from learning.models import Outcome

from .models import WorkingCopy

# Details that an import leaves blank, for a person to enter.
DETAILS = ("children", "harm", "outcome", "content_note")
MOST = 3  # suggestions for one detail
NUMBER = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen)"
)
UNIT = r"(?:days?|weeks?|months?|years?)"
PERSON = (
    r"(?:babies|baby|infants?|toddlers?|children|child|girls?|boys?|twins?|triplets|siblings?|brothers?|sisters?|sons?|"
    r"daughters?|young (?:person|people|women|woman|men|man)|teenagers?|women|woman|men|man|adults?)"
)
BEFORE = rf"(?:(?:{NUMBER}|female|male|half|older|younger|twin|unborn|newborn|baby|young)[ -])*"
CHILDREN = re.compile(
    rf"\b{BEFORE}{PERSON}(?: {PERSON})?,? (?:who (?:was|were) )?aged (?:only |just |about |around )?"
    rf"{NUMBER}(?:[ -]{UNIT})?(?: (?:and|to) {NUMBER}(?:[ -]{UNIT})?)?(?: old)?\b"
    rf"|\b(?:an? )?{NUMBER}[ -]{UNIT}[ -]old {BEFORE}{PERSON}\b",
    re.IGNORECASE,
)
DEGREE = (
    r"(?:significant|serious|severe|fatal|life[ -]changing|life[ -]threatening|multiple|non-?accidental|inflicted|"
    r"physical|sexual|emotional|domestic|chronic|long-?term|unexplained|head|brain|abdominal|spinal|stab|knife|gunshot|drug)"
)
HARM = re.compile(
    rf"\b(?:{DEGREE},? (?:and )?)*(?:injury|injuries|abuse|neglect|exploitation|fractures?|burns?|scalds?|bruising|"
    r"wounds?|overdose|drowning|suffocation|strangulation|malnutrition|starvation)\b",
    re.IGNORECASE,
)
DEATH = re.compile(
    r"\b(?:died|(?:the|whose|her|his|their) (?:\w+ )?deaths?|deaths? of|was killed|were killed|murder(?:ed)? of?|"
    r"took (?:her|his|their) own lif)\w*",
    re.IGNORECASE,
)
SERIOUS_HARM = re.compile(
    rf"\b(?:sustained|suffered|received|found to have) (?:\w+ ){{0,2}}{HARM.pattern[2:]}"
    r"|\bserious(?:ly)? (?:harm|injur)\w*|\blife[ -]changing injur\w*",
    re.IGNORECASE,
)
SEVERAL = re.compile(
    r"\b(?:babies|infants|children|girls|boys|twins?|triplets|siblings|women|men|people|adults)\b", re.I
)
AGE = re.compile(rf"\baged (?:\w+ )?({NUMBER})\b(?:[ -]({UNIT}))?|\b({NUMBER})[ -]({UNIT})", re.IGNORECASE)
NUMBERS = dict(zip(NUMBER[3:-1].split("|")[1:], range(1, 18), strict=True))
# The age in years from which the name of an age group applies, and the name for one person and for several.
GROUPS = ((18, "an adult", "adults"), (13, "a young person", "young people"), (2, "a child", "children"))
BABY = ("a baby", "babies")
NOTES = {
    Outcome.DEATH: "This review is about the death of {}.",
    Outcome.SERIOUS_HARM: "This review is about serious harm to {}.",
    Outcome.BOTH: "This review is about the death of, and serious harm to, {}.",
}


@dataclass(frozen=True)
class DetailSuggestion:
    """The value suggested for a field, how it is shown, and the words of the document that led to it."""

    value: str
    shown: str
    because: str = ""


def suggested_details(copy: WorkingCopy) -> dict[str, list[DetailSuggestion]]:
    """Return suggestions for the details of a review by the name of the field, from rows that readers may see."""
    texts = list(copy.rows.kept().shown().in_order().values_list("words", flat=True))
    return from_texts(texts)


def from_texts(texts: Iterable[str]) -> dict[str, list[DetailSuggestion]]:
    """Return suggestions for details by the name of the field, from the texts of a document in order."""
    texts = list(texts)
    children = distinct(CHILDREN, texts)
    outcomes = list(outcomes_in(texts))
    found = {
        "children": [DetailSuggestion(words[:1].upper() + words[1:], f"“{words}”") for words in children],
        "harm": [DetailSuggestion(words, f"“{words}”") for words in distinct(HARM, texts, longest_first=True)],
        "outcome": outcomes,
        "content_note": list(notes_on(outcomes, children)),
    }
    return {name: suggestions for name, suggestions in found.items() if suggestions}


def distinct(pattern: re.Pattern[str], texts: Iterable[str], *, longest_first: bool = False) -> list[str]:
    """Return up to MOST different matches of a pattern, without any that are part of a longer one."""
    found = list({match[0].casefold(): match[0] for text in texts for match in pattern.finditer(text)}.values())
    whole = [one for one in found if not any(one.casefold() in other.casefold() != one.casefold() for other in found)]
    return (sorted(whole, key=len, reverse=True) if longest_first else whole)[:MOST]


def outcomes_in(texts: Iterable[str]) -> Iterator[DetailSuggestion]:
    """Yield the outcomes that texts state: both together first, if they state both."""
    words = {}
    for outcome, pattern in ((Outcome.DEATH, DEATH), (Outcome.SERIOUS_HARM, SERIOUS_HARM)):
        if match := next(filter(None, map(pattern.search, texts)), None):
            words[outcome] = match[0]
    if len(words) > 1:
        both = f"{words[Outcome.DEATH]}” and “{words[Outcome.SERIOUS_HARM]}"
        yield DetailSuggestion(Outcome.BOTH.value, str(Outcome.BOTH.label), both)
    for outcome, found in words.items():
        yield DetailSuggestion(outcome.value, str(outcome.label), found)


def notes_on(outcomes: Iterable[DetailSuggestion], children: Iterable[str]) -> Iterator[DetailSuggestion]:
    """Yield content notes that name an outcome and the age group of the people in the document."""
    who = next(iter(children), "")
    group = age_group(who)
    for one in outcomes:
        if group:
            note = NOTES[Outcome(one.value)].format(group)
            yield DetailSuggestion(note, note, f"{one.because}” and “{who}")


def age_group(words: str) -> str:
    """Return the name of the age group that words such as “twins aged 14 weeks” state, or ""."""
    match = AGE.search(words)
    if match is None:
        return ""
    stated = (match[1] or match[3]).lower()
    number = int(stated) if stated.isdigit() else NUMBERS[stated]
    unit = (match[2] or match[4] or "years").lower()
    years = number if unit.startswith("year") else number / 12 if unit.startswith("month") else 0
    group = next(((one, several) for first, one, several in GROUPS if years >= first), BABY)
    return group[bool(SEVERAL.search(words))]

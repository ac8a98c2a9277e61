"""The labels of statements: printed numbers, "Finding 3:", and an agency or a theme before a colon."""

import re
from typing import NamedTuple

from reviews_portal.imports.draft import Type

NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*(?:\([a-z]\))?|[A-Z]{1,3}\d{1,3}|[A-Z]|[ivx]{1,5})"
NAMED: dict[str, Type] = {
    r"recommendations?|rec(?:ommendation)?\.?|national recommendation|argymhelliad": Type.RECOMMENDATION,
    r"(?:key |practice )?finding": Type.FINDING,
    r"(?:key |practice )?(?:learning(?: point| theme)?|lesson|message|learning and reflection)": Type.LEARNING_POINT,
    r"good practice(?: example| point)?|strength": Type.GOOD_PRACTICE,
    r"(?:reflective )?question|cwestiwn": Type.QUESTION,
    r"concern": Type.CONCERN,
    r"area for (?:improvement|development)": Type.AREA_TO_STRENGTHEN,
    r"action": Type.ACTION,
}
INLINE = [
    (type, re.compile(rf"(?P<word>{names})\s*(?:no\.?\s*)?(?P<number>{NUMBER})?\s*[:.–—-]\s+(?=\S)", re.IGNORECASE))
    for names, type in NAMED.items()
]
IN_HEADING = [
    (type, re.compile(rf"(?P<word>{names})\s*(?:no\.?\s*)?(?P<number>{NUMBER})?\s*[:.]?", re.IGNORECASE))
    for names, type in NAMED.items()
]
# At most seven words before a colon or a dash, which begin with a capital letter and are not a sentence.
RUN_IN = re.compile(r"(?P<label>[A-Z“\"'‘][^.:;?!\n]{1,70}?)\s*(?::|\s[–—-])\s+(?P<rest>\S.*)", re.DOTALL)
MOST_WORDS = 8
LONGEST = 20  # characters of a label that a record holds


class Labelled(NamedTuple):
    """A text without the label in front of it. `repeated` is what the type already says, such as "Recommendation"."""

    type: Type
    label: str
    text: str
    repeated: str = ""


def split_labelled(text: str, type: Type) -> Labelled:
    """Return a text without a label such as "Recommendation 3:" in front of it, and the type that the label states."""
    for named, pattern in INLINE:
        if (found := pattern.match(text)) and (found["number"] or named is type):
            rest = text[found.end() :]
            if not found["number"]:
                return Labelled(type, "", text)
            if named is Type.RECOMMENDATION:
                return Labelled(named, found["number"], rest, found["word"])
            return Labelled(named, f"{found['word']} {found['number']}", rest)
    return Labelled(type, "", text)


def named_in_heading(heading: str) -> tuple[Type, str] | None:
    """Return the type and number of a heading that is nothing but "Recommendation 4"; else None."""
    for type, pattern in IN_HEADING:
        if (found := pattern.fullmatch(heading.strip())) and found["number"]:
            return type, found["number"]
    return None


def label_of(mark: str) -> str:
    """Return the label in a mark: "a" of "(a)", "9.1" of itself, "" of a bullet."""
    inner = mark.strip("()[].: ")
    return inner if re.fullmatch(r"\w[\w.()]*", inner) and mark not in ("o", "X") else ""


def run_in(text: str) -> tuple[str, str] | None:
    """Return the label before a colon and the text after it, if a text begins with one; else None."""
    found = RUN_IN.match(text)
    if not found or len(found["label"].split()) > MOST_WORDS:
        return None
    return found["label"], found["rest"]

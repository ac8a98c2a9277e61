"""The marks that stand before list items and numbered paragraphs, as people type them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

SIGNS = "•●○▪▫■□◦◆◇⬧‣⁃∙➢➤►▶✓✔✗✘✚✦❖\uf0a7\uf0b7"  # nothing but bullets
WORDLIKE = "-–—*·+>»§"  # bullets only before a space
PRIVATE = "\ue000-\uf8ff"  # bullets of Word's own fonts; some stand for letters, so they need a space
BULLET = re.compile(rf"(?:[{SIGNS}]\ufe0f?|[{re.escape(WORDLIKE)}{PRIVATE}](?=\s))\s*")
ROMAN = r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
NUMBER = re.compile(
    r"(?:"
    r"\((?:\d{1,3}|[a-zA-Z]|" + ROMAN + r"|" + ROMAN.upper() + r")\)"  # (1) (a) (A) (iv)
    r"|\[\d{1,3}\]"
    r"|\d{1,3}\([a-z]\)(?=\s)"  # 4(b)
    r"|[1-9]\d?(?:\.\d{1,2}){1,4}(?:[.):](?=\s)|(?=\s+[A-Z“‘\"'(]))"  # 9.1 and 9.1.2
    r"|\d{1,3}[.)](?=\s|[A-Z]|$)"  # 1. and 1)
    r"|(?:[a-z]|" + ROMAN + r")[.)](?=\s|$)"  # a) iv.
    r"|[A-Z]\)(?=\s|$)"
    r"|(?:" + ROMAN.upper() + r"){1}(?<=..)[.)](?=\s|$)"  # II. but not the initial of a name
    r")\s*"
)
# Marks only where the document shows them as such: a neighbour in their sequence begins a line too.
SEQUENCED = re.compile(r"(?P<before>[A-Z]{0,3})(?P<number>\d{1,3})[.:)]?(?=\s+[A-Z“‘\"'(])")
INITIAL = re.compile(r"([A-Z])\.(?=\s+[A-Z“‘\"'(])")
MONTH = re.compile(
    r"\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)\b"
)
LETTERS = re.compile(r"([oX])\s+(?=\S)")
NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=\s*\S)")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one document: besides those that are always one, those that it shows to be marks.

    `letters` are letters used as bullets (an "X" that was a tick), `sequenced` are labels that a neighbour confirms
    ("4" where "3" or "5" begins a line too).
    """

    letters: frozenset[str] = frozenset()
    sequenced: frozenset[str] = frozenset()

    def split(self, text: str) -> tuple[str, str]:
        """Return the mark at the beginning of a text, or "", and the rest. Of a bullet before another mark, the other.

        A bullet from a font of its own is returned as "•".
        """
        text = text.strip()
        bullet, rest = self._split_bullet(text)
        if bullet.isalpha():  # a letter, which is not lost for another mark
            return bullet, rest
        number, after = self._split_number(rest)
        if bullet and not number and (second := self._split_bullet(rest))[0] and second[1]:
            return second
        return (number, after) if number else (bullet, rest)

    def _split_bullet(self, text: str) -> tuple[str, str]:
        if found := BULLET.match(text):
            mark = found[0].strip()
            return re.sub(f"[{PRIVATE}]", "•", mark), text[found.end() :]
        found = LETTERS.match(text)
        if found and found[1] in self.letters and (found[1] == "o" or not text[found.end()].islower()):
            return found[1], text[found.end() :]
        return "", text

    def _split_number(self, text: str) -> tuple[str, str]:
        if found := NUMBER.match(text):
            return found[0].strip(), text[found.end() :]
        for pattern in (SEQUENCED, INITIAL):
            if (found := pattern.match(text)) and found[0] in self.sequenced and not MONTH.match(text):
                return found[0], text[found.end() :].strip()
        return "", text


def marks_of(lines: Iterable[str]) -> Marks:
    """Return the marks of a document, from the lines or paragraphs that it consists of."""
    begins, within = {"o": 0, "X": 0}, {"o": 0, "X": 0}
    labels: dict[tuple[str, int], set[str]] = {}
    for line in lines:
        # After a bullet may stand what the eye sees as the mark.
        line = BULLET.sub("", line.strip(), count=1) if BULLET.match(line.strip()) else line.strip()
        if (found := LETTERS.match(line)) and (found[1] == "o" or not line[found.end()].islower()):
            begins[found[1]] += 1
        for letter in within:
            within[letter] += line.count(f" {letter} ")
        if MONTH.match(line):
            continue
        if found := SEQUENCED.match(line):
            labels.setdefault((found["before"], int(found["number"])), set()).add(found[0])
        elif found := INITIAL.match(line):
            labels.setdefault((".", ord(found[1])), set()).add(found[0])
    # "o" is a word of Welsh, which then stands within lines more often than at their beginnings.
    letters = frozenset(one for one, times in begins.items() if times >= 2 and (one == "X" or within[one] * 2 < times))
    prefixes = Counter(before for before, _ in labels)
    bare = [number for before, number in labels if not before]
    rises = len(bare) >= 4 and bare == sorted(bare)  # as recommendations that are answered in groups do
    confirmed = [
        spelt
        for (before, number), spelt in labels.items()
        if (before, number - 1) in labels
        or (before, number + 1) in labels
        or (len(before) > 1 and prefixes[before] > 1)
        or (not before and rises)
    ]
    return Marks(letters, frozenset().union(*confirmed))


def split_mark(text: str) -> tuple[str, str]:
    """Return the mark at the beginning of a text ("(a)", "3.", "•"), or "", and the rest of the text.

    For a text alone. Letters as bullets and bare numbers are marks only within a document: `marks_of(lines).split`.
    """
    return Marks().split(text)


def kind_of_mark(mark: str, previous: str = "") -> str:
    """Return what a mark is: "bullet", "decimal" (9.1), "number", "letter" or "roman".

    "i", "v" and "x" are letters after "h", "u" and "w", the `previous` mark, and otherwise Roman numbers.
    """
    inner = mark.strip("()[].:")
    if re.fullmatch(r"\d+(?:\.\d+)+", inner):
        return "decimal"
    if inner.isdecimal() or re.fullmatch(r"[A-Z]{1,3}\d+", inner):
        return "number"
    if re.fullmatch(r"\d+\([a-z]", inner):
        return "letter"
    if re.fullmatch(ROMAN, inner.lower()) and inner and mark != inner:
        before = previous.strip("()[].:")
        follows = len(inner) == 1 and len(before) == 1 and ord(before) == ord(inner) - 1
        return "letter" if follows or inner.lower() in ("l", "x") else "roman"
    return "letter" if len(inner) == 1 and inner.isalpha() and mark != inner else "bullet"


def is_list_mark(mark: str) -> bool:
    """Return whether a mark makes a list item of its paragraph: any but that of a numbered paragraph, such as 4.3."""
    return bool(mark) and kind_of_mark(mark) != "decimal" and not re.fullmatch(r"[A-Z]{0,3}\d+", mark)


def roman(number: int) -> str:
    """Return a number in Roman numerals, in small letters."""
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    if not 0 < number < 4000:
        return str(number)
    spelt = ""
    for sign, value in zip(signs, values, strict=True):
        spelt += sign * (number // value)
        number %= value
    return spelt


def letters(number: int) -> str:
    """Return a number as the letters of a list: a to z, then aa, bb, as Word and browsers count."""
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26) if number > 0 else str(number)

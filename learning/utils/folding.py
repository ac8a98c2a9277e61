"""The folding of letters, used by search, redaction and the comparison of texts.

A folded text has no accents and no invisible characters. It has plain Latin letters in place of lookalikes, ligatures
and letters with a stroke or a hook: "Małgorzata Søndergård" and "Malgorzata Sondergard" fold alike. The folding is
derived from Unicode's categories, decompositions and names; the few letters not described by these are listed here.

Redactions keep digests of folded words, which a change of this folding would no longer match. Such a change needs a
new version in `reviews_portal/redaction/`, which keeps the code of every version in use.
"""

import re
import unicodedata
from contextlib import suppress
from html import unescape
from urllib.parse import unquote

# Letters without a decomposition, whose Unicode name does not begin with their plain letter.
WRITTEN_AS = {
    "Æ": "AE",
    "æ": "ae",
    "Œ": "OE",
    "œ": "oe",
    "ẞ": "SS",
    "ß": "ss",
    "Ð": "D",
    "ð": "d",
    "Ɖ": "D",
    "Þ": "TH",
    "þ": "th",
    "Ŋ": "N",
    "ŋ": "n",
    "ı": "i",
    "ȷ": "j",
    "ĸ": "k",
    "Ǝ": "E",
    "ǝ": "e",
    "Ə": "E",
    "ə": "e",
    "Ɛ": "E",
    "ɛ": "e",
    "Ɔ": "O",
    "ɔ": "o",
    "ɡ": "g",
    "ɩ": "i",
    "Ɩ": "I",
    "Ʋ": "V",
    "ʋ": "v",
    "Ɣ": "G",
    "ɣ": "g",
}
# Letters of other scripts that look like Latin ones; small letters follow their capitals.
ALIKE = dict(zip("АВЕЅІЈКМНОРСТУХҺԚԜԀΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXHQWDABEZHIKMNOPTYX", strict=True))
LOOKS_LIKE = ALIKE | {letter.lower(): latin.lower() for letter, latin in ALIKE.items()} | {"ɑ": "a"}
APOSTROPHES = dict.fromkeys("’‘‛ʼʻʽ´′", "'")
HYPHENS = dict.fromkeys("‐‑", "-")
BY_HAND = WRITTEN_AS | LOOKS_LIKE | APOSTROPHES | HYPHENS
NAMED = re.compile(r"LATIN (?:(CAPITAL) LETTER|SMALL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH |$)")
BREAKS = "\t\n\v\f\r\x85"
UNSEEN_KINDS = {"Cc", "Cf", "Cs", "Mc", "Me", "Mn"}
RESERVED = {
    0x2065,
    *range(0xFFF0, 0xFFF9),
    *range(0xE0000, 0xE1000),
}  # unassigned, and invisible once they are assigned
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")  # a character written as markup
MOST_ESCAPED = 4  # nested escapes
HIDDEN = "\0"  # stands for an invisible character
# A word broken at the end of a line by a hyphen or a soft hyphen, in a text folded by `WITH_HIDDEN`.
BROKEN = re.compile(r"(?<=[\w\0])(?:-\0*+|\0++)[ \t]*+\r?\n[ \t]*+(?=\0*+\w)")


def is_unseen(character: str) -> bool:
    """Return whether a character is invisible by itself: a combining mark, a format or control character, a filler.

    These are Unicode's Default_Ignorable_Code_Point and all marks, and letters that only stretch a word, such as the
    Arabic tatweel.
    """
    category = unicodedata.category(character)
    if category in UNSEEN_KINDS:
        return character not in BREAKS
    if category == "Lm":
        return character not in BY_HAND and not unicodedata.decomposition(character)
    return ord(character) in RESERVED or (category == "Lo" and "FILLER" in unicodedata.name(character, ""))


def fold_letter(character: str) -> str:
    """Return the folded form of a character, with its case kept; "" if it is invisible."""
    folded = ""
    for one in unicodedata.normalize("NFKD", character):
        if one in BY_HAND:
            folded += BY_HAND[one]
        elif not is_unseen(one):
            named = NAMED.match(unicodedata.name(one, "")) if one > "\x7f" else None
            folded += (named[2] if named[1] else named[2].lower()) if named else one
    is_sign = not character.isalnum() and "<circle>" not in unicodedata.decomposition(character)
    return f" {folded} " if is_sign and any(map(str.isalnum, folded)) else folded  # "Safety™" is no "safetytm"


class Folding(dict[int, str | None]):
    """A table for `str.translate` that fills itself on demand."""

    def __init__(self, *, hidden: str = "", case: bool = False, escape: re.Pattern[str] = ENTITY) -> None:
        """`hidden` replaces invisible characters; `case` keeps capitals; `escape` matches an escaped character."""
        super().__init__()
        self.hidden, self.case, self.escape = hidden, case, escape

    def __missing__(self, code: int) -> str | None:
        folded = fold_letter(chr(code)) or self.hidden
        self[code] = (folded if self.case else folded.casefold()) or None
        return self[code]


class Seen(Folding):
    """A table that removes invisible characters, and keeps all letters and the marks on them."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        is_mark = unicodedata.category(character)[0] == "M" and not is_invisible_mark(character)
        self[code] = (self.hidden if is_unseen(character) and not is_mark else character) or None
        return self[code]


def is_invisible_mark(character: str) -> bool:
    """Return whether a mark changes nothing visible: it selects a variant or joins letters."""
    name = unicodedata.name(character, "")
    return "VARIATION SELECTOR" in name or "GRAPHEME JOINER" in name


SMALL = Folding()
SEEN = Seen()
WITH_HIDDEN = Folding(hidden=HIDDEN)


def fold(text: str, how: Folding = SMALL) -> str:
    """Return a text folded with the table `how`: by default in lower case, without invisible characters."""
    if "&" in text or "%" in text:
        text = how.escape.sub(unescaped, text)
    return text.translate(how)


def unescaped(match: re.Match[str]) -> str:
    """Return the character of an entity or of percent-encoded bytes, also if escaped twice; else the text itself."""
    text = match[0]
    with suppress(UnicodeDecodeError):
        for _ in range(MOST_ESCAPED):
            text = unescape(text) if text.startswith("&") else unquote(text, errors="strict")
    return text


def as_seen(text: str) -> str:
    """Return a text without invisible characters and with composed accents: equal for texts that look equal."""
    return text if text.isascii() and text.isprintable() else unicodedata.normalize("NFC", text).translate(SEEN)


def places(text: str, how: Folding = SMALL) -> list[tuple[int, int]]:
    """Return, for each character of the folded form, its beginning and end in the text."""
    found: list[tuple[int, int]] = []
    for one in re.finditer(rf"{how.escape.pattern}|.", text, re.DOTALL):
        found += [one.span()] * len(fold(one[0], how))
    return found


def is_in_place(text: str) -> bool:
    """Return whether a text and its folded form have the same positions, character by character."""
    return "&" not in text and all(len(SMALL[ord(one)] or "") == 1 for one in set(text) if one > "\x7f" or one < " ")

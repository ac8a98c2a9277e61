"""The one function that cleans text, whoever typed, pasted, loaded or imported it.

It removes what nobody sees: text from PDFs and word processors is full of it, and it breaks words for search, makes
equal words different and can hide text in text. No letter, sign or word that readers see changes; signs that another
program has misread are shown as they were meant. Every line break stays but for one within a divided word.
"""

import re

BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")  # line breaks of browsers and word processors
# A soft hyphen at the end of a line divides a word, like a hyphen there, if a small letter continues on the next line.
DIVIDED = re.compile("\u00ad[ \t]*\n[ \t]*(\\w)")
# Word's bullets come from fonts of their own, as characters of private use. Two of them are nothing else; any other
# is a bullet only at the beginning of a line and before a space: it may stand for a letter, so it stays and is seen.
FIRST_BULLET = re.compile("(?m)^([ \t]*)(?:[\uf0a7\uf0b7][ \t]*|[\ue000-\uf8ff][ \t]+)+")
BULLET = re.compile("([ \t]?)[\uf0a7\uf0b7][ \t]?")
# What other programs make of Word's non-breaking hyphen, and of letters and signs of Windows read as Latin-1.
MISREAD = {"\x1e": "\u2011"} | {
    chr(code): bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)  # five mean nothing there, and 85 is a line break
}
MISREAD_SIGNS = re.compile(f"[{''.join(MISREAD)}]")
# Control characters but for tab and line feed; soft hyphens; characters without width, which also hide words or turn
# their direction round; byte order marks; and the tags with which text can hide in text.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e00ff]"
)
# Flags of nations, such as Wales: a black flag with tags, which are kept.
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
# Joiners (U+200C, U+200D) belong to scripts that write letters joined, and to emoji made of several.
SCRIPTS = (
    "\u0600-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-"
    "\U0001e95f"
)
EMOJI = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff"
STRAY = re.compile(f"(?<![{SCRIPTS}])(?:(?<![{EMOJI}])|(?![\u200c\u200d][{EMOJI}]))[\u200c\u200d](?![{SCRIPTS}])")


def clean(text: str) -> str:
    """Return a text with uniform line ends and without invisible characters and private-use bullets."""
    if text.isascii() and text.isprintable():  # most texts
        return text
    text = MISREAD_SIGNS.sub(lambda match: MISREAD[match[0]], BREAKS.sub("\n", text).replace("\ufeff", ""))
    text = undivided(text)
    parts, at = [], 0
    for flag in FLAG.finditer(text):
        parts += [UNSEEN.sub("", text[at : flag.start()]), flag[0]]
        at = flag.end()
    seen = "".join([*parts, UNSEEN.sub("", text[at:])])
    listed = FIRST_BULLET.sub(r"\1", STRAY.sub("", seen))
    return FIRST_BULLET.sub(r"\1", BULLET.sub(lambda match: match[1] or " ", listed))


def undivided(text: str) -> str:
    """Return a text in which words that a soft hyphen divides between two lines are whole, on the first of the lines.

    For text that is cut into lines before each is cleaned.
    """
    return DIVIDED.sub(lambda match: match[1] if match[1].islower() else match[0], text)


def looks_alike(one: str, other: str) -> bool:
    """Return whether two texts differ in nothing but what `clean` removes, and in white space."""
    return as_compared(one) == as_compared(other)


def as_compared(text: str) -> str:
    """Return a text in one line, without invisible characters and any private-use characters."""
    return " ".join(re.sub("[\ue000-\uf8ff]", " ", clean(text)).split())

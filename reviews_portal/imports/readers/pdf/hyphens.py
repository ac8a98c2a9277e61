"""Joins lines, and words that the end of a line divides."""

import functools
import re
from collections import Counter
from collections.abc import Iterable

# Parts that stand before a hyphen which is the word's own.
OWN = {
    "non", "multi", "self", "well", "cross", "half", "ex", "co", "mid", "anti", "pre", "post", "semi", "low",
    "high", "long", "short", "full", "part", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "inter", "intra", "early", "follow", "face", "day", "evidence", "child", "trauma",
    "decision", "step", "age", "twenty", "thirty", "forty", "fifty", "single", "joint", "year", "month", "week",
    "so", "in", "on", "by", "re", "un",
}  # fmt: skip
WEAK = {
    "re",
    "un",
    "in",
    "on",
    "co",
    "pre",
    "inter",
    "so",
    "by",
    "part",
    "post",
    "age",
}  # begin words without a hyphen too
# Second parts of words that are written with a hyphen: "grown-up", "drop-in", "walk-through".
LAST = {"up", "in", "on", "off", "out", "to", "by", "of", "down", "over", "through", "based", "led", "term", "making"}
HYPHENS = "-‐\xad"


def joined(lines: Iterable[str], words: Counter[str]) -> str:
    """Return lines as one text, without the hyphens that only divide a word at the end of a line."""
    text = ""
    for line in lines:
        text = join(text, line.strip(), words)
    return text.replace("\xad", "")


def unbroken(lines: list[str]) -> list[str]:
    """Return the lines of a narrow cell, with words put together that its width broke without a hyphen."""
    result: list[str] = []
    for line in lines:
        last = result[-1] if result else ""
        begin = re.match(r"[^\W\d_]+", line)
        if last.isalpha() and begin and begin[0].islower() and len(last) > 3:
            whole = (last + begin[0]).lower()
            if not known(last.lower()) and (known(whole) or known(whole.removesuffix("s"))):
                result[-1] = last + line
                continue
        result.append(line)
    return result


def join(first: str, second: str, words: Counter[str]) -> str:
    """Return two texts as one: with a space, or where a word goes on, without."""
    if not first or not second:
        return first or second
    left = re.search(r"([^\W\d_]+(?:[-‐'’][^\W\d_]+)*)[-‐\xad]$", first)
    right = re.match(r"[^\W\d_]+(?:['’][^\W\d_]+)?", second)
    if left and right:
        if first[-1] == "\xad":
            return first[:-1] + second
        if right[0][0].islower():
            return (first[:-1] if divides(left[1], right[0], words) else first) + second
        return first + second  # "Anglo-" "Saxon"
    if re.search(r"\d[-–]$", first) and second[:1].isdigit():
        return first + second
    if re.search(r"\w/$", first) or (re.search(r"\w[-–]$", first) and re.match(r"\w", second)):
        return first + second if not first.endswith("–") else f"{first} {second}"
    if re.search(r"(https?://|www\.)\S*$", first) and re.match(r"[^\s]*[/._-]\S*", second) and second[0].islower():
        return first + second if first[-1] in "/-_." or second[0] in "/-_." else f"{first} {second}"
    return f"{first} {second}"


def divides(left: str, right: str, words: Counter[str]) -> bool:
    """Return whether a hyphen at the end of a line only divides a word, judged by the words of the document."""
    left, right = left.lower(), right.lower()
    last = re.split(r"[-‐]", left)[-1]
    whole, hyphened = words[left + right], words[f"{left}-{right}"]
    if whole or hyphened:
        return whole > hyphened
    if last != left:
        return not known(right) and known(last + right)  # "one-to-" "one"
    if last in OWN and last not in WEAK and known(right):
        return False
    if right in LAST and known(left) and len(left) > 2:
        return False
    if known(left + right):
        return True
    if known(left) and known(right):
        return False
    if words[left] and words[right] and len(left) > 2 and len(right) > 2:
        return False
    return left not in OWN


@functools.cache
def dictionary() -> dict[str, int]:
    """Return the English words and how often they occur, from the list that search uses. Read when it is needed."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en").word_frequency.dictionary


def known(word: str) -> bool:
    """Return whether a word is in a list of English words."""
    return word in dictionary()

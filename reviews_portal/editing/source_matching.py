"""Match the words of an imported document with those of the rows made of it: each word counts once.

A block is compared with the rows that were made of it, in order. What is left of it may stand in other rows, or in
the details of the review: there, runs of three words are looked for among the words that no other block has taken.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

WORD = re.compile(r"\w+")
RUN = 3  # words

type Words = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return [word.lower() for word in WORD.findall(text)]


class Text:
    """The words of one text of the review, and which of them no block has taken yet."""

    def __init__(self, text: str) -> None:
        self.words = words_of(text)
        self.is_free = [True] * len(self.words)

    def free_runs(self) -> Iterator[list[str]]:
        """Yield the words that are still free, in runs of neighbours."""
        for is_free, same in groupby(zip(self.is_free, self.words, strict=True), key=lambda pair: pair[0]):
            if is_free:
                yield [word for _, word in same]


def take_from(texts: Sequence[Text], words: Sequence[str]) -> list[bool]:
    """Take the words of a block from the texts made of it, in order. Return for each word whether it is there."""
    places = [(text, at) for text in texts for at, is_free in enumerate(text.is_free) if is_free]
    there = [text.words[at] for text, at in places]
    found = [False] * len(words)
    if list(words) == there:  # as for most blocks, until somebody edits the rows
        pairs = [(0, 0, len(words))]
    else:
        pairs = [tuple(one) for one in SequenceMatcher(None, words, there, autojunk=False).get_matching_blocks()]
    for start, other, size in pairs:
        for step in range(size):
            text, at = places[other + step]
            found[start + step], text.is_free[at] = True, False
    return found


class Remainder:
    """The words of the review that no block has taken from the rows made of it."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.words: Counter[str] = Counter()
        self.runs: Counter[Words] = Counter()
        self.short: Counter[Words] = Counter()  # runs that are shorter than the others, and stand alone
        for text in texts:
            for words in text.free_runs():
                self.words.update(words)
                self.runs.update(runs_of(words))
                if len(words) < RUN:
                    self.short[tuple(words)] += 1

    def take(self, words: Sequence[str]) -> list[bool]:
        """Take the words of a part of a block, and return for each whether it is there."""
        if len(words) < RUN:
            is_there = self.short[tuple(words)] > 0
            if is_there:
                self.short[tuple(words)] -= 1
                self.words.subtract(words)
            return [is_there] * len(words)
        found = [False] * len(words)
        for at, run in enumerate(runs_of(words)):
            if self.runs[run] > 0:
                self.runs[run] -= 1
                for place in range(at, at + RUN):
                    found[place] = found[place] or self.take_word(words[place])
        return found

    def take_word(self, word: str) -> bool:
        """Take one word, and return whether there was any."""
        if self.words[word] > 0:
            self.words[word] -= 1
            return True
        return False


def runs_of(words: Sequence[str]) -> Iterator[Words]:
    """Yield all runs of three neighbouring words."""
    return zip(*(words[at:] for at in range(RUN)), strict=False)


def match(blocks: Sequence[str], own: Sequence[Sequence[Text]], others: Iterable[Text]) -> list[list[bool]]:
    """Return for each word of each block whether the review has it.

    `own` are the texts made of each block; `others` those of headings, details and rows that were made of none.
    """
    words = [words_of(block) for block in blocks]
    found = [take_from(texts, of_block) for texts, of_block in zip(own, words, strict=True)]
    rest = Remainder([*others, *(text for texts in own for text in texts)])
    for of_block, there in zip(words, found, strict=True):
        start = 0
        for is_there, same in groupby(list(there)):
            end = start + len(list(same))
            if not is_there:
                there[start:end] = rest.take(of_block[start:end])
            start = end
    return found

"""Find where the words of one row seem to begin again: several bullet points or sentences may have run together."""

import re

SEVERAL = "A new sentence or bullet point seems to begin in the middle of this. If so, split it."
# A short word with a capital letter after one without, where no sentence ends: a bullet may be lost between them.
BEGINS_AGAIN = re.compile(
    r"[a-z’')]{2,} (?=(?:The|An|This|These|There|Their|Where|When|How|Whether|It|We|If|All) [a-z])"
)


def breaks_in(words: str) -> list[int]:
    """Return the places in a text at which a new sentence or bullet point seems to begin, without the beginning."""
    return [found.end() for found in BEGINS_AGAIN.finditer(words)]


def doubt_after_splitting(doubt: str, words: str) -> str:
    """Return what is still to be asked about a piece of a row that had a doubt.

    Whether it is several pieces is asked again only if it still looks so. Any other question is not answered yet.
    """
    if doubt != SEVERAL:
        return doubt
    return SEVERAL if breaks_in(words) else ""

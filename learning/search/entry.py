"""An entry: what the index stores about one record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from learning.sight import sight_tags

from .tokenizer import rejoined, tokens_of, tokens_of_compounds

NOT_STATED = "not-stated"
EVERYBODY = ("seen-by:public",)
BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
GAP = "0gap0"  # token between two fields, so that no phrase matches across them

# --- Place: one integer that sorts a list in three ways; see `index_sets.ORDERS` for the bits that each uses ---

REFERENCE_BITS = 42  # by reference: review, statement or response, document, position
REVIEW_SHIFT = 22  # the bits below are the rest
MOST_REVIEWS = (1 << 20) - 1
RESPONSE_SHIFT = 21
DOCUMENT_SHIFT = 16
MOST_DOCUMENTS = (1 << 5) - 1  # of one review; further documents are sorted as if they were the last of these
MOST_POSITIONS = (1 << 16) - 1  # in one document; likewise
NEWEST_BITS = 59  # newest first, undated last, then by reference; the bits above are the rank
LAST_RANK = 15
_UNDATED = (1 << 17) - 1
_EARLIEST = date(1850, 1, 1).toordinal()  # earlier days, and those after 2208, are sorted as if they were the nearest


def place(rank: int, on: date | None, code: str, document: int, position: int, *, is_response: bool = False) -> int:
    """Return the sort key of a statement: rank, then newest first, then document order.

    `code` is its review's, `document` the position of its document and `position` its own in that document. Those of
    a response are its recommendation's; it is sorted after all statements of the review.
    """
    inverse = _UNDATED - min(max(on.toordinal() - _EARLIEST, 1), _UNDATED) if on else _UNDATED
    review = min(int(code.lstrip("R") or 0), MOST_REVIEWS)
    return (
        rank << NEWEST_BITS
        | inverse << REFERENCE_BITS
        | review << REVIEW_SHIFT
        | is_response << RESPONSE_SHIFT
        | min(document, MOST_DOCUMENTS) << DOCUMENT_SHIFT
        | min(position, MOST_POSITIONS)
    )


@dataclass(frozen=True)
class Entry:
    """The indexed text of one record, its tags and its sort key."""

    record: int
    tags: tuple[str, ...]
    place: int
    title: str = ""
    body: str = ""

    @property
    def title_tokens(self) -> str:
        return all_tokens(self.title)

    @property
    def body_tokens(self) -> str:
        return all_tokens(self.body)


def all_tokens(text: str) -> str:
    """Return the tokens of a text, then a gap, then its hyphenated or line-broken words joined into one token each."""
    joined_words = [*rejoined(text), *tokens_of_compounds(text)]
    return " ".join([*tokens_of(text), *([GAP, *dict.fromkeys(joined_words)] if joined_words else [])])


def fields(*texts: str) -> str:
    """Return several texts as one, with gaps so that no phrase matches across two of them."""
    return f"\n{GAP}\n".join(text for text in texts if text)


def names(*texts: str) -> str:
    """Return several names as one title, with gaps around each so that a search can match a whole name.

    A hyphenated name is also added without its hyphens: "Prebirth assessment".
    """
    spellings = dict.fromkeys(name for text in texts for name in (text, BETWEEN_LETTERS.sub("", text)))
    return f"{GAP}\n{fields(*spellings)}\n{GAP}"


@dataclass(frozen=True)
class OfReview:
    """The keys of the partnerships and kinds of a review."""

    partnerships: list[int]
    kinds: list[int]


def review_tags(review, dates: Iterable[date | None], related: OfReview) -> list[str]:
    """Return the tags that everything in a published review has. Its year is that of the first date that is stated."""
    stated = next((on for on in dates if on), None)
    return [
        *sight_tags(review.audience, related.partnerships),
        *(f"type:{pk}" for pk in related.kinds),
        f"year:{stated.year if stated else NOT_STATED}",
        *([f"partnership:{pk}" for pk in related.partnerships] or [f"partnership:{NOT_STATED}"]),
        f"audience:{review.audience}",
    ]

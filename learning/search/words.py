"""Reads what somebody typed and finds the records whose text holds all of it, on either engine."""

import re

from django.db.models import Q

MAX_LENGTH = 200  # characters
MAX_WORDS = 12
TERM = re.compile(r'"([^"]+)"|(\S+)')
# What phones and documents type for a plain quote or apostrophe.
QUOTES = str.maketrans("“”„«»", '"""""')
APOSTROPHES = "'’‘"
AROUND = ".,;:!?()[]"


class UnreadableQuery(ValueError):
    """What was typed cannot be searched for; the message says why and what to do."""


def words_of(query: str) -> list[str]:
    """Return the words and "quoted phrases" of a query.

    Raises UnreadableQuery if it is too long, has too many words, or holds unprintable characters.
    """
    if len(query) > MAX_LENGTH:
        raise UnreadableQuery(
            f"Your search is {len(query):,} characters long. Shorten it to {MAX_LENGTH} or fewer: "
            "a few words on one subject find the most."
        )
    if "\x00" in query:
        raise UnreadableQuery("Your search holds a character that cannot be searched for. Type the words again.")
    found = TERM.findall(query.translate(QUOTES))
    words = [(phrase or word.strip('"')).strip().strip(AROUND) for phrase, word in found]
    words = [word for word in words if any(character.isalnum() for character in word)]
    if len(words) > MAX_WORDS:
        raise UnreadableQuery(f"Your search has {len(words)} words. Use {MAX_WORDS} or fewer.")
    return words


def holds(words: list[str], *fields: str) -> Q:
    """Return the condition that each word stands in at least one of the fields, in upper or lower case."""
    condition = Q()
    for word in words:
        in_a_field = Q()
        for field in fields:
            for spelling in spellings(word):
                in_a_field |= Q(**{f"{field}__icontains": spelling})
        condition &= in_a_field
    return condition


def spellings(word: str) -> set[str]:
    """Return a word with either apostrophe: documents write both."""
    plain = word.translate(str.maketrans(APOSTROPHES, "'" * len(APOSTROPHES)))
    return {plain, plain.replace("'", "’")}

"""Limits on the query parameters that a page reads and that its links keep."""

from django.http import QueryDict

# The parameters that filter and sort lists and pages. A page with a further parameter reads it itself, and its links
# do not keep it.
CARRIED = frozenset(
    {
        "agency", "agency_page", "audience", "end", "kind", "partnership", "q", "responses", "review", "review_page",
        "role", "scope", "show", "sort", "speaks_to", "start", "theme", "theme_page", "type", "year", "language",
    }
)  # fmt: skip
MOST_VALUES = 80
LONGEST_VALUE = 200  # characters: the longest search; every slug is shorter
LONGEST = 3_000  # characters in total; a page has some twenty links that keep them


def within_bounds(query: QueryDict) -> QueryDict:
    """Return the parameters that a page reads and keeps: each value once, and within the bounds.

    A value that is too long is cut. No list knows the cut value, and the page says so.
    """
    pairs = [
        (name, value)
        for name, values in query.lists()
        if name in CARRIED
        for value in dict.fromkeys(value[: LONGEST_VALUE + 1] for value in values)
    ]
    room, chosen = LONGEST, set()
    # The search and the order have priority: without them it would be another list.
    for name, value in sorted(pairs, key=lambda pair: pair[0] not in ("q", "sort"))[:MOST_VALUES]:
        room -= len(name) + len(value)
        if room < 0:
            break
        chosen.add((name, value))
    kept = QueryDict(mutable=True)
    for name, value in pairs:
        if (name, value) in chosen:
            kept.appendlist(name, value)
    return kept


def are_too_many(query: QueryDict) -> bool:
    """Return whether a request has more values than a page reads."""
    sent = sum(len(set(values)) for name, values in query.lists() if name in CARRIED)
    return sent > sum(len(values) for _, values in within_bounds(query).lists())

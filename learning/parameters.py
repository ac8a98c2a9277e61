"""What a page reads of the parameters of its address, and what its links carry on: never all that was sent."""

from django.http import QueryDict

# The names by which lists and pages are narrowed and put in order. A page that takes another reads that itself, and
# no link of it carries it on.
CARRIED = frozenset(
    {
        "agency", "audience", "end", "kind", "partnership", "q", "responses", "review", "role", "show", "sort",
        "speaks_to", "start", "theme", "type", "year",
    }
)  # fmt: skip
MOST_VALUES = 80
LONGEST_VALUE = 200  # characters: as long as a search may be; every slug is shorter
LONGEST = 3_000  # characters of them together; a page has some twenty links that carry them


def within_bounds(query: QueryDict) -> QueryDict:
    """Return what a page reads and carries on of its parameters: each value once, and no more than there is room for.

    A value that is too long is cut: it is none that any list knows, and the page says so.
    """
    pairs = [
        (name, value)
        for name, values in query.lists()
        if name in CARRIED
        for value in dict.fromkeys(value[: LONGEST_VALUE + 1] for value in values)
    ]
    room, chosen = LONGEST, set()
    # What is searched for and the order first: without them it would be another list.
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
    """Return whether there were more values than a page reads."""
    sent = sum(len(set(values)) for name, values in query.lists() if name in CARRIED)
    return sent > sum(len(values) for _, values in within_bounds(query).lists())

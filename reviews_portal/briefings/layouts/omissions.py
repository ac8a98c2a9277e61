"""Says in words what a layout leaves out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from reviews_portal.briefings.outline import Item, Outline

from .base import Layout, statements_in, titles_in

# The kinds of statements in the singular and the plural.
NUMBERED = {
    "recommendation": ("recommendation", "recommendations"),
    "learning": ("learning point", "learning points"),
    "good-practice": ("example of good practice", "examples of good practice"),
    "question": ("question", "questions"),
}


def with_omissions(made: Outline, whole: Outline, layout: Layout) -> Outline:
    """Return an outline with a note on the statements of the whole outline that it leaves out."""
    kept = {item.reference for item in made.items()}
    statements = statements_in(whole)
    gone = [item for item in statements if item.reference not in kept]
    if not gone:
        return made
    if layout.is_short:
        return replace(made, remarks=(*made.remarks, *in_full_briefing(made, whole, gone)))
    sentences = [f"The layout “{layout.label}” leaves out {len(gone)} of {len(statements)} items: {kinds_of(gone)}."]
    return replace(
        counted(made, len(statements)), remarks=(*made.remarks, *sentences, *reviews_left(made, whole, gone))
    )


def in_full_briefing(made: Outline, whole: Outline, gone: list[Item]) -> Iterable[str]:
    """Yield the sentences of a short layout, which has few statements of a review or a selection."""
    verb = "is" if len(gone) == 1 else "are"
    yield f"{kinds_of(gone, 'further ')} {verb} in the full briefing."
    yield from reviews_left(made, whole, gone)


def reviews_left(made: Outline, whole: Outline, gone: list[Item]) -> Iterable[str]:
    """Yield a sentence on the reviews of which nothing is shown."""
    shown, titles = {item.review for item in made.items()}, titles_in(whole)
    if missing := sorted({titles.get(item.review, item.review) for item in gone if item.review not in shown}):
        yield f"Nothing from {len(missing)} review{'s' * (len(missing) > 1)} is shown here: {'; '.join(missing)}."


def kinds_of(items: list[Item], adjective: str = "") -> str:
    """Return how many items of each kind there are, such as "2 further learning points and 1 further question"."""
    counts = Counter(item.look for item in items)
    named = [
        f"{counts[look]} {adjective}{words[counts[look] != 1]}" for look, words in NUMBERED.items() if counts[look]
    ]
    if not adjective or len(named) == 1:
        return ", ".join(named)
    return f"{', '.join(named[:-1])} and {named[-1]}"


def counted(made: Outline, number: int) -> Outline:
    """Return an outline whose lead says how many of the `number` statements it shows."""
    shown = f"{len(statements_in(made))} of {number} items shown"
    return replace(made, lead=" · ".join(filter(None, [made.lead, shown])))

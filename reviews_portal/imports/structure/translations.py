"""Statements that a document has in two languages, beside, below or after each other, become one."""

from collections.abc import Sequence
from itertools import groupby

from reviews_portal.imports.draft import Draft, NotPlaced, Reason, Statement

MAIN = "en"


def pair_translations(draft: Draft) -> None:
    """Give English statements their translations, and remove the statements that held those translations.

    Two runs of statements that follow one another in two languages are paired if they have the same length. Others
    stay as they are: a person has to decide which of them lacks a translation.
    """
    if len({one.language for one in draft.statements}) < 2:
        return
    runs = [
        list(run) for _, run in groupby(enumerate(draft.statements), key=lambda one: (one[1].language, one[1].heading))
    ]
    replaced: dict[int, int] = {}  # the indexes of statements that are now translations, and of those that have them
    at = 0
    while at + 1 < len(runs):
        first, second = runs[at], runs[at + 1]
        if is_pair(first, second):
            for (one, _), (other, _) in zip(first, second, strict=True):
                main, translation = (one, other) if draft.statements[one].language == MAIN else (other, one)
                draft.statements[main].translation = draft.statements[translation].text
                draft.statements[main].label = draft.statements[main].label or draft.statements[translation].label
                replaced[translation] = main
            at += 1
        at += 1
    take_out(draft, replaced)


def is_pair(first: Sequence[tuple[int, Statement]], second: Sequence[tuple[int, Statement]]) -> bool:
    """Return whether two runs say the same in two languages, as far as their number and order can tell."""
    languages = {first[0][1].language, second[0][1].language}
    return len(languages) == 2 and MAIN in languages and len(first) == len(second)


def take_out(draft: Draft, replaced: dict[int, int]) -> None:
    """Remove statements from a draft, and list their headings and labels as not placed.

    Their children move under the statements that now have their words.
    """
    kept = [at for at in range(len(draft.statements)) if at not in replaced]
    places = {at: new for new, at in enumerate(kept)}
    headings = {draft.statements[at].heading for at in kept}
    for at in replaced:
        one = draft.statements[at]
        said = [one.label] if one.label else []
        if one.heading and one.heading not in headings:
            headings.add(one.heading)
            said.append(one.heading)
        draft.not_placed += [
            NotPlaced(text=text, reason=Reason.REPEATED, place=one.place, block=one.block) for text in said
        ]
    for one in draft.statements:
        if one.under is not None:
            one.under = places[replaced.get(one.under, one.under)]
    draft.statements = [draft.statements[at] for at in kept]

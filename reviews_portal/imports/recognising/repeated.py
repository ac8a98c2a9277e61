"""Find the recommendations of a review that a response or an action plan only repeats."""

from typing import Any

from reviews_portal.editing.actions.publishing.answered import names_of, plain
from reviews_portal.editing.actions.publishing.planned import Plan, Planned
from reviews_portal.editing.models.row_kind import Becomes

from ..draft import Draft, Type
from .texts import Runs, is_within, runs_of

OF_RECOMMENDATION = (Type.RECOMMENDATION, Type.REC_PART, Type.REC_TAIL)


def repeated_in(draft: Draft, plan: Plan) -> dict[int, str]:
    """Return the statements of a draft, by index, that only repeat recommendations of a review or parts of them.

    The value is the name of the recommendation there, so that an action can name it, or "" for a part. `plan` has the
    records that the rows of the review become.
    """
    held = [(one, runs_of(one.words)) for one in plan.records if one.becomes == Becomes.RECOMMENDATION]
    names: dict[str, list[Planned]] = {}
    for one, _ in held:
        for name, answer in names_of(one).items():
            if answer.part is None:
                names.setdefault(name, []).append(one)
    found: dict[int, str] = {}
    within: dict[int, Runs] = {}
    for at, statement in enumerate(draft.statements):
        if statement.type is Type.RECOMMENDATION:
            fitting = [(one, runs) for one, runs in held if is_within(statement.text, runs)]
            same = [(one, runs) for one, runs in fitting if plain(statement.label or "") == label_of(one)]
            if fitting:
                one, within[at] = (same or fitting)[0]
                found[at] = name_of(one, names)
        elif statement.type in OF_RECOMMENDATION and statement.under in within:
            within[at] = within[statement.under]
            if is_within(statement.text, within[at]):
                found[at] = ""
    return found


def label_of(recommendation: Planned) -> str:
    """Return the number of a recommendation in the form for comparison."""
    return plain(recommendation.values["short_label"])


def name_of(recommendation: Planned, names: dict[str, list[Any]]) -> str:
    """Return the reference of a recommendation or, without one, a name that is unique, if there is any."""
    label, series = recommendation.values["short_label"], recommendation.values["series"]
    choices = [recommendation.row.reference, label, f"{series} {label}".strip()]
    return next((name for name in choices if name and len(names.get(plain(name), ())) == 1), label)

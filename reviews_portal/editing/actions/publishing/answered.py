"""Which recommendations an action or a response belongs to: those that its row names, or the one above it."""

import re
from collections.abc import Iterable, Sequence

from reviews_portal.editing.models.quoted_fields import NONE
from reviews_portal.editing.models.row_kind import Becomes

from .planned import Answer, Planned, Quoted

CALLED = re.compile(r"\b(?:recommendations?|recs?|argymhell\w*)\b\.?", re.IGNORECASE)
BETWEEN = re.compile(r"[,;\n]|\s+(?:and|&)\s+", re.IGNORECASE)
RANGE = re.compile(r"(?P<before>\D*(?:\d+\.)*)(?P<first>\d+)\s*(?:[-–—]|\bto\b)\s*(?P=before)?(?P<last>\d+)")
MOST_IN_RANGE = 100
ABOVE = "There is no recommendation above this. Enter the number of its recommendation"
OR_NONE = f", or “{NONE}” if the plan names none."


def plain(name: str) -> str:
    """Return a number or label in the form for comparison: without brackets, spaces and the word "recommendation"."""
    return re.sub(r"[\s()\[\]:]", "", CALLED.sub("", name)).casefold().rstrip(".")


def names_of(recommendation: Planned) -> dict[str, Answer]:
    """Return the names of a recommendation and its parts, in the form for comparison."""
    label, series = recommendation.values["short_label"], recommendation.values["series"]
    names = {name: Answer(recommendation) for name in (recommendation.row.reference, label, f"{series} {label}")}
    for part in recommendation.parts:
        own, answer = part.values["label"], Answer(recommendation, part)
        names.setdefault(own if plain(own).startswith(plain(label)) else f"{label}{own}", answer)
    return {plain(name): answer for name, answer in names.items() if plain(name)}


def resolve(rows: Iterable[Quoted], recommendations: Sequence[Planned]) -> None:
    """Set the recommendations that each row answers, or why they are not clear."""
    rows = list(rows)
    if not rows:
        return
    named: dict[str, list[Answer]] = {}
    for one in recommendations:
        for name, answer in names_of(one).items():
            named.setdefault(name, []).append(answer)
    for row in rows:
        if row.row.becomes != Becomes.AGENCY_INVOLVED:
            resolve_row(row, named)


def resolve_row(quoted: Quoted, named: dict[str, list[Answer]]) -> None:
    """Set the recommendations that one row answers. `named` are all recommendations and parts by their names."""
    text, is_action = quoted.row.answers.strip(), quoted.row.becomes == Becomes.ACTION
    if not text:
        quoted.answers = [Answer(quoted.above)] if quoted.above else []
        quoted.problem = "" if quoted.above else ABOVE + (OR_NONE if is_action else ".")
        return
    if is_action and plain(text) == NONE:
        return
    for name in names_in(text, named):
        found = named.get(plain(name), [])
        own = [one for one in found if one.recommendation.document.pk == quoted.row.document_id]
        answers = own if len(own) == 1 else found
        if len(answers) != 1:
            quoted.problem = problem_with(name, answers)
            return
        if answers[0] not in quoted.answers:
            quoted.answers.append(answers[0])


def names_in(text: str, named: dict[str, list[Answer]]) -> list[str]:
    """Return the numbers that a text names. A range such as "1-3" names each number in it, unless it is a label."""
    names: list[str] = []
    for piece in BETWEEN.split(CALLED.sub("", text)):
        piece = piece.strip()
        found = None if plain(piece) in named else RANGE.fullmatch(piece.rstrip("."))
        if found and 0 < int(found["last"]) - int(found["first"]) < MOST_IN_RANGE:
            numbers = range(int(found["first"]), int(found["last"]) + 1)
            names += [f"{found['before']}{number}" for number in numbers]
        elif piece:
            names.append(piece)
    return names


def problem_with(name: str, answers: Sequence[Answer]) -> str:
    """Return why a number does not name one recommendation, and what to do."""
    if not answers:
        return f"There is no recommendation “{name[:40]}” in this review. Check its number."
    references = [one.recommendation.row.reference for one in answers if one.recommendation.row.reference]
    instead = f"Enter a reference instead: {' or '.join(references)}." if len(references) == len(answers) else (
        "Enter the name of its series before the number, or move this row below its recommendation and leave the "
        "number empty."
    )  # fmt: skip
    return f"More than one recommendation is called “{name[:40]}”. {instead}"

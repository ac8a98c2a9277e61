"""The columns of planned actions and responses in a document, and the recommendations that they belong to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from recommendations.models.quoted_action import COLUMNS
from recommendations.models.response_fields import Acceptance
from reviews_portal.editing.models import Row

from .draft import Draft, Statement, Type

FURTHER = {"milestones": "Milestones", "completed": "Completed", "acceptance": "Acceptance"}  # with our headings
FIELDS = (*COLUMNS, "milestones", "completed")
SAID = [
    (Acceptance.NOT_ACCEPTED, re.compile(r"\b(?:not (?:accept|agree)|reject|decline)", re.IGNORECASE)),
    (Acceptance.NOT_STATED, re.compile(r"\b(?:principle|reservations?|conditions?|consideration)\b", re.IGNORECASE)),
    (Acceptance.IN_PART, re.compile(r"\b(?:part|partly|partially)\b", re.IGNORECASE)),
    (Acceptance.ACCEPTED, re.compile(r"\b(?:accept|agree)", re.IGNORECASE)),
]
HEADED = re.compile(r"(?:the )?(?P<name>.+?)(?:['’]s?)? (?:response|responds?)\W*", re.IGNORECASE)
LONGEST_ANSWERS = Row._meta.get_field("answers").max_length or 0
LONGEST_NAME = Row._meta.get_field("named_as").max_length or 0


@dataclass(frozen=True)
class Beside:
    """What is printed beside the text of a statement: columns of its row, and words before and after its own."""

    columns: dict[str, Any]
    before: str = ""
    after: list[str] = field(default_factory=list)


class Answering:
    """Follows the statements of a draft in order, and gives what is printed beside each action and response."""

    def __init__(self, draft: Draft, repeated: Mapping[int, str]) -> None:
        self.statements = draft.statements
        self.repeated = repeated  # the names in the review of recommendations that are only repeated
        self.above: int | None = None  # the index of the last recommendation in this chapter
        self.names: dict[int, str] = {}  # of the recommendations so far, by their index
        self.before: Statement | None = None

    def end_chapter(self, *, is_heading: bool) -> None:
        """Forget the last recommendation: a row below a new heading belongs to it only if it names it."""
        if is_heading:
            self.above = None

    def note(self, at: int) -> None:
        """Remember a statement as the last one."""
        one = self.before = self.statements[at]
        if one.type is not Type.RECOMMENDATION:
            return
        if at in self.repeated:
            self.names[at], self.above = self.repeated[at], None
        else:  # the portal numbers those without a number by their order
            number = 1 + sum(other not in self.repeated for other in self.names)
            self.names[at], self.above = one.label or str(number), at

    def beside(self, at: int) -> Beside:
        """Return what is printed beside a statement: columns of a row, and words that have no column."""
        one = self.statements[at]
        if one.type is Type.ACTION:
            further = [[heading, text] for name, heading in FURTHER.items() if (text := getattr(one, name))]
            columns = {name: text for name in COLUMNS if (text := getattr(one, name))}
            return Beside({"answers": self.answers(one), "further_columns": further, **columns})
        if one.type is Type.RESPONSE:
            name = one.label or one.lead or named_in(one.heading or "")
            named_as = name if len(name) <= LONGEST_NAME else ""
            meant, printed = self.acceptance(one)
            used = {"lead"} if named_as and named_as == one.lead else set()
            return Beside(
                {"answers": self.answers(one), "acceptance": meant, "named_as": named_as}, printed, words(one, used)
            )
        return Beside({}, one.acceptance or "", words(one, set()))

    def answers(self, one: Statement) -> str:
        """Return the numbers of the recommendations of an action or a response, or "" for the one above it."""
        target = one.under
        while target is not None and self.statements[target].type is not Type.RECOMMENDATION:
            target = self.statements[target].under
        if target is not None and target == self.above:
            return ""
        names = [self.names.get(target, "")] if target is not None else list(one.covers or [])
        while len(", ".join(names)) > LONGEST_ANSWERS:
            names.pop()
        return ", ".join(names)

    def acceptance(self, one: Statement) -> tuple[Acceptance, str]:
        """Return what a response says about acceptance, and its words if they say more than our choices.

        These words stay in the text, once, before the first paragraph of the response.
        """
        printed = one.acceptance or ""
        meant = next((choice for choice, pattern in SAID if pattern.search(printed)), Acceptance.NOT_STATED)
        is_same = printed.strip(" .!").casefold() == meant.label.casefold()
        follows = self.before is not None and continues(self.before, one)
        return meant, "" if is_same or follows else printed


def named_in(heading: str) -> str:
    """Return the agency in a heading such as "Northshire Police response:", or ""."""
    found = HEADED.fullmatch(heading.split("\n")[-1].strip())
    return found["name"] if found else ""


def words(one: Statement, used: set[str]) -> list[str]:
    """Return the fields of a statement that become words of its row, because the row has no columns for them."""
    return [text for name in FIELDS if name not in used and (text := getattr(one, name))]


def continues(before: Statement, one: Statement) -> bool:
    """Return whether a paragraph continues the response in the paragraph before it."""
    same = ("type", "heading", "covers", "under", "acceptance", "lead")
    return not one.label and all(getattr(before, name) == getattr(one, name) for name in same)

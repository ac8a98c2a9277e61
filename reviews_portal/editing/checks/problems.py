"""Problems that prevent a working copy from being published, each with the row to correct."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from learning.actions import check_is_for_somebody, check_themes
from learning.addresses import web_link
from learning.models.named_agency import problems_with
from learning.models.resource import NOT_OF_THE_WEB, AddressState
from learning.utils.text import has_words
from reviews_portal.editing.actions.publishing.differences import held_by
from reviews_portal.editing.actions.publishing.planned import Plan, Planned
from reviews_portal.editing.checks.quoted import quoted_problems
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row_kind import Becomes

THEME_WANTED = "Choose at least one theme."


@dataclass(frozen=True)
class Problem:
    """A problem that must be corrected before publication or, with `is_advice`, only checked."""

    row: Row
    text: str
    is_advice: bool = False
    is_about_themes: bool = False


def problems_in(copy: WorkingCopy, plan: Plan) -> Iterator[Problem]:
    """Yield the problems that must be corrected before the rows can be published."""
    for row in plan.unmarked:
        yield Problem(row, "Choose a type of text for this row, or remove it.")
    for row, text in plan.misplaced:
        yield Problem(row, text)
    if plan.quoted:
        found = quoted_problems(copy.review, plan.quoted, held_by(copy.review))
        yield from (Problem(row, text) for row, text in found)
    refused = refused_agencies(copy, plan)
    for record in plan.records:
        yield from problems_of(record, refused)


def refused_agencies(copy: WorkingCopy, plan: Plan) -> dict[int, list[str]]:
    """Return why the rows may not name some of their agencies, by the key of the agency.

    All agencies are looked up together, because usually none is refused.
    """
    agencies = {one.pk: one for record in plan.records for one in record.tags.get("agencies", ())}
    if not problems_with(copy.review, agencies.values()):
        return {}
    return {key: problems_with(copy.review, [one]) for key, one in agencies.items()}


def problems_of(record: Planned, refused: Mapping[int, list[str]]) -> Iterator[Problem]:
    """Yield what must be put right in one record; `refused` says which agencies it may not name, and why."""
    row = record.row
    if record.misplaced:
        yield Problem(row, record.misplaced)
    if record.becomes == Becomes.RESOURCE:
        yield from problems_of_resource(row)
    elif not has_words(record.words):
        yield Problem(row, "Enter the text from the document, or remove this row.")
    for part in record.parts:
        if not has_words(part.row.words):
            yield Problem(part.row, "Enter the text of this part, or remove it.")
    if not row.is_statement:
        return
    try:
        check_themes(record.tags["themes"])
    except ValidationError:
        yield Problem(row, themes_wanted(len(record.tags["themes"])), is_about_themes=True)
    try:
        check_is_for_somebody(record.tags["agency_kinds"], record.tags["agencies"])
    except ValidationError as error:
        yield Problem(row, error.messages[0])
    for agency in record.tags["agencies"]:
        for text in refused.get(agency.pk, ()):
            yield Problem(row, text)


def themes_wanted(count: int) -> str:
    """Return the problem of a statement that has no theme or too many."""
    return f"Choose 4 themes or fewer. This has {count} now." if count else THEME_WANTED


def problems_of_resource(row: Row) -> Iterator[Problem]:
    """Yield the problems of a row of further reading."""
    if not has_words(row.words, row.address):
        yield Problem(row, "Enter a title or a web address, or remove this row.")
    if bool(row.address) == (row.address_state == AddressState.NONE):
        yield Problem(
            row, "If there is no web address, choose “No address given”. If there is one, choose another option."
        )
    if row.address_state == AddressState.GIVEN and row.address and not web_link(row.address):
        yield Problem(row, NOT_OF_THE_WEB)


def check_publishable_rows(copy: WorkingCopy, plan: Plan) -> None:
    """Raise ValidationError, with the number of rows to correct, if the rows cannot become records."""
    problems = list(problems_in(copy, plan))
    if problems:
        number = len({problem.row.pk for problem in problems})
        rows = "1 row needs" if number == 1 else f"{number} rows need"
        raise ValidationError(f"{rows} to be corrected first. Choose “Check” to see what to do.")

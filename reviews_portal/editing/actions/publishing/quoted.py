"""Record planned actions, agencies' responses and agencies involved from rows, each once.

This uses the actions behind the pages “Planned actions” and “Responses in documents”, so that the same rules apply.
From then on, the records are changed on those pages, and their rows only say where they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from learning.models import Agency, AgencyInvolved, Review
from learning.utils.clean_text import clean
from learning.utils.history import recorded
from learning.utils.text import beginning
from recommendations.actions.joint import Pair
from recommendations.actions.quotations import Quotation
from recommendations.actions.quoted_actions import record_quoted_action
from recommendations.actions.quoted_responses import record_quoted_response
from recommendations.models.response_fields import REFUSED, Acceptance
from reviews_portal.editing.models import Row
from reviews_portal.editing.models.row_kind import Becomes

from .planned import Answer, Planned, Quoted

FURTHER = "Recommendations"  # our heading for the numbers of an action for several recommendations
RECORDED = ["record_type", "record_id"]


@dataclass(eq=False)
class Response:
    """The rows of a document in which the same agencies answer the same recommendations: one response."""

    rows: list[Row]
    agencies: list[Agency]
    answers: list[Answer]

    @property
    def text(self) -> str:
        """Its text: each row is a paragraph."""
        return "\n\n".join(row.words.strip() for row in self.rows if row.words.strip())

    @property
    def fields(self) -> dict[str, object]:
        """What the document says about acceptance."""
        said = next((row for row in self.rows if row.acceptance != Acceptance.NOT_STATED), self.rows[0])
        reason = "\n\n".join(self.reasons) if said.acceptance in REFUSED else ""
        return {"acceptance": said.acceptance, "acceptance_reason": reason}

    @property
    def reasons(self) -> list[str]:
        """Why it does not accept a recommendation: what its rows say, each once."""
        return list(dict.fromkeys(reason for row in self.rows if (reason := row.acceptance_reason.strip())))

    @property
    def names(self) -> list[str]:
        """The names of the agency that its rows print, each once."""
        return list(dict.fromkeys(row.named_as for row in self.rows if row.named_as))

    @property
    def pairs(self) -> Iterator[tuple[Planned, Agency, list[Planned]]]:
        """Each pair of a planned recommendation and an agency, with the planned parts that are answered."""
        for recommendation in dict.fromkeys(one.recommendation for one in self.answers):
            own = [one.part for one in self.answers if one.recommendation is recommendation]
            parts = [part for part in own if part] if all(own) else []
            for agency in self.agencies:
                yield recommendation, agency, parts


def responses_in(quoted: Iterable[Quoted]) -> list[Response]:
    """Return the responses that rows make. Rows of the same agencies about the same recommendations make one.

    Rows without a clear agency or recommendation make none.
    """
    found: dict[Any, Response] = {}
    for one in quoted:
        row, agencies = one.row, list(one.row.agencies.all())
        if row.becomes != Becomes.RESPONSE or one.problem or not agencies:
            continue
        key = (row.document_id, frozenset(agency.pk for agency in agencies), frozenset(one.answers))
        if key in found:
            found[key].rows.append(row)
        else:
            found[key] = Response([row], agencies, one.answers)
    return list(found.values())


def columns_of(quoted: Quoted) -> dict[str, Any]:
    """Return an action as columns of `QuotedAction`, without its recommendation.

    It is under one recommendation. If it names several, their numbers go into a further column, as printed.
    """
    row = quoted.row
    further = [list(pair) for pair in row.further_columns]
    if len({one.recommendation for one in quoted.answers}) > 1:
        further.append([FURTHER, row.answers.strip()])
    return {
        "text": clean(row.words).strip(),
        "label": row.label,
        **row.action_columns,
        "further_columns": further,
        "language": row.language,
        "place": row.place,
        "source_defect": row.source_defect,
    }


def record(review: Review, quoted: Sequence[Quoted], made: Mapping[Any, Any], *, by) -> None:
    """Record the planned actions, responses and agencies in rows, and note on each row what it became.

    `made` are the records of the planned recommendations and parts. Raises PermissionDenied unless `by` edits the
    review, and ValidationError, with the text of the row, if one of them is refused.
    """
    for one in quoted:
        if one.row.becomes == Becomes.ACTION:
            answers = [made[answer.recommendation] for answer in one.answers]
            with naming(one.row):
                action = record_quoted_action(
                    one.row.document, by=by, recommendation=answers[0] if answers else None, **columns_of(one)
                )
            one.row.record_type, one.row.record_id = Becomes.ACTION, action.pk
        elif one.row.becomes == Becomes.AGENCY_INVOLVED:
            record_agencies(review, one.row, by=by)
    for response in responses_in(quoted):
        record_response(response, made, by=by)
    Row._base_manager.bulk_update([one.row for one in quoted], RECORDED, 200)


def record_response(response: Response, made: Mapping[Any, Any], *, by) -> None:
    """Record and publish a response, quoted from its document."""
    first = response.rows[0]
    pairs = [
        Pair(made[recommendation], agency, [made[part] for part in parts], response.fields)
        for recommendation, agency, parts in response.pairs
    ]
    names = {}
    if response.names:
        names = {(pair.recommendation.pk, pair.agency.pk): response.names[0] for pair in pairs}
    quotation = Quotation(first.document, response.text, pairs, first.place, first.language, names)
    with naming(first):
        versions = record_quoted_response(quotation, by=by)
    for row in response.rows:
        row.record_type, row.record_id = Becomes.RESPONSE, versions[0].pk


def record_agencies(review: Review, row: Row, *, by) -> None:
    """List the agencies of a row as involved in the review, as the document names them. Listed ones are kept."""
    last = review.agencies_involved.aggregate(last=Max("position"))["last"] or 0
    for agency in row.agencies.all():
        involved = review.agencies_involved.filter(agency=agency).first()
        if involved is None:
            last += 10
            involved = AgencyInvolved(review=review, agency=agency, named_as=clean(row.words).strip(), position=last)
            with naming(row), recorded(involved, by):
                involved.full_clean()
                involved.save()
        row.record_type, row.record_id = Becomes.AGENCY_INVOLVED, involved.pk


@contextmanager
def naming(row: Row) -> Iterator[None]:
    """Prefix the errors raised in this block with the text of a row."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError([f"“{beginning(row.words, 40)}”: {message}" for message in error.messages]) from error

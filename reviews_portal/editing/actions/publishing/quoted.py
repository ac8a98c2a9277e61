"""Record planned actions, agencies' responses and agencies involved from rows, each once.

This uses the actions behind the pages “Planned actions” and “Responses in documents”, so that the same rules apply.
From then on, the records are changed on those pages, and their rows only say where they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from learning.models import Agency, AgencyInvolved, Review, Status
from learning.utils.clean_text import clean
from learning.utils.history import recorded
from learning.utils.text import beginning, has_words
from recommendations.actions.joint import Pair
from recommendations.actions.quotations import WITHDRAWN_REVIEW, Quotation, problems_of
from recommendations.actions.quoted_actions import check_says_no_name, record_quoted_action
from recommendations.actions.quoted_responses import record_quoted_response
from recommendations.models import QuotedAction, Recommendation
from recommendations.models.quoted_action import check_columns
from recommendations.models.response_fields import REFUSED, Acceptance
from reviews_portal.editing.models import Row
from reviews_portal.editing.models.row_kind import Becomes

from .answered import Answer, Quoted

if TYPE_CHECKING:
    from .plan import Planned

FURTHER = "Recommendations"  # our heading for the numbers of an action for several recommendations
RECORDED = ["record_type", "record_id"]
NO_AGENCY = "Choose the agency that gives this response."
NOT_INVOLVED = (
    "Choose the agency named here. If it is not in the list of agencies, choose another type of text, such as "
    "“Background”."
)
AGAIN = (
    "{agency} already answers {recommendation} in another row, alone or with other agencies. Give both rows the same "
    "agencies and recommendations, or join them."
)
TWO_ANSWERS = "The rows of this response say different things about acceptance. Choose the same in each."
NO_REASON_KEPT = (
    "A reason is entered, but not that the recommendation is not accepted, or only in part. Choose which, or move the "
    "reason into the wording."
)
SEVERAL_NAMED = (
    "Several agencies give this response, so readers would not see the name as printed, “{name}”. Move it into the "
    "wording, or clear it."
)
TWO_NAMES = (
    "The rows of this response print different names of the agency, of which readers would see only one. Give them "
    "the same name, or move the others into the wording."
)
REASON = "Enter why the recommendation is not accepted, as the document says."


@dataclass(eq=False)
class Response:
    """The rows of a document in which the same agencies answer the same recommendations: one response."""

    rows: list[Row]
    agencies: list[Agency]
    answers: list[Answer]
    problems: list[tuple[Row, str]] = field(default_factory=list)

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
    def pairs(self) -> Iterator[tuple["Planned", Agency, list["Planned"]]]:
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


# --- Problems --------------------------------------------------------------------------------------------------------


def quoted_problems(review: Review, quoted: Sequence[Quoted], held: Mapping[Any, Any]) -> Iterator[tuple[Row, str]]:
    """Yield the rows that cannot be recorded, each with the correction needed.

    `held` are the recommendations that the review has now, by their type and key.
    """
    for one in quoted:
        if review.status == Status.WITHDRAWN:
            yield one.row, WITHDRAWN_REVIEW
        elif not has_words(one.row.words):
            yield one.row, "Enter the text from the document, or remove this row."
        elif one.problem:
            yield one.row, one.problem
        elif one.row.becomes == Becomes.ACTION:
            yield from problems_of_action(review, one)
        elif not one.row.agencies.all():
            yield one.row, NO_AGENCY if one.row.becomes == Becomes.RESPONSE else NOT_INVOLVED
    yield from problems_of_agencies(review, [one.row for one in quoted if one.row.becomes == Becomes.AGENCY_INVOLVED])
    yield from problems_of_responses(review, responses_in(quoted), held)


def problems_of_action(review: Review, quoted: Quoted) -> Iterator[tuple[Row, str]]:
    """Yield what is wrong with a planned action."""
    action = QuotedAction(review=review, **columns_of(quoted))
    try:
        check_columns(action.further_columns)
        check_says_no_name(review, action)
    except ValidationError as error:
        yield quoted.row, error.messages[0]


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


def problems_of_agencies(review: Review, rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Yield what is wrong with agencies involved."""
    listed = {one.agency_id: one.named_as for one in review.agencies_involved.all()} if rows else {}
    for row in rows:
        for agency in row.agencies.all():
            name = clean(row.words).strip()
            if listed.get(agency.pk, name) != name:
                yield (
                    row,
                    (
                        f"{agency} is already an agency involved, printed as “{listed[agency.pk]}”. Choose another "
                        "agency, or remove this row."
                    ),
                )
                continue
            listed[agency.pk] = name
            try:
                AgencyInvolved(review=review, agency=agency, named_as=name).clean_fields()
                AgencyInvolved(review=review, agency=agency, named_as=name).clean()
            except ValidationError as error:
                yield row, error.messages[0]


def problems_of_responses(
    review: Review, responses: Iterable[Response], held: Mapping[Any, Any]
) -> Iterator[tuple[Row, str]]:
    """Yield what is wrong with responses, including recommendations that another row already answers."""
    answered: set[tuple[int, int]] = set()
    for response in responses:
        stated = {row.acceptance for row in response.rows} - {Acceptance.NOT_STATED}
        if len(stated) > 1:
            yield response.rows[-1], TWO_ANSWERS
        elif response.fields["acceptance"] == Acceptance.NOT_ACCEPTED and not response.fields["acceptance_reason"]:
            yield response.rows[0], REASON
        elif response.reasons and not response.fields["acceptance_reason"]:
            yield next(row for row in response.rows if row.acceptance_reason.strip()), NO_REASON_KEPT
        if response.names and len(response.agencies) > 1:
            named = next(row for row in response.rows if row.named_as)
            yield named, SEVERAL_NAMED.format(name=named.named_as)
        elif len(response.names) > 1:
            yield next(row for row in response.rows if row.named_as == response.names[1]), TWO_NAMES
        pairs: list[Pair] = []
        for recommendation, agency, parts in response.pairs:
            key = (recommendation.row.pk, agency.pk)
            if key in answered:
                number = f"recommendation {recommendation.values['short_label']}"
                yield response.rows[0], AGAIN.format(agency=agency, recommendation=number)
            answered.add(key)
            record = held.get((Becomes.RECOMMENDATION, recommendation.row.record_id or 0))
            if record is None and any(pair.agency == agency and pair.recommendation._state.adding for pair in pairs):
                continue  # new recommendations are all alike: nothing answers them yet
            kept = [
                held[Becomes.PART, one.row.record_id] for one in parts if (Becomes.PART, one.row.record_id) in held
            ]
            own = [part for part in kept if record is not None and part.recommendation_id == record.pk]
            pairs.append(Pair(record or Recommendation(review=review), agency, own, response.fields))
        quotation = Quotation(response.rows[0].document, response.text, pairs, response.rows[0].place)
        for message in (text for texts in problems_of(quotation, set()).values() for text in texts):
            yield response.rows[0], message.replace("Clear this row.", "Remove this row.")


# --- Recording -------------------------------------------------------------------------------------------------------


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

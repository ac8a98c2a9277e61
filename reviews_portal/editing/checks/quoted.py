"""What must be corrected before planned actions, agencies’ responses and agencies involved can be recorded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from learning.models import AgencyInvolved, Review, Status
from learning.utils.clean_text import clean
from learning.utils.text import has_words
from recommendations.actions.joint import Pair
from recommendations.actions.quotations import WITHDRAWN_REVIEW, Quotation, problems_of
from recommendations.actions.quoted_actions import check_says_no_name
from recommendations.models import QuotedAction, Recommendation
from recommendations.models.quoted_action import check_columns
from recommendations.models.response_fields import Acceptance
from reviews_portal.editing.actions.publishing.planned import Quoted
from reviews_portal.editing.actions.publishing.quoted import Response, columns_of, responses_in
from reviews_portal.editing.models import Row
from reviews_portal.editing.models.row_kind import Becomes

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

"""The state of the requests on a page, as far as its reader may know it."""

from collections.abc import Iterable

from django.utils import timezone

from recommendations.models import Response, ResponseDraft, ResponseRequest

from .outcomes import NOTHING, Keys, acting, answers_until


def with_states(requests: Iterable[ResponseRequest], user) -> list[ResponseRequest]:
    """Return requests with the values from which `state` is derived, limited to those that the user may know.

    The values are whether a version is waiting or published, the last step, and a saved draft. The recommendations
    must have been fetched with the requests.
    """
    found = list(requests)
    responses = Response.objects.filter(
        recommendation__in={one.recommendation_id for one in found}, agency__in={one.agency_id for one in found}
    )
    answers = answers_until(timezone.localdate(), responses)
    drafts = ResponseDraft.objects.filter(revision__gt=0, response__in=responses)
    drafted = {
        (recommendation, agency): saved_at
        for recommendation, agency, saved_at in drafts.values_list(
            "response__recommendation_id", "response__agency_id", "saved_at"
        )
    }
    may_act = acting(keys_of(one) for one in found)
    for one in found:
        pair = one.recommendation_id, one.agency_id
        answer = answers.get(pair, NOTHING)
        one.stands, one.decides = may_act[one.pk]
        one.is_open = one.opens_to(user)
        one.waits = one.is_open and answer.is_waiting
        one.is_published = bool(answer.published)
        one.last_step = answer.last_step if one.is_open else ""
        one.last_step_at = answer.last_step_at if one.is_open else None
        one.drafted_at = drafted.get(pair) if one.is_open else None
    return found


def keys_of(request: ResponseRequest) -> Keys:
    """Return the keys and dates of a request."""
    review = request.recommendation.review_id
    dates = request.asked_on, request.due_on
    return Keys(request.pk, request.recommendation_id, request.agency_id, request.asked_by_id, review, *dates)

"""One request, as all see it whom it concerns."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest

from learning.utils.rate_limits import RateLimit
from recommendations.answers import answers
from recommendations.models import Recommendation, Response, ResponseRequest

# What staff do with a request is kept for good, and most of it sends emails. No person does this often.
STEPS = RateLimit("steps", "You have sent too many forms this hour.", each=300, network=300, everybody=10_000)


def request_seen(request: HttpRequest, pk: int) -> ResponseRequest:
    """Return a request that concerns the user, with its state; raises Http404 for any other.

    It has `may_open`: whether the user may open the page of the recommendation, which takes more than
    being asked.
    """
    readable = Recommendation.objects.visible_to(request.user).filter(pk=OuterRef("recommendation"))
    found = ResponseRequest.objects.concerning(request.user).with_state(request.user)
    shown = found.annotate(may_open=Exists(readable)).select_related(
        "recommendation__review", "recommendation__document", "agency", "asked_by"
    )
    asked = shown.filter(pk=pk).first()
    if asked is None:
        raise Http404
    return asked


def shared(request: HttpRequest, asked: ResponseRequest) -> dict[str, Any]:
    """Return what everybody whom a request concerns sees of it: what is asked, what happened, what others answered."""
    held = Response.objects.filter(recommendation=asked.recommendation_id)
    return {
        "asked": asked,
        "item": asked.recommendation,
        "steps": asked.steps_for(request.user).order_by("-at", "-pk"),
        "steps_say_why": asked.opens_to(request.user),
        "others": answers(held.exclude(agency=asked.agency_id).order_by("position", "pk").fetch_current()),
    }

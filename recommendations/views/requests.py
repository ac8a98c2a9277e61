"""What all pages of one request share: finding it, its URLs, and the context that everybody involved sees."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.urls import reverse

from learning.rate_limits import RateLimit
from recommendations.grouped_responses import answers
from recommendations.models import Recommendation, Response, ResponseRequest
from recommendations.requests.states import with_states

# Staff's actions on a request are kept permanently, and most of them send emails. Nobody needs many of them.
STEPS = RateLimit("steps", "You have sent too many forms in the last hour.", each=300, network=300, everybody=10_000)


def request_page(pk: int, **kwargs) -> str:
    """Return the URL of the page of a request."""
    return reverse("response_request", args=[pk])


def checking_page(pk: int) -> str:
    """Return the URL of the page with the partnership's forms, even for users who also write for the agency."""
    return f"{request_page(pk)}?check"


def writing_page(pk: int) -> str:
    """Return the URL of the page with the form of the response, whatever was submitted before."""
    return f"{request_page(pk)}?write"


def request_seen(request: HttpRequest, pk: int) -> ResponseRequest:
    """Return a request that concerns the user, with its state. Raises Http404 for any other.

    Its attribute `may_open` says whether the user may open the page of the recommendation: being asked is not enough
    for that.
    """
    readable = Recommendation.objects.visible_to(request.user).filter(pk=OuterRef("recommendation"))
    found = ResponseRequest.objects.concerning(request.user)
    shown = found.annotate(may_open=Exists(readable)).select_related(
        "recommendation__review", "recommendation__document", "agency__stands_for", "asked_by"
    )
    if not (seen := with_states(shown.filter(pk=pk), request.user)):
        raise Http404
    return seen[0]


def shared(request: HttpRequest, response_request: ResponseRequest) -> dict[str, Any]:
    """Return what everybody involved in a request sees of it: what is asked, what happened, what others answered."""
    held = Response.objects.filter(recommendation=response_request.recommendation_id)
    return {
        "response_request": response_request,
        "item": response_request.recommendation,
        "steps": response_request.steps_for(request.user).order_by("-at", "-pk"),
        "steps_say_why": response_request.opens_to(request.user),
        "others": answers(held.exclude(agency=response_request.agency_id).order_by("position", "pk").fetch_current()),
    }

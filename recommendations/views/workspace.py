"""The workspace: where agency and partnership staff see what is asked, written, waited for and published."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import Partnership
from recommendations.models import RequestState, ResponseRequest
from recommendations.workspace_permissions import permissions_of

DONE = (RequestState.WAITS, RequestState.PUBLISHED, RequestState.CLOSED)  # for its agency there is nothing to do


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The requests that one works with: an agency's by due date, a partnership's with what waits first."""
    permissions = permissions_of(request.user)
    if not permissions:
        raise PermissionDenied("Only staff who look after responses have a workspace.")
    found = requests_of(request)
    own = found.filter(agency__in=permissions.agencies)
    own = sorted(own, key=lambda one: (one.state in DONE, one.due_on, one.pk))
    watched = found.standing()
    watched = watched if permissions.everything else watched.filter(asked_by__in=permissions.watched)
    context = {
        "own": own,
        "overview": Overview.of(own),
        "to_answer": sum(one.state not in DONE for one in own),
        "overviews": [
            Overview.of([made for made in watched if made.asked_by_id == one.pk], one)
            for one in partnerships_of(permissions)
        ],
        "permissions": permissions,
    }
    return render(request, "recommendations/workspace/home.html", context)


def requests_of(request: HttpRequest):
    """Return the requests that the user works with, with all that a list shows of them."""
    found = ResponseRequest.objects.concerning(request.user).with_state(request.user)
    return found.select_related("recommendation__review", "agency", "asked_by").prefetch_related(
        "recommendation__parts"
    )


def partnerships_of(permissions) -> list[Partnership]:
    """Return the partnerships whose workspace somebody reads."""
    if permissions.everything:
        return list(Partnership.objects.filter(requests__isnull=False).distinct().order_by("name"))
    return list(Partnership.objects.filter(pk__in=permissions.watched).order_by("name"))


@dataclass(frozen=True)
class Overview:
    """How many requests there are, and of these how many are answered, wait to be checked, or are overdue."""

    asked: int
    answered: int
    waits: int
    overdue: int
    partnership: Partnership | None = None

    @classmethod
    def of(cls, requests: list[ResponseRequest], partnership: Partnership | None = None) -> "Overview":
        return cls(
            asked=len(requests),
            answered=sum(one.is_published for one in requests),
            waits=sum(one.waits for one in requests),
            overdue=sum(one.is_overdue for one in requests),
            partnership=partnership,
        )

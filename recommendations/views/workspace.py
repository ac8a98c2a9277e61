"""The workspace: where agency and partnership staff see what is asked, written, waited for and published."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from learning.models import Partnership
from learning.utils.paging import page_of
from recommendations.models import ResponseRequest
from recommendations.models.request import RequestQuerySet
from recommendations.workspace_permissions import WorkspacePermissions, permissions_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The requests that one works with: an agency's by due date, a partnership's counted."""
    permissions = permissions_of(request.user)
    if not permissions:
        raise PermissionDenied("Only staff who look after responses have a workspace.")
    own = requests_of(request).filter(agency__in=permissions.agencies).with_is_done()
    counted = own.aggregate(
        to_answer=Count("pk", filter=Q(is_done=False)), overdue=Count("pk", filter=overdue() & Q(stands=True))
    )
    context = counted | {
        "own": page_of(request, own.order_by("is_done", "due_on", "pk")),
        "overviews": overviews(request, permissions),
        "permissions": permissions,
    }
    return render(request, "recommendations/workspace/home.html", context)


def requests_of(request: HttpRequest) -> RequestQuerySet:
    """Return the requests that the user works with, with all that a list shows of them."""
    found = ResponseRequest.objects.concerning(request.user).with_state(request.user)
    return found.select_related("recommendation__review", "agency", "asked_by").prefetch_related(
        "recommendation__parts"
    )


def overdue() -> Q:
    """Return the condition that a request `with_state()`, which stands, is overdue: see `is_overdue`."""
    return Q(due_on__lt=timezone.localdate(), waits=False, is_published=False)


@dataclass(frozen=True)
class Overview:
    """How many requests a partnership made, and how many of them are answered, wait to be checked, or are overdue."""

    partnership: Partnership
    asked: int = 0
    answered: int = 0
    waits: int = 0
    overdue: int = 0


def overviews(request: HttpRequest, permissions: WorkspacePermissions) -> list[Overview]:
    """Return the numbers of each partnership whose workspace somebody reads, by name."""
    made = ResponseRequest.objects.with_state(request.user).standing()
    if permissions.everything:
        partnerships = Partnership.objects.filter(requests__isnull=False).distinct().order_by("name")
    else:
        partnerships = Partnership.objects.filter(pk__in=permissions.watched).order_by("name")
        made = made.filter(asked_by__in=permissions.watched)
    counted = made.values("asked_by").annotate(
        number=Count("pk"),
        answered=Count("pk", filter=Q(is_published=True)),
        to_check=Count("pk", filter=Q(waits=True)),
        late=Count("pk", filter=overdue()),
    )
    found = {one["asked_by"]: (one["number"], one["answered"], one["to_check"], one["late"]) for one in counted}
    return [Overview(one, *found.get(one.pk, ())) for one in partnerships]

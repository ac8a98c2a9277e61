"""The workspace, in which agency and partnership staff see what is asked, drafted, awaited and published."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import Hiding, Partnership
from learning.utils.paging import page_of
from recommendations.joint_workspace import waiting_joint_responses
from recommendations.models import ResponseRequest
from recommendations.requests.outcomes import Period
from recommendations.requests.states import with_states
from recommendations.requests.table import Predicate, asked_by, asked_of
from recommendations.workspace_permissions import WorkspacePermissions, permissions_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the user's requests: those to an agency sorted by due date, those of a partnership as numbers."""
    permissions = permissions_of(request.user)
    if not permissions:
        raise PermissionDenied("Only staff who work on responses have a workspace.")
    period = Period.until_today()
    own = asked_of(permissions.agencies, period.end).seen_in(period).opened_to(permissions)
    is_done = own.having(lambda outcome: outcome.is_done)
    page = page_of(request, own.by_due_date(last=is_done))
    page.object_list = records_of(request, list(page.object_list))
    context = {
        "own": page,
        "several_agencies": len(permissions.agencies) > 1,
        "to_answer": len(own) - int(is_done.sum()),
        "overdue": own.counts().of(lambda outcome: outcome.is_overdue),
        "overviews": overviews(request, permissions),
        "permissions": permissions,
        "joint": waiting_joint_responses(request.user),
        "hidden": number_hidden(permissions, request.user),
    }
    return render(request, "recommendations/workspace/home.html", context)


def number_hidden(permissions: WorkspacePermissions, user) -> int:
    """Return how many hidden things await a decision in the reviews that the user edits."""
    if not (permissions.partnerships or permissions.everything):
        return 0
    return Hiding.objects.visible_to(user).open().count()


def records_of(request: HttpRequest, keys: list[int]) -> list[ResponseRequest]:
    """Return the requests on a page that concern the user, with everything that a list shows of them."""
    found = ResponseRequest.objects.concerning(request.user).select_related(
        "recommendation__review", "agency__stands_for", "asked_by"
    )
    records = found.prefetch_related("recommendation__parts").in_bulk(keys)
    return with_states([records[key] for key in keys if key in records], request.user)


COUNTS: dict[str, Predicate] = {
    "asked": lambda outcome: True,
    "answered": lambda outcome: outcome.is_answered,
    "waits": lambda outcome: outcome.waits,
    "overdue": lambda outcome: outcome.is_overdue,
}


@dataclass(frozen=True)
class Overview:
    """How many requests a partnership made, and how many are answered, awaiting a check, or overdue."""

    partnership: Partnership
    asked: int = 0
    answered: int = 0
    waits: int = 0
    overdue: int = 0


def overviews(request: HttpRequest, permissions: WorkspacePermissions) -> list[Overview]:
    """Return the numbers of each partnership whose workspace the user can read, sorted by name."""
    period = Period.until_today()
    made = asked_by(None if permissions.everything else permissions.watched, period.end)
    counts = made.standing().seen_in(period).opened_to(permissions).counts_by("asked_by")
    numbers = counts.by_value(COUNTS)
    if permissions.everything:
        partnerships = Partnership.objects.filter(requests__isnull=False).distinct().order_by("name")
    else:
        partnerships = Partnership.objects.filter(pk__in=permissions.watched).order_by("name")
    return [Overview(one, **numbers.get(one.pk, {})) for one in partnerships]

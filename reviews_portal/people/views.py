"""Views of the roles at a partnership and its agencies, and of a user's own data."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from learning.models import Membership, Partnership
from learning.models.old_slug import at_slug
from learning.rate_limits import RateLimit, count
from recommendations.workspace_permissions import permissions_of
from reviews_portal.shortcuts import get_row_or_404

from . import actions
from .forms import InvitationForm
from .models import Invitation
from .own_data import own_data, remove

INVITATIONS = RateLimit(
    "invitations", "You have sent too many invitations this hour.", each=60, network=60, everybody=1000
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an editor the roles at their partnership; a POST invites, cancels an invitation or removes a role."""
    partnership = at_slug(Partnership.objects.filter(pk__in=permissions_of(request.user).partnerships), slug)
    form = InvitationForm(partnership=partnership)
    if "take_away" in request.POST and "sure" not in request.POST:
        place = get_row_or_404(places(partnership), request.POST["take_away"])
        return render(request, "people/end_role.html", {"partnership": partnership, "place": place})
    if request.method == "POST":
        form = InvitationForm(request.POST, partnership=partnership) if "invite" in request.POST else form
        try:
            if said := done(request, partnership, form):
                messages.success(request, said)
                return redirect("people", partnership.slug)
        except ValidationError as error:
            if not form.is_bound:  # nothing was typed that could be lost
                messages.error(request, " ".join(error.messages))
                return redirect("people", partnership.slug)
            form.add_error(None, error)
    return render(
        request, "people/people.html", shown(partnership) | {"form": form}, status=422 if form.errors else 200
    )


def done(request: HttpRequest, partnership: Partnership, form: InvitationForm) -> str:
    """Carry out the action of a POST, and return the message to show, or "" for a form with errors.

    Raises ValidationError and PermissionDenied as the actions do.
    """
    if key := request.POST.get("take_back"):
        actions.take_back(get_row_or_404(partnership.invitations.all(), key), by=request.user)
        return "The invitation is taken back."
    if key := request.POST.get("take_away"):
        membership = get_row_or_404(places(partnership), key)
        actions.take_away(membership, partnership=partnership, by=request.user)
        return f"{membership.user} does not have this role any more."
    if form.is_valid():
        count(request, INVITATIONS)
        actions.invite(**form.cleaned_data, partnership=partnership, by=request.user)
        return f"{form.cleaned_data['email']} gets an e-mail."
    return ""


def places(partnership: Partnership):
    """Return the roles at a partnership and at its agencies."""
    own = Q(partnership=partnership) | Q(agency__in=actions.agencies_of(partnership))
    return (
        Membership.objects.filter(own).select_related("user", "agency").order_by("agency__name", "role", "user__email")
    )


def shown(partnership: Partnership) -> dict[str, object]:
    """Return the context of the page: the roles and the open invitations."""
    invitations = Invitation.objects.filter(partnership=partnership, taken_at=None).select_related("agency")
    return {"partnership": partnership, "places": places(partnership), "invitations": invitations}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the user to confirm, then give up one of their own roles."""
    own = request.user.memberships.select_related("agency", "partnership")  # type: ignore[union-attr]
    place = get_object_or_404(own, pk=pk)
    if request.method != "POST":
        return render(request, "people/leave.html", {"place": place})
    try:
        actions.leave(place, by=request.user)
    except ValidationError as error:
        return render(request, "people/leave.html", {"place": place, "problems": error.messages}, status=422)
    messages.success(request, f"You gave up your role at {place.agency or place.partnership}.")
    return redirect("account")


@login_required
def take_own_data(request: HttpRequest) -> HttpResponse:
    """Return the user's own data as a JSON file."""
    answer = JsonResponse(own_data(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_account(request: HttpRequest) -> HttpResponse:
    """Ask the user to confirm, then delete their account. What they published is kept under their role."""
    if request.method != "POST":
        return render(request, "people/remove.html")
    try:
        remove(request.user)
    except ValidationError as error:
        return render(request, "people/remove.html", {"problems": error.messages}, status=422)
    logout(request)
    return render(request, "people/removed.html")

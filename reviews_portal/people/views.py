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
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer

from . import actions
from .decorators import editor_required, people_page, redirect_unless_post
from .forms import InvitationForm
from .models import Invitation
from .own_data import own_data, remove

INVITATIONS = RateLimit(
    "invitations", "You have sent too many invitations in the last hour.", each=60, network=60, everybody=1000
)


# --- The roles at a partnership and its agencies ---------------------------------------------------------------------


@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Show an editor the roles at their partnership, the open invitations, and the form to invite somebody.

    What they typed before their session or token expired is shown again. A POST here still invites somebody, for pages
    that were loaded before inviting had its own address.
    """
    if request.method == "POST":
        return invite(request, partnership.slug)
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return show(request, partnership, InvitationForm(kept[1] if kept else None, partnership=partnership))


def show(request: HttpRequest, partnership: Partnership, form: InvitationForm) -> HttpResponse:
    """Return the page of roles with this form, with status 422 if the form has errors."""
    context = {
        "partnership": partnership,
        "places": places(partnership),
        "invitations": Invitation.objects.filter(partnership=partnership, taken_at=None).select_related("agency"),
        "form": form,
        "writer": writer(request.user),
    }
    return render(request, "people/people.html", context, status=422 if form.errors else 200)


def places(partnership: Partnership):
    """Return the roles at a partnership and at its agencies."""
    own = Q(partnership=partnership) | Q(agency__in=actions.agencies_of(partnership))
    return (
        Membership.objects.filter(own).select_related("user", "agency").order_by("agency__name", "role", "user__email")
    )


@recovers_typed_text(page=people_page)
@redirect_unless_post
@editor_required
def invite(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Invite an email address to a role."""
    form = InvitationForm(request.POST, partnership=partnership)
    if not form.is_valid():
        return show(request, partnership, form)
    try:
        count(request, INVITATIONS)
        actions.invite(**form.cleaned_data, partnership=partnership, by=request.user)
    except TooManyRequests as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        messages.success(request, f"We have emailed {form.cleaned_data['email']}.")
        return redirect("people", partnership.slug)
    return show(request, partnership, form)


@redirect_unless_post
@editor_required
def cancel_invitation(request: HttpRequest, partnership: Partnership, pk: int) -> HttpResponse:
    """Cancel an invitation that has not been accepted."""
    actions.cancel_invitation(get_object_or_404(partnership.invitations, pk=pk), by=request.user)
    messages.success(request, "Invitation cancelled.")
    return redirect("people", partnership.slug)


@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, partnership: Partnership, pk: int) -> HttpResponse:
    """Ask the editor to confirm, then end a role."""
    place = get_object_or_404(places(partnership), pk=pk)
    if request.method != "POST":
        return render(request, "people/end_role.html", {"partnership": partnership, "place": place})
    try:
        actions.end_role(place, partnership=partnership, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{place.user} no longer has this role.")
    return redirect("people", partnership.slug)


# --- The user's own roles and data -----------------------------------------------------------------------------------


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
    messages.success(request, f"You are no longer {actions.a_role(place)}.")
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

"""Invitations and roles: how editors of a partnership give and remove them. Each function is one transaction."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from learning.models import Agency, Membership, Partnership, Role
from recommendations import notifications
from recommendations.workspace_permissions import permissions_of
from reviews_portal.accounts.sign_up import check_letters, is_closed

from .models import OPEN_FOR, Invitation

SHARED = "Only an administrator can give roles for an agency that works with several partnerships."


def is_invited(email: str) -> bool:
    """Return whether this address has an open invitation."""
    return Invitation.objects.open().to(email).exists()


@transaction.atomic
def invite(
    email: str, role: str, *, partnership: Partnership, by, agency: Agency | None = None
) -> Invitation | Membership:
    """Invite an email address to a role, and send the email. A person with an account gets the role at once.

    Return the invitation, or the membership if there is an account. Inviting again sends the email again.

    Raises PermissionDenied unless `by` edits the partnership, and ValidationError if the partnership cannot give roles
    at this agency, the account is closed, or the person already has the role.
    """
    check_edits(by, partnership)
    check_letters(email)
    if role == Role.AGENCY_EDITOR and (agency is None or not agencies_of(partnership).filter(pk=agency.pk).exists()):
        raise ValidationError({"agency": f"Choose an agency of {partnership}. {SHARED}"})
    if is_closed(email):
        raise ValidationError({"email": f"The account for {email} is closed. Ask an administrator to reopen it."})
    place = {"agency": agency, "partnership": None} if role == Role.AGENCY_EDITOR else {"partnership": partnership}
    known = get_user_model().objects.with_address(email).filter(is_active=True).exclude(confirmed_at=None).first()
    if known:
        if known.memberships.filter(role=role, **place).exists():
            raise ValidationError({"email": f"{email} already has this role."})
        membership = Membership.objects.create(user=known, role=role, **place)
        notifications.notify([known], "people/email/new_role", reverse("responses"), role=a_role(membership))
        return membership
    invitation, _ = Invitation.objects.update_or_create(
        email=email.lower(),
        role=role,
        agency=agency if role == Role.AGENCY_EDITOR else None,
        partnership=partnership,
        taken_at=None,
        defaults={"invited_by": by, "invited_at": timezone.now()},
    )
    notifications.notify(
        [invitation],
        "people/email/invitation",
        f"{reverse('account_signup')}?next={reverse('responses')}",
        partnership=partnership,
        role=a_role(invitation),
        days=OPEN_FOR.days,
    )
    return invitation


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by) -> None:
    """Cancel an invitation that has not been accepted. Raises PermissionDenied unless `by` edits the partnership."""
    check_edits(by, invitation.partnership)
    Invitation.objects.filter(pk=invitation.pk, taken_at=None).delete()


@transaction.atomic
def end_role(membership: Membership, *, partnership: Partnership, by) -> None:
    """End a role, and notify the person. What they wrote and decided is kept.

    Raises PermissionDenied unless `by` edits the partnership and the role is at the partnership or one of its
    agencies. Raises ValidationError for the partnership's last editor.
    """
    check_edits(by, partnership)
    at_its_agency = agencies_of(partnership).filter(pk=membership.agency_id).exists()
    if membership.partnership_id != partnership.pk and not at_its_agency:
        raise PermissionDenied("This role is not for your partnership or one of its agencies.")
    check_not_last_editor(membership)
    notifications.notify([membership.user], "people/email/role_ended", reverse("account"), role=a_role(membership))
    membership.delete()


@transaction.atomic
def leave(membership: Membership, *, by) -> None:
    """Give up one's own role, and notify the editors of the partnership. What the person wrote and decided is kept.

    Raises PermissionDenied for the role of somebody else, and ValidationError for the partnership's last editor.
    """
    if membership.user != by:
        raise PermissionDenied("This role is not yours.")
    check_not_last_editor(membership)
    giving = Q(pk=membership.partnership_id) | Q(agencies__pk=membership.agency_id or 0)
    for partnership in Partnership.objects.filter(giving).distinct():
        notifications.notify(
            notifications.partnership_editors(partnership).exclude(pk=by.pk),
            "people/email/role_given_up",
            reverse("people", args=[partnership.slug]),
            person=by,
            role=a_role(membership),
            partnership=partnership,
        )
    membership.delete()


@transaction.atomic
def take_places(sender, user, **kwargs) -> None:
    """Give a person whose address was just confirmed the role of each open invitation to it."""
    for invitation in Invitation.objects.open().to(user.email).select_for_update(of=("self",)):
        own = invitation.role == Role.AGENCY_EDITOR
        if own and not agencies_of(invitation.partnership).filter(pk=invitation.agency_id).exists():
            continue  # the agency has left the partnership
        Membership.objects.get_or_create(
            user=user,
            role=invitation.role,
            agency=invitation.agency,
            partnership=None if own else invitation.partnership,
        )
        invitation.taken_at = timezone.now()
        invitation.save(update_fields=["taken_at"])


def agencies_of(partnership: Partnership) -> QuerySet[Agency]:
    """Return the agencies at which a partnership may give roles: those that work with no other partnership.

    Somebody who writes for an agency of several partnerships can read the requests of all of them, so only an
    administrator may give those roles.
    """
    shared = Agency.objects.annotate(number=Count("partnerships")).filter(number__gt=1).values("pk")
    return partnership.agencies.exclude(pk__in=shared)


def is_last_editor(user, partnership: Partnership) -> bool:
    """Return whether no other active account edits a partnership. Locks it, so that two cannot leave at once."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    editors = Membership.objects.filter(partnership=partnership, role=Role.PARTNERSHIP_EDITOR)
    return not editors.filter(user__is_active=True).exclude(user=user).exists()


def check_not_last_editor(membership: Membership) -> None:
    """Raise ValidationError if this is the role of a partnership's last editor."""
    edited = membership.partnership if membership.role == Role.PARTNERSHIP_EDITOR else None
    if edited and is_last_editor(membership.user, edited):
        raise ValidationError("This is the partnership’s last editor. Invite another editor first.")


def check_edits(user, partnership: Partnership) -> None:
    """Raise PermissionDenied unless the user edits the partnership."""
    if partnership.pk not in permissions_of(user).partnerships:
        raise PermissionDenied("Only an editor of the partnership can give and end its roles.")


def a_role(place: Invitation | Membership) -> str:
    """Return the role in words, with its article and its agency or partnership."""
    words = place.get_role_display().lower()
    article, preposition = "an" if words[0] in "aeiou" else "a", "of" if place.role == Role.MEMBER else "for"
    return f"{article} {words} {preposition} {place.agency or place.partnership}"

"""Invitations to a role at an agency or partnership, for people who have no account yet."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from learning.models import Agency, Partnership, Role

OPEN_FOR = timedelta(days=30)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Return the invitations that were not accepted and have not expired."""
        return self.filter(taken_at=None, invited_at__gt=timezone.now() - OPEN_FOR)

    def to(self, email: str) -> "InvitationQuerySet":
        """Return those to one address, ignoring case; addresses are stored in lower case."""
        return self.filter(email=email.lower())


class Invitation(models.Model):
    """A role that waits for the owner of an email address to register, offered by an editor of a partnership."""

    email = models.EmailField("email address")
    role = models.CharField(max_length=20, choices=Role)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.CASCADE,
        related_name="invitations",
        help_text="The partnership that sent the invitation.",
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField("accepted at", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_agency_for_its_editors",
                condition=Q(agency__isnull=False, role=Role.AGENCY_EDITOR)
                | Q(agency=None) & ~Q(role=Role.AGENCY_EDITOR),
                violation_error_message="An agency editor must have an agency. Other roles belong to the partnership.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "agency",
                "partnership",
                name="invitation_to_agency_open_once",
                condition=Q(taken_at=None, agency__isnull=False),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "partnership",
                name="invitation_to_partnership_open_once",
                condition=Q(taken_at=None, agency=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}, {self.place}"

    @property
    def place(self) -> Agency | Partnership:
        """The agency or partnership at which the invited person will have the role."""
        return self.agency or self.partnership

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.taken_at is None and self.invited_at > timezone.now() - OPEN_FOR

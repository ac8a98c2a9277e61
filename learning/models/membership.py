"""The roles of people at agencies and partnerships."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from .agency import Agency
from .partnership import Partnership


class Role(models.TextChoices):
    """The roles that a membership can have."""

    AGENCY_EDITOR = "agency-editor", "Agency editor"
    PARTNERSHIP_EDITOR = "partnership-editor", "Partnership editor"
    SCRUTINEER = "scrutineer", "Independent scrutineer"
    MEMBER = "member", "Member"


class Membership(models.Model):
    """The role of a user at one agency or one partnership, which extends what they may see."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_of_agency_or_partnership",
                condition=Q(agency__isnull=False, partnership=None, role=Role.AGENCY_EDITOR)
                | Q(agency=None, partnership__isnull=False) & ~Q(role=Role.AGENCY_EDITOR),
                violation_error_message="Choose an agency for an agency editor, or a partnership for any other role.",
            ),
            models.UniqueConstraint(fields=["user", "agency", "role"], name="membership_of_agency_once"),
            models.UniqueConstraint(fields=["user", "partnership", "role"], name="membership_of_partnership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.agency or self.partnership}"

    def clean(self) -> None:
        """Raise ValidationError for a stand-in: people work for the agency, and act for its stand-ins as well."""
        if self.agency and self.agency.stands_for_id:
            raise ValidationError({"agency": f"{self.agency.is_a_name} Choose the agency itself."})

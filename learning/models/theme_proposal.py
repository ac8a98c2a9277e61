"""Themes that editors propose, and what administrators decided about them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from learning import sight
from learning.querysets import IndexedQuerySet
from learning.utils.dates import written_out
from learning.utils.fields import LinesField

from .partnership import Partnership
from .theme import Theme, ThemeGroup

LONGEST_NOTE = 2000  # characters of a scope note, of why it is proposed, and of a reason


class ProposalState(models.TextChoices):
    """The states of a proposal. A decision is final; a declined theme can be proposed again."""

    OPEN = "open", "Awaiting decision"
    ACCEPTED = "accepted", "Accepted"
    MERGED = "merged", "Merged into another theme"
    DECLINED = "declined", "Declined"


WITH_THEME = (ProposalState.ACCEPTED, ProposalState.MERGED)


class ThemeProposalQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "ThemeProposalQuerySet":
        """Return the proposals of the partnerships whose editor a user is; administrators see all proposals."""
        found = sight.sight_of(user)
        return self if found.everything else self.filter(partnership__in=found.edited_partnerships)


class ThemeProposal(models.Model):
    """A theme that an editor proposes for a partnership. Its words stay as proposed, whatever is decided."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="theme_proposals")
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=30, choices=ThemeGroup)
    scope_note = models.TextField(max_length=LONGEST_NOTE, help_text="What belongs here, in two plain sentences.")
    aliases = LinesField(
        "other words",
        blank=True,
        default=list,
        help_text="Other words that practitioners use. Enter one on each line.",
    )
    reason = models.TextField("why it is needed", max_length=LONGEST_NOTE)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        help_text="The theme that was made of it, or that it was merged into.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField("reason for the decision", max_length=LONGEST_NOTE, blank=True)
    history = HistoricalRecords()

    objects = ThemeProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_group_known", condition=Q(group__in=ThemeGroup.values)),
            models.CheckConstraint(
                name="proposal_decision_whole",
                condition=Q(state=ProposalState.OPEN, decided_at=None, decided_by=None, theme=None, decision_reason="")
                | Q(state__in=WITH_THEME, decided_at__isnull=False, theme__isnull=False)
                | Q(state=ProposalState.DECLINED, decided_at__isnull=False, theme=None) & ~Q(decision_reason=""),
            ),
            models.UniqueConstraint(
                "partnership",
                Lower("name"),
                condition=Q(state=ProposalState.OPEN),
                name="proposal_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("theme_proposal", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.state == ProposalState.OPEN

    def check_open(self) -> None:
        """Raise ValidationError if it was decided already."""
        if not self.is_open:
            on = written_out(timezone.localdate(self.decided_at))
            state = str(self.get_state_display()).lower()
            raise ValidationError(f"This proposal was {state} on {on}, so there is no decision to make.")

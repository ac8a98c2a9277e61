"""Redactions: passages removed from the portal because they could identify someone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from learning.addresses import address_of
from learning.sight import sight_of

from .matching import FOLDING, MARK, Passage, Passages, passage_of

LONGEST_PASSAGE, LONGEST_MARK = 300, 60


class RedactionState(models.TextChoices):
    """The state of a redaction."""

    PROPOSED = "proposed", "Awaiting confirmation"
    DONE = "done", "Completed"
    REFUSED = "refused", "Rejected"


def may_propose(user) -> bool:
    """Return whether the user may propose a redaction: editors of a partnership, and administrators."""
    sight = sight_of(user)
    return sight.everything or bool(sight.edited_partnerships)


def may_decide(user) -> bool:
    """Return whether the user may confirm redactions by others: only administrators.

    A redaction applies to every review. An editor could otherwise learn whether the words occur in reviews that they
    may not see.
    """
    return sight_of(user).everything


class RedactionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RedactionQuerySet":
        """Return the redactions that this user may see: all for an administrator, their own for an editor."""
        if may_decide(user):
            return self
        return self.filter(proposed_by=user) if may_propose(user) else self.none()

    def open(self) -> "RedactionQuerySet":
        """Return those that await a decision."""
        return self.filter(state=RedactionState.PROPOSED)

    def decided(self) -> "RedactionQuerySet":
        """Return those that were confirmed or refused."""
        return self.exclude(state=RedactionState.PROPOSED)

    def done(self) -> "RedactionQuerySet":
        """Return those that were confirmed."""
        return self.filter(state=RedactionState.DONE)

    def passages(self) -> Passages:
        """Return the passages of all confirmed redactions, which are known only by their digests."""
        known = self.done().values_list("digest", "length", "exact_digest", "replacement", "folding", "letters")
        return Passages(Passage(*row) for row in known)


class Redaction(models.Model):
    """A passage that one person proposes to remove from every table, and a second person's decision.

    The passage is stored only until the decision. A keyed digest of its words is kept, so that it is not saved again.
    """

    passage = models.CharField(max_length=LONGEST_PASSAGE, blank=True)
    match_case = models.BooleanField(default=False)
    replacement = models.CharField(max_length=LONGEST_MARK, default=MARK)
    reason = models.TextField()
    state = models.CharField(max_length=20, choices=RedactionState, default=RedactionState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty once their account is removed.",
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    places = models.PositiveIntegerField(
        default=0, help_text="The number of fields that were changed, in all records."
    )
    length = models.PositiveSmallIntegerField(help_text="The number of words in the passage.")
    digest = models.CharField(max_length=64, blank=True)
    exact_digest = models.CharField(max_length=64, blank=True, help_text="Set if capital letters matter.")
    folding = models.PositiveSmallIntegerField(
        default=FOLDING, help_text="The version of the folding used for its digests."
    )
    letters = models.PositiveSmallIntegerField(
        default=0, help_text="The number of letters in the passage, from the second folding on."
    )
    cleaned_at = models.DateTimeField(
        null=True, blank=True, help_text="When the original words were cleaned from the database files."
    )

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="redaction_state_known", condition=Q(state__in=RedactionState.values)),
            models.CheckConstraint(name="redaction_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="redaction_forgets_its_passage",
                condition=Q(state=RedactionState.PROPOSED) & ~Q(passage="")
                | ~Q(state=RedactionState.PROPOSED) & Q(passage=""),
            ),
            models.CheckConstraint(
                name="redaction_refused_forgets_its_digest",
                condition=Q(state=RedactionState.REFUSED, digest="", exact_digest="")
                | ~Q(state=RedactionState.REFUSED) & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="redaction_decision_whole",
                condition=Q(state=RedactionState.PROPOSED, decided_by=None, decided_at=None)
                | ~Q(state=RedactionState.PROPOSED) & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="redaction_takes_two_people",
                condition=~Q(state=RedactionState.DONE) | ~Q(decided_by=F("proposed_by")),
                violation_error_message="Another person must confirm the redaction.",
            ),
        ]

    def __str__(self) -> str:
        return f"Redaction {self.pk}, {self.outcome.lower()}"

    def get_absolute_url(self) -> str:
        return address_of("redaction", str(self.pk))

    @property
    def outcome(self) -> str:
        """The state in words; a proposal that its own proposer took back was withdrawn, not rejected."""
        is_own = self.decided_by_id is not None and self.decided_by_id == self.proposed_by_id
        return "Withdrawn" if is_own and self.state == RedactionState.REFUSED else str(self.get_state_display())

    @property
    def is_open(self) -> bool:
        return self.state == RedactionState.PROPOSED

    @property
    def is_done(self) -> bool:
        return self.state == RedactionState.DONE

    def remember(self, passage: Passage) -> None:
        """Store the digests that identify the passage from now on."""
        self.digest, self.exact_digest = passage.digest, passage.exact_digest
        self.length, self.letters, self.folding = passage.length, passage.letters, passage.folding

    def passages(self) -> Passages:
        """Return the passage to look for: its words while they are stored, and their digests afterwards."""
        if self.passage:
            one = passage_of(self.passage, match_case=self.match_case, mark=self.replacement)
            return Passages([one], held=self.passage)
        one = Passage(self.digest, self.length, self.exact_digest, self.replacement, self.folding, self.letters)
        return Passages([one] if self.is_done else [])

"""Decisions to publish a review, to show it to more readers, or not to publish it. A second person confirms each."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from learning.addresses import address_of, is_of_the_web, of_the_web, web_link
from learning.models import Review
from learning.sight import Audience, edit_rule
from learning.utils.dates import PartialDateField, date_on, date_precision, partial_date_constraint

from .requirements import Item, Requirement, Sort

LONGEST_TEXT = 5_000  # characters of the family's wishes, how learning was shared, and notes


class Purpose(models.TextChoices):
    """What is decided."""

    PUBLISH = "publish", "Publish the review"
    WIDEN = "widen", "Show the review to more readers"
    NOT_PUBLISHED = "not-published", "Not published; learning shared"


class Ground(models.TextChoices):
    """On what ground a review is published."""

    ELSEWHERE = "elsewhere", "Published elsewhere already"
    HERE = "here", "Decided by those responsible for the review"


class State(models.TextChoices):
    """How far a decision is recorded."""

    DRAFT = "draft", "Being recorded"
    PROPOSED = "proposed", "Awaiting confirmation"
    CONFIRMED = "confirmed", "Confirmed"


class PublicationDecisionQuerySet(models.QuerySet["PublicationDecision"]):
    def open(self) -> "PublicationDecisionQuerySet":
        """Return those that are not confirmed: one for each review at most."""
        return self.exclude(state=State.CONFIRMED)

    def proposed(self) -> "PublicationDecisionQuerySet":
        """Return those that await confirmation."""
        return self.filter(state=State.PROPOSED)

    def to_confirm(self, user) -> "PublicationDecisionQuerySet":
        """Return those that the user may confirm: sent by somebody else, for a review that the user edits."""
        reviews = Review.objects.visible_to(user).filter(edit_rule(user))
        return self.proposed().exclude(proposed_by=user).filter(review__in=reviews)

    def confirmed(self) -> "PublicationDecisionQuerySet":
        """Return those that were confirmed, newest first."""
        return self.filter(state=State.CONFIRMED).order_by("-confirmed_at", "-pk")


class PublicationDecision(models.Model):
    """One decision, as those who took it recorded it elsewhere. Once it is confirmed, it is kept and never changed.

    Only editors of the review and administrators see it. Readers see who decided, and when (`reading.py`).
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="publication_decisions")
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.PUBLISH)
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="Raised by each change.")
    audience = models.CharField(max_length=20, choices=Audience)
    audience_reason = models.CharField("why only they may read it", max_length=300, blank=True)

    address = models.URLField("web address", max_length=500, blank=True, validators=[of_the_web])
    published_on = date_on("date published there")
    published_precision = date_precision("date published there")
    published = PartialDateField()

    deciding_body = models.CharField("who decided", max_length=200, blank=True)
    decided_on = models.DateField("date of the decision", null=True, blank=True)
    minute = models.CharField("reference of the minute", max_length=200, blank=True)
    items = models.JSONField(default=list, blank=True, help_text="Agreements, notices and checks: see `Item`.")
    family_told_on = models.DateField("date the family were told", null=True, blank=True)
    family_wishes = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    family_pseudonym = models.CharField("pseudonym that the family chose", max_length=200, blank=True)
    family_reason = models.CharField("why the family were not told", max_length=500, blank=True)
    learning_shared = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_as = models.CharField(
        max_length=300, blank=True, help_text="Their role. Kept if their account is removed."
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_as = models.CharField(
        max_length=300, blank=True, help_text="Their role. Kept if their account is removed."
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    returned_as = models.CharField(
        max_length=300, blank=True, help_text="Their role. Kept if their account is removed."
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    return_note = models.TextField("what to change", blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    started_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    objects = PublicationDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["review", "-started_at", "-pk"]
        verbose_name = "decision to publish"
        verbose_name_plural = "decisions to publish"
        constraints = [
            models.UniqueConstraint(
                fields=["review"], name="publication_decision_open_once", condition=~Q(state=State.CONFIRMED)
            ),
            models.CheckConstraint(name="publication_purpose_known", condition=Q(purpose__in=Purpose.values)),
            models.CheckConstraint(name="publication_ground_known", condition=Q(ground__in=["", *Ground.values])),
            models.CheckConstraint(name="publication_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="publication_audience_known", condition=Q(audience__in=Audience.values)),
            models.CheckConstraint(
                name="publication_ground_when_sent",
                condition=Q(state=State.DRAFT) | Q(purpose=Purpose.NOT_PUBLISHED) | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="publication_confirmed_by_second_person",
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="publication_state_has_its_times",
                condition=Q(state=State.DRAFT, confirmed_at=None)
                | Q(state=State.PROPOSED, proposed_at__isnull=False, confirmed_at=None)
                | Q(state=State.CONFIRMED, proposed_at__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_address_is_of_the_web", condition=Q(address="") | is_of_the_web("address")
            ),
            partial_date_constraint("publication", "published"),
        ]

    def __str__(self) -> str:
        return f"{self.review.code}: {self.get_purpose_display()}"

    def get_absolute_url(self) -> str:
        """Return an address for emails: unlike that of the review, it says nothing about the case."""
        return address_of("decision", self.pk)

    @property
    def is_proposed(self) -> bool:
        return self.state == State.PROPOSED

    @property
    def widens(self) -> bool:
        """Whether it shows a published review to more readers."""
        return self.purpose == Purpose.WIDEN

    @property
    def publishes(self) -> bool:
        """Whether more people can read the review once it is confirmed."""
        return self.purpose != Purpose.NOT_PUBLISHED

    @property
    def link(self) -> str:
        """The web address to link to, or ""."""
        return web_link(self.address)

    @property
    def recorded(self) -> list[Item]:
        """Its agreements, notices and checks."""
        return [Item.of(one) for one in self.items if isinstance(one, dict) and one.get("sort") in Sort]

    def item_of(self, requirement: Requirement) -> Item:
        """Return what is recorded on a requirement; an empty item if nothing is."""
        found = (one for one in self.recorded if one.requirement.key == requirement.key)
        return next(found, Item(requirement))


def open_decision(review: Review) -> PublicationDecision | None:
    """Return the decision on a review that is not confirmed yet, if there is one."""
    return PublicationDecision.objects.open().filter(review=review).first()


def has_confirmed_decision(review: Review) -> bool:
    """Return whether a decision on a review was confirmed, which is kept with the review."""
    return PublicationDecision.objects.filter(review=review, state=State.CONFIRMED).exists()


def values_of(decision: PublicationDecision) -> dict[str, Any]:
    """Return the values that people enter, by field."""
    return {name: getattr(decision, name) for name in ENTERED}


ENTERED = (
    "audience", "audience_reason", "address", "published_on", "published_precision", "deciding_body", "decided_on",
    "minute", "family_told_on", "family_wishes", "family_pseudonym", "family_reason", "learning_shared",
)  # fmt: skip

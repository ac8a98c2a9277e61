"""Case reviews, and their former addresses."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from learning import sight
from learning.addresses import address_of
from learning.hidden import in_shown_review
from learning.querysets import IndexedQuerySet
from learning.sight import Audience, Status
from learning.utils.dates import PartialDateField, date_on, date_precision, partial_date_constraint

from .agency import Agency
from .fast_from_db import FastFromDb
from .partnership import Partnership, called
from .review_kind import About, ReviewKind
from .theme import Theme
from .unique_errors import UniqueErrorsMixin


class Outcome(models.TextChoices):
    """The outcome of the harm, as stated in the documents."""

    NOT_STATED = "", "Not stated"
    DEATH = "death", "Death"
    SERIOUS_HARM = "serious-harm", "Serious harm"
    BOTH = "death-and-serious-harm", "Death and serious harm"


NEVER_PUBLIC = [Status.DRAFT, Status.IN_REVIEW]  # states of a review that was not yet published, or is taken back


class ReviewQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "ReviewQuerySet":
        """Return the reviews that this user may read."""
        return self.filter(sight.review_rule(user))

    def editable_by(self, user) -> "ReviewQuerySet":
        """Return the reviews that this user may edit, which are among those that the user may read."""
        return self.filter(sight.edit_rule(user), in_shown_review())

    def hidden_from(self, user) -> "ReviewQuerySet":
        """Return the hidden reviews that this user could otherwise read, who may be told that they are checked."""
        return self.filter(sight.permitted_rule(user), ~in_shown_review())

    def withdrawn_for(self, user) -> "ReviewQuerySet":
        """Return the withdrawn reviews whose audience includes the user, who may be told that they are withdrawn."""
        return self.filter(sight.audience_rule(user), status=Status.WITHDRAWN)

    def ever_public(self) -> "ReviewQuerySet":
        """Return those that may have been published at any time; those of unknown history are among them."""
        history = Review.history.filter(id=OuterRef("pk"))
        return self.filter(
            ~Q(status__in=NEVER_PUBLIC)
            | ~Exists(history.filter(history_type="+"))
            | Exists(history.exclude(status__in=NEVER_PUBLIC))
        )

    def with_year(self) -> "ReviewQuerySet":
        """Add `learnt_on`, for `learnt_year`: the date of publication, or else that of the first document."""
        documents = apps.get_model("learning.SourceDocument").readers
        first = documents.filter(review=OuterRef("pk"), published_on__isnull=False).order_by("published_on")
        return self.annotate(learnt_on=Coalesce("published_on", Subquery(first.values("published_on")[:1])))

    def years(self) -> set[int | None]:
        """Return the years, including None if some reviews are undated."""
        days = self.with_year().order_by().values_list("learnt_on", flat=True).distinct()
        return {day.year if day else None for day in days}

    def newest_first(self) -> "ReviewQuerySet":
        """Order by `learnt_on`, newest first and undated reviews last."""
        return self.with_year().order_by(F("learnt_on").desc(nulls_last=True), "code")


class ReviewManager(models.Manager.from_queryset(ReviewQuerySet)):
    def get_by_natural_key(self, code: str) -> "Review":
        return self.get(code=code)


class Review(UniqueErrorsMixin, FastFromDb):
    """One case review, which may be published in several documents."""

    code = models.CharField(
        "reference",
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^R\d{4,}$", "Enter R and at least four digits, such as R0003.")],
        help_text="Neutral and permanent. Do not include a name or pseudonym.",
    )
    slug = models.SlugField(
        max_length=120, unique=True, help_text="Do not include a pseudonym if the review is restricted."
    )
    title = models.CharField(max_length=200)
    kinds = models.ManyToManyField(ReviewKind, related_name="reviews", verbose_name="kinds of review")
    is_thematic = models.BooleanField("thematic", default=False)
    subject = models.CharField(max_length=100, blank=True, help_text="The pseudonym used in the document.")
    partnerships = models.ManyToManyField(Partnership, blank=True, related_name="reviews")
    partnership_as_named = models.CharField(
        max_length=200, blank=True, help_text="As worded in the document, even if the partnership is not in our list."
    )

    commissioned_on = date_on("date commissioned")
    commissioned_precision = date_precision("date commissioned")
    incident_on = date_on("date of incident")
    incident_precision = date_precision("date of incident")
    published_on = date_on("date published")
    published_precision = date_precision("date published")
    commissioned = PartialDateField()
    incident = PartialDateField()
    published = PartialDateField()

    children = models.CharField(max_length=200, blank=True, help_text="Who was harmed, in the document’s own words.")
    harm = models.CharField(max_length=200, blank=True, help_text="In the document’s own terms.")
    outcome = models.CharField(max_length=30, choices=Outcome, blank=True)
    reviewer = models.CharField(max_length=200, blank=True)
    content_note = models.CharField(
        max_length=300, blank=True, help_text="What readers may find distressing, in one plain sentence."
    )
    curator_note = models.TextField(blank=True, help_text="Shown as an editor’s note, not as part of the document.")

    themes = models.ManyToManyField(Theme, blank=True, related_name="reviews")
    agencies = models.ManyToManyField(Agency, through="AgencyInvolved", related_name="reviews")

    audience = models.CharField(max_length=20, choices=Audience, default=Audience.PARTNERSHIP)
    audience_reason = models.CharField(
        max_length=300, blank=True, help_text="Why it is restricted, and until when, in the document’s terms."
    )
    sharing_statement = models.TextField(
        blank=True,
        help_text="What the document itself says about sharing it, word for word. Shown instead of our wording.",
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    added_on = models.DateField(help_text="The date it was added to this portal.")
    references_used = models.PositiveIntegerField(
        default=0, editable=False, help_text="The last running number given to one of its statements."
    )
    history = HistoricalRecords(
        m2m_fields=[kinds, partnerships, themes], history_change_reason_field=models.TextField(null=True)
    )

    objects = ReviewManager()
    learnt_on: date | None  # set by with_year()

    class Meta:
        ordering = ["code"]
        permissions = [
            ("see_professionals", "Can see reviews for professionals only"),
            ("see_everything", "Can see every review, draft or restricted"),
        ]
        constraints = [
            models.CheckConstraint(name="review_audience_known", condition=Q(audience__in=Audience.values)),
            models.CheckConstraint(name="review_status_known", condition=Q(status__in=Status.values)),
            partial_date_constraint("review", "commissioned"),
            partial_date_constraint("review", "incident"),
            partial_date_constraint("review", "published"),
        ]
        indexes = [models.Index(fields=["status", "audience"], name="review_sight")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args, **kwargs) -> None:
        """Save, and redirect the previous address if the slug has changed.

        The number of references used never decreases, even if this instance was read long ago.
        """
        with transaction.atomic():
            # Do not lock the key: a transaction that adds a theme holds the index and would wait for it, a deadlock.
            locked = Review.objects.select_for_update(no_key=True)
            before = locked.filter(pk=self.pk).first() if self.pk else None
            if before:
                self.references_used = max(self.references_used, before.references_used)
            super().save(*args, **kwargs)
            saved = kwargs.get("update_fields")
            has_moved = before and before.slug != self.slug and (saved is None or "slug" in saved)
            if before and has_moved and before.was_ever_public:
                OldAddress.objects.update_or_create(slug=before.slug, defaults={"review": self})

    def get_absolute_url(self) -> str:
        return address_of("review", self.slug)

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def clean(self) -> None:
        """Raise ValidationError if the slug was formerly that of another review."""
        old = OldAddress.objects.filter(slug=self.slug).exclude(review=self.pk).select_related("review").first()
        if old:
            said = f"“{old.review}” used to have this address, and old links lead there. Choose another slug."
            instead = f"To use it here, first delete “{old.slug}” from the old addresses on that review’s page."
            raise ValidationError({"slug": f"{said} {instead}"})

    @property
    def was_ever_public(self) -> bool:
        """Return whether it may ever have been published: False only if it never was in its whole history."""
        return self.status not in NEVER_PUBLIC or Review.objects.filter(pk=self.pk).ever_public().exists()

    @property
    def documents(self) -> Any:
        """The manager of its documents without those that readers do not see yet, which `all_documents` has, too."""
        return self.all_documents(manager="readers")

    @property
    def kind_names(self) -> str:
        """The names of its kinds, in the order of the vocabulary."""
        return ", ".join(kind.name for kind in self.kinds.all())

    @property
    def is_about(self) -> set[About]:
        """Who it is about, according to its kinds: children, adults or both; both if no kind is recorded."""
        about = {About(kind.about) for kind in self.kinds.all()} or {About.EITHER}
        return {About.CHILDREN, About.ADULTS} if About.EITHER in about else about

    @property
    def owner_called(self) -> str:
        """What its partnerships are called, such as "board"; "partnership" if none is recorded."""
        return called(self.partnerships.all())

    @property
    def place(self) -> str:
        """The areas of its partnerships or, if none is recorded, the name in the document."""
        return ", ".join(p.area or p.name for p in self.partnerships.all()) or self.partnership_as_named

    @property
    def learnt_year(self) -> int | None:
        """The year of `learnt_on`, which `with_year()` adds; None if the review is undated."""
        return self.learnt_on.year if self.learnt_on else None

    def year_learnt(self, documents: Iterable[date | None]) -> int | None:
        """Return the same as `learnt_year`, from dates of documents that were fetched already."""
        learnt_on = self.published_on or min(filter(None, documents), default=None)
        return learnt_on.year if learnt_on else None

    @property
    def is_restricted(self) -> bool:
        return self.audience != Audience.PUBLIC

    @property
    def sharing(self) -> str:
        """The portal's statement on sharing, if the document has none."""
        return sight.SHARING.get(Audience(self.audience), "")

    @property
    def mark(self) -> str:
        """The audience mark for printed pages and exports; "" if it is published for everyone."""
        audience = str(self.get_audience_display()) if self.is_restricted else ""
        status = "" if self.status == Status.PUBLISHED else "Not published"
        return ", ".join(filter(None, [audience, status]))

    def next_reference(self) -> str:
        """Return a new permanent reference, such as "R0003-14". No reference is ever used twice."""
        (reference,) = self.next_references(1)
        return reference

    def next_references(self, count: int) -> list[str]:
        """Return so many new permanent references, in order."""
        with transaction.atomic():
            # Without the search index, which does not depend on this number.
            Review._base_manager.filter(pk=self.pk).update(references_used=F("references_used") + count)
            self.refresh_from_db(fields=["references_used"])
        last = self.references_used
        return [f"{self.code}-{number}" for number in range(last - count + 1, last + 1)]


class OldAddressManager(models.Manager.from_queryset(IndexedQuerySet)):
    def get_by_natural_key(self, slug: str):
        return self.get(slug=slug)


class OldAddress(models.Model):
    """A former slug of a review, whose URL redirects to the review permanently."""

    slug = models.SlugField(max_length=120, unique=True)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="old_addresses")

    objects = OldAddressManager()

    class Meta:
        verbose_name_plural = "old addresses"

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

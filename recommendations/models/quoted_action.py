"""Actions of a published action plan, quoted as printed. Actions that are kept in the portal are something else."""

from datetime import date
from typing import ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from learning.models.sourced import Sourced, SourcedManager
from learning.querysets import OfReviewQuerySet
from learning.utils.fields import HeadedTextsField, LanguageField
from learning.utils.text import beginning, has_words, needs_lines
from recommendations.plans.due_dates import date_in

from .recommendation import Recommendation


class PlanCell(NamedTuple):
    """A cell of an action plan beside the words of the action."""

    column: str  # "lead", "due" and so on; "" for a further column
    heading: str  # ours for a column with a name, else as printed
    text: str  # as printed
    on: date | None = None  # the date that the words state, if they state one

    @property
    def is_long(self) -> bool:
        """Whether it needs lines of its own, and cannot stand beside other cells."""
        return needs_lines(self.text)


# The columns that nearly every plan has, with the headings that the portal gives them.
COLUMNS = {
    "lead": "Lead",
    "due": "Due",
    "status": "Status",
    "progress": "Progress",
    "evidence": "Evidence",
    "outcome": "Outcome",
}
MOST_COLUMNS, LONGEST_HEADING, LONGEST_CELL = 30, 200, 20_000


def check_columns(value: object) -> None:
    """Raise ValidationError unless these are further columns: a list of pairs of a heading and a text."""
    if not isinstance(value, list) or not all(map(is_column, value)):
        raise ValidationError("Enter each of the other columns as a heading and a text.")
    if len(value) > MOST_COLUMNS:
        raise ValidationError(f"Enter {MOST_COLUMNS} other columns or fewer. There are {len(value)} now.")
    for heading, text in value:
        if len(heading) > LONGEST_HEADING:
            raise ValidationError(
                f"Shorten the heading that begins with “{heading[:40]}” to {LONGEST_HEADING} characters or fewer."
            )
        if len(text) > LONGEST_CELL:
            raise ValidationError(
                f"Shorten the text under “{heading}” to {LONGEST_CELL:,} characters. It has {len(text):,} now."
            )


def is_column(value: object) -> bool:
    """Return whether a value is a further column: a heading and a text, each with visible characters."""
    is_pair = isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(one, str) for one in value)
    return is_pair and all(map(has_words, value))  # type: ignore[call-overload]


class QuotedActionQuerySet(OfReviewQuerySet):
    def visible_to(self, user) -> "QuotedActionQuerySet":
        """Return the actions of visible reviews in documents of the same review."""
        return super().visible_to(user).in_own_review()  # type: ignore[attr-defined]

    def in_own_review(self) -> "QuotedActionQuerySet":
        """Leave out actions whose document was moved to another review, whose readers may be others."""
        return self.filter(document__review=F("review"))


class QuotedActionManager(SourcedManager.from_queryset(QuotedActionQuerySet)):
    """A manager of quoted actions by their place in a document, with the rule of sight."""


class QuotedAction(Sourced):
    """One action of a published plan, under its recommendation or, if the plan names none, under its review.

    The words are those of the plan: a due date that does not exist stays as printed, and labels may repeat or be
    missing. A trigger in the database refuses changes and deletions once the review has been published
    (`triggers/quoted_actions.py`).
    """

    hidden_with: ClassVar = {"recommendation__reference": "reference"}

    heading = subheading = is_key = None  # type: ignore[assignment]  # a plan is a table, without chapters

    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quoted_actions",
        help_text="Leave blank if the plan names no recommendation: the action is then shown under its review.",
    )
    label = models.CharField(
        "number or label",
        max_length=20,
        blank=True,
        help_text="As printed, such as 3.1. Leave blank if the plan prints none. It may occur more than once.",
    )
    text = models.TextField("action", help_text="The words of the action, as printed.")
    lead = models.TextField(blank=True, help_text="As printed, such as “Head of Safeguarding”.")
    due = models.TextField(
        blank=True, help_text="As printed, even if it is not a date (“ongoing”) or the date does not exist."
    )
    status = models.TextField(blank=True, help_text="As printed, such as “Complete” or “Green”.")
    progress = models.TextField(blank=True, help_text="As printed.")
    evidence = models.TextField(blank=True, help_text="As printed.")
    outcome = models.TextField(blank=True, help_text="As printed.")
    further_columns = HeadedTextsField(
        default=list,
        blank=True,
        validators=[check_columns],
        help_text="Other columns that the plan prints, such as “Milestones” or “RAG”. For each, type “# ” and its "
        "heading as printed on one line, then its text on the lines below.",
    )
    language = LanguageField()
    history = HistoricalRecords()

    objects = QuotedActionManager()

    class Meta(Sourced.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="quoted_action_place_once"),
            models.CheckConstraint(name="quoted_action_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {beginning(self.text, 60)}"

    def natural_key(self) -> tuple[str, int]:
        return (self.document.slug, self.position)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "learning.sourcedocument",
        "recommendations.recommendation",
    ]

    def clean(self) -> None:
        """Raise ValidationError if it has no words, or if its document or recommendation is of another review."""
        super().clean()
        if not has_words(self.text):
            raise ValidationError({"text": "Enter the words of the action."})
        if self.recommendation and self.review_id and self.recommendation.review_id != self.review_id:
            raise ValidationError(
                {
                    "recommendation": "This recommendation belongs to another review. Choose a recommendation of the "
                    "same review."
                }
            )

    @property
    def above(self) -> Recommendation | None:
        """The recommendation that it is shown under; None also if that was moved to another review."""
        found = self.recommendation
        return found if found and found.review_id == self.review_id else None

    @property
    def name(self) -> str:
        """What it is called where it is named, such as "Action 3.1"."""
        return f"Action {self.label}" if self.label else "Action"

    @property
    def due_on(self) -> date | None:
        """The date that the words under `due` state, or None. It has no column, so it cannot differ from them."""
        return date_in(self.due)

    @property
    def cells(self) -> list[PlanCell]:
        """What the plan prints beside its words. A cell without words is left out."""
        named = [
            PlanCell(column, heading, text, self.due_on if column == "due" else None)
            for column, heading in COLUMNS.items()
            if (text := getattr(self, column))
        ]
        return named + [PlanCell("", heading, text) for heading, text in filter(is_column, self.further_columns)]

    @property
    def anchor(self) -> str:
        """Its anchor on the page that shows it."""
        return f"action-{self.document.position}-{self.position}"

    def get_absolute_url(self) -> str:
        """Return its place on the page of its recommendation or, without one, of its review."""
        return f"{(self.above or self.review).get_absolute_url()}#{self.anchor}"

"""Forms in which an editor types responses and actions that a published document contains."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Field, Q, QuerySet

from learning.forms import NamedErrors
from learning.models import Agency, Review, SourceDocument
from learning.sight import sight_of
from learning.utils.fields import CleanTextField, HeadedTextsFormField, Language, LongTextField
from learning.utils.text import beginning
from recommendations.form_fields import WordsField
from recommendations.joint_forms import MOST_ROWS, ROWS, SHOWN, JointForm, PairForm
from recommendations.models import QuotedAction, Recommendation, ResponseVersion
from recommendations.models.draft import LONGEST_REASON
from recommendations.models.quoted_action import COLUMNS, LONGEST_CELL, check_columns

DETAILS = ("acceptance_reason", "progress_reason", "new_date", "completed_on")


# --- Responses -------------------------------------------------------------------------------------------------------


class QuotationForm(JointForm):
    """The words of a response, and where they are."""


class CorrectionForm(QuotationForm):
    """The right words of a response, and why they differ from those that are published."""

    reason = CleanTextField(
        label="Why are you correcting it?",
        help_text="For example, “A line was left out”. Only staff see this.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter why you are correcting the response."},
    )


class QuotedPairForm(PairForm):
    """One agency and one recommendation, and what the document says of them."""

    named_as = CleanTextField(
        label="Name of the agency as printed in the document, if different",
        max_length=200,
        required=False,
    )

    def name_of(self, agency: Agency) -> str:
        """Return the name of an agency for those who work on its responses."""
        return agency.staff_name

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields that few documents answer."""
        return [self[name] for name in (*DETAILS, "named_as")]


QuotedPairFormSet = forms.formset_factory(QuotedPairForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
MorePairsFormSet = forms.formset_factory(QuotedPairForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def agencies_for(user, review: Review, recommendations: Iterable[Recommendation]) -> QuerySet[Agency]:
    """Return the agencies whose responses an editor may record: their own, those of the review, and readable ones.

    A generic name of the review comes instead of the agency that it stands for.
    """
    readable = Q(pk__in=Agency.objects.visible_to(user).values("pk"))
    own = Q(
        partnerships__in=sight_of(user).edited_partnerships | set(review.partnerships.values_list("pk", flat=True))
    )
    named = Q(recommendations__in=recommendations) | Q(stands_for_in=review)
    found = Agency.objects.current().filter(readable | own | named)
    generic = review.stand_ins.filter(merged_into=None).values("stands_for")
    others = Q(stands_for__isnull=False) & ~Q(stands_for_in=review)
    return found.exclude(pk__in=generic).exclude(others).select_related("stands_for").distinct().order_by("name", "pk")


def rows_of(versions: Iterable[ResponseVersion]) -> list[dict[str, Any]]:
    """Return what the rows of the form show for these versions: one for each, or for each part that it answers."""
    rows = []
    for version in versions:
        response = version.response
        said = {name: getattr(version, name) for name in ("acceptance", "progress", *DETAILS)}
        said |= {"agency": response.agency.stands_as, "named_as": response.named_as}
        key = str(response.recommendation_id)
        places = [f"{key}.{part.position}" for part in version.answered_parts] or [key]
        rows += [said | {"recommendation": place} for place in places]
    return rows


def names_printed(rows: Iterable[dict[str, Any]]) -> dict[tuple[int, int], str]:
    """Return the names of agencies as printed, by recommendation and agency."""
    found: dict[tuple[int, int], str] = {}
    for row in rows:
        if row.get("recommendation") and row.get("agency") and row.get("named_as"):
            found[int(row["recommendation"].partition(".")[0]), row["agency"].pk] = row["named_as"]
    return found


class WithdrawalForm(NamedErrors, forms.Form):
    """Withdraw a quoted response."""

    reason = WordsField(
        label="Why are you withdrawing it?",
        help_text="Only staff see this.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you are withdrawing the response."},
    )


# --- Actions ---------------------------------------------------------------------------------------------------------


def column(name: str) -> LongTextField:
    """Return the field for a column of a plan."""
    help_text = str(cast(Field, QuotedAction._meta.get_field(name)).help_text)
    return LongTextField(
        label=f"{COLUMNS[name]} (optional)",
        help_text=help_text,
        max_length=LONGEST_CELL,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ActionForm(NamedErrors, forms.Form):
    """An action of a published plan, as printed."""

    document = forms.ModelChoiceField(
        SourceDocument.objects.none(),
        label="Which document is the plan in?",
        empty_label=None,
        error_messages={"required": "Select the document."},
    )
    recommendation = forms.ModelChoiceField(
        Recommendation.objects.none(),
        label="Which recommendation does the action belong to?",
        empty_label="The plan does not name a recommendation",
        required=False,
    )
    label = CleanTextField(
        label="Number or label (optional)", help_text="As printed, such as 3.1.", max_length=20, required=False
    )
    text = LongTextField(
        label="Action",
        help_text="Copy the words exactly.",
        max_length=LONGEST_CELL,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the words of the action."},
    )
    lead, due, status = column("lead"), column("due"), column("status")
    progress, evidence, outcome = column("progress"), column("evidence"), column("outcome")
    further_columns = HeadedTextsFormField(
        label="Other columns (optional)",
        help_text="For each, type “# ” and its heading as printed on one line, then its text on the lines below.",
        required=False,
        validators=[check_columns],
    )
    place = CleanTextField(
        label="Where is it in the document? (optional)",
        help_text="For example, page 12.",
        max_length=60,
        required=False,
    )
    language = forms.ChoiceField(
        label="Language", choices=[("", "Same as the document"), *Language.choices], required=False
    )
    source_defect = CleanTextField(
        label="Fault in our copy of the text that you have corrected (optional)",
        help_text="For example, a missing tick or a broken line. Never change the document’s wording.",
        max_length=300,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
    opened = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, review: Review, **kwargs) -> None:
        """`review` is the review that the plan belongs to."""
        super().__init__(*args, **kwargs)
        documents: Any = self.fields["document"]
        documents.queryset = review.documents.order_by("position")
        recommendation: Any = self.fields["recommendation"]
        recommendation.queryset = review.recommendations.order_by("document__position", "position")
        recommendation.label_from_instance = in_a_choice


class ChangeActionForm(ActionForm):
    """Correct an action, which stays in its document."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["document"]


def in_a_choice(recommendation: Recommendation) -> str:
    """Return how a recommendation is named in a choice."""
    stem = beginning(recommendation.stem, SHOWN)
    return f"{recommendation.label}: {stem}" if stem else recommendation.label

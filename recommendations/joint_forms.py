"""The form in which a partnership's editor records a joint response, with a row for each agency and recommendation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from learning.forms import NamedErrors
from learning.models import Agency, Review, SourceDocument
from learning.utils.fields import CleanTextField, Language
from learning.utils.text import beginning

from .actions.joint import Pair
from .form_fields import WordsField, date_field
from .forms import PublishForm, ReturnForm, WithdrawForm
from .models import Acceptance, Progress, Recommendation, RecommendationPart
from .models.draft import LONGEST, LONGEST_REASON

ROWS = 3  # empty rows that are offered
MOST_ROWS = 120
SHOWN = 70  # characters of a recommendation in its choice
FIELDS = ("acceptance", "acceptance_reason", "progress", "progress_reason", "new_date", "completed_on")


class JointForm(NamedErrors, forms.Form):
    """The words of a joint response, and where they are."""

    document = forms.ModelChoiceField(
        SourceDocument.objects.none(),
        label="Which document is the response in?",
        empty_label=None,
        error_messages={"required": "Select the document."},
    )
    place = CleanTextField(
        label="Where is it in the document? (optional)",
        help_text="For example, page 12.",
        max_length=60,
        required=False,
    )
    language = forms.ChoiceField(
        label="Language",
        choices=[("", "Same as the document"), *Language.choices],
        required=False,
    )
    text = WordsField(
        label="Text of the response",
        help_text="Copy the text word for word. Separate paragraphs with an empty line. "
        "Do not include anything that could identify a child, adult, relative or member of staff.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Enter the text exactly as it is in the document."},
    )

    def __init__(self, *args, review: Review, **kwargs) -> None:
        """`review` is the review that the document belongs to."""
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = review.documents.order_by("position")  # type: ignore[attr-defined]


class JointReturnForm(ReturnForm):
    """Return a joint response to the editor who recorded it, with a reason."""

    comment = WordsField(
        label="What should be changed?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what should be changed."},
    )


class PairForm(NamedErrors, forms.Form):
    """One agency and one recommendation, or a part of it, and what the document says of them."""

    recommendation = forms.ChoiceField(label="Recommendation", required=False)
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Agency", required=False)
    acceptance = forms.ChoiceField(label="Acceptance", choices=Acceptance.choices, required=False)
    acceptance_reason = WordsField(
        label="If not accepted, or accepted only in part, why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    progress = forms.ChoiceField(label="Progress", choices=Progress.choices, required=False)
    progress_reason = WordsField(
        label="If delayed, why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    new_date = date_field("If delayed, new due date", name="new due date")
    completed_on = date_field("If completed, date completed", name="date completed")

    def __init__(self, *args, choices, agencies, **kwargs) -> None:
        """`choices` are the recommendations and parts, `agencies` those that can be selected, read for all rows."""
        super().__init__(*args, **kwargs)
        self.fields["recommendation"].choices = choices  # type: ignore[attr-defined]
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])
        agency.choices = [("", "Select"), *((one.pk, self.name_of(one)) for one in agencies)]

    def name_of(self, agency: Agency) -> str:
        """Return the name of an agency in the choice."""
        return agency.name

    @property
    def number(self) -> int:
        """Its number as the page shows it."""
        return int(str(self.prefix).rpartition("-")[2]) + 1

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields that few documents answer."""
        return [self[name] for name in ("acceptance_reason", "progress_reason", "new_date", "completed_on")]

    @property
    def is_detailed(self) -> bool:
        """Whether any of these fields is filled in or wrong."""
        return any(bound.value() or bound.errors for bound in self.details)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if bool(cleaned.get("recommendation")) != bool(cleaned.get("agency")):
            missing = "agency" if cleaned.get("recommendation") else "recommendation"
            if missing not in self.errors:
                self.add_error(missing, f"Select the {missing}, or clear this row.")
        reason_needed = cleaned.get("acceptance") == Acceptance.NOT_ACCEPTED
        if reason_needed and not cleaned.get("acceptance_reason"):
            self.add_error("acceptance_reason", "Enter why it is not accepted.")
        if cleaned.get("progress") == Progress.DELAYED:
            if not cleaned.get("progress_reason"):
                self.add_error("progress_reason", "Enter why it is delayed.")
            if not (cleaned.get("new_date") or "new_date" in self.errors):
                self.add_error("new_date", "Enter the new due date.")
        if cleaned.get("progress") == Progress.COMPLETED and not (
            cleaned.get("completed_on") or "completed_on" in self.errors
        ):
            self.add_error("completed_on", "Enter the date completed.")
        return cleaned


DECISIONS: dict[str, type[forms.Form]] = {"publish": PublishForm, "return": JointReturnForm, "withdraw": WithdrawForm}
PairFormSet = forms.formset_factory(PairForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def made_form(name: str, data=None) -> forms.Form:
    """Return one of the forms of a decision; its fields have ids that are unique on the page."""
    return DECISIONS[name](data, auto_id=f"id_{name}_%s")


def choices_of(recommendations: Iterable[Recommendation]) -> list[tuple[str, str]]:
    """Return the choices of a row: each recommendation, followed by its parts."""
    found = [("", "Select")]
    for one in recommendations:
        found.append((str(one.pk), f"{one.label}: {beginning(one.stem, SHOWN)}" if one.stem else one.label))
        found += [
            (f"{one.pk}.{position}", f"{one.label}, part {label} only") for position, label in one.part_labels.items()
        ]
    return found


def pairs_of(rows: Iterable[dict[str, Any]], recommendations: Iterable[Recommendation]) -> list[Pair]:
    """Return the pairs of these rows. Rows with parts of the same recommendation are one pair.

    Raises ValidationError if such rows say different things.
    """
    known = {str(one.pk): one for one in recommendations}
    found: list[Pair] = []
    with_parts: dict[tuple[str, int], tuple[dict[str, Any], list[RecommendationPart]]] = {}
    for row in rows:
        if not row.get("recommendation"):
            continue
        key, _, position = row["recommendation"].partition(".")
        said = {name: row[name] for name in FIELDS if row.get(name)}
        parts: list[RecommendationPart] = []
        if position:
            first, parts = with_parts.setdefault((key, row["agency"].pk), (said, []))
            parts.append(next(part for part in known[key].parts.all() if part.position == int(position)))
            if first != said:
                raise ValidationError(
                    f"{row['agency']} on {known[key].label_in_sentence}: enter the same details for all of its parts."
                )
            if len(parts) > 1:
                continue
        found.append(Pair(known[key], row["agency"], parts, said))
    return found

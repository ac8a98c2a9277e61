"""The forms of the workspace, for agencies, partnerships and scrutineers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.forms import NamedErrors
from learning.models import Agency
from learning.utils.fields import CleanTextField
from learning.utils.uploads import LARGEST

from .form_fields import MOST_FILES, FilesField, PartsField, WordsField, date_field
from .models import (
    Acceptance,
    Assurance,
    ChaseStage,
    EvidenceShows,
    Judgement,
    Progress,
    RecommendationPart,
    ResponseDraft,
)
from .models.comment import LONGEST_COMMENT
from .models.draft import LONGEST_DRAFT, LONGEST_REASON
from .uploads import TAKEN


class DraftForm(NamedErrors, forms.ModelForm):
    """The draft of an agency's response. Any field may be empty until it is submitted."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    late = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # The limit is higher than that of a submitted response: a longer text is saved, but cannot be submitted.
    text = WordsField(
        max_length=LONGEST_DRAFT,
        label="What has your agency done, and what has changed for children or adults?",
        help_text="Say what was done and when, how you know that it works, and what is still to do. "
        "Your text will be published word for word. "
        "Do not include anything that could identify a child, adult, relative or member of staff.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    parts = PartsField(
        RecommendationPart.objects.none(),
        label="Which parts does your response cover?",
        help_text="Leave all unticked if it covers the whole recommendation.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # The style sheet detects an empty field by its placeholder, and hides it until its question applies.
    acceptance_reason = WordsField(
        label="If not accepted, or accepted only in part, why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": " "}),
    )
    progress_reason = WordsField(
        label="If delayed, why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": " "}),
    )
    acceptance = forms.ChoiceField(
        label="Does your agency accept the recommendation?",
        choices=[(value, label) for value, label in Acceptance.choices if value != Acceptance.NOT_STATED],
        widget=forms.RadioSelect,
        required=False,
    )
    progress = forms.ChoiceField(
        label="What progress has been made?",
        choices=[(value, label) for value, label in Progress.choices if value != Progress.NOT_STATED],
        widget=forms.RadioSelect,
        required=False,
    )
    new_date = date_field("If delayed, new due date", name="new due date")
    completed_on = date_field("If completed, date completed", name="date completed")
    signed_off_on = date_field("Date signed off", name="date signed off")

    class Meta:
        model = ResponseDraft
        fields = [
            "text", "parts", "acceptance", "acceptance_reason", "progress", "progress_reason", "new_date",
            "completed_on", "signed_off_by", "signed_off_on",
        ]  # fmt: skip
        labels = {
            "signed_off_by": "Who signed this off for your agency?",
        }
        help_texts = {
            "signed_off_by": "Enter a role, such as Director of Nursing, not a name.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        parts = self.instance.response.recommendation.parts.select_related("parent")
        self.fields["parts"].queryset = parts  # type: ignore[attr-defined]
        if not parts:
            del self.fields["parts"]
        self.initial["revision"] = self.instance.revision
        self.initial["parts"] = self.instance.answered_parts

    def clean_acceptance(self) -> str:
        return self.cleaned_data["acceptance"] or Acceptance.NOT_STATED

    def clean_progress(self) -> str:
        return self.cleaned_data["progress"] or Progress.NOT_STATED

    def typed(self) -> dict[str, object]:
        """Return the valid values by the names of the draft's fields."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}


class AgenciesField(forms.ModelMultipleChoiceField):
    """Agencies, each with its name and the name that the public will see."""

    named: set[int] = set()  # agencies that the published document names

    def label_from_instance(self, obj) -> str:
        if obj.stands_for_id is None and obj.kind.generic_name and obj.pk not in self.named:
            return f"{obj.name} (published under a generic name, such as “{obj.kind.generic_name}”)"
        return obj.staff_name


class AskForm(NamedErrors, forms.Form):
    """Ask agencies to respond to a recommendation."""

    agencies = AgenciesField(
        Agency.objects.none(),
        label="Select agencies",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one agency."},
    )
    due_on = date_field(
        "Response due date",
        "We will tell the agencies this date, and remind them before it.",
        name="response due date",
        required=True,
    )
    note = WordsField(
        label="Note to the agencies (optional)",
        help_text="Anything that you particularly want to know. Only these agencies, your partnership’s editors and "
        "scrutineers, and administrators can read it.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, agencies, review, **kwargs) -> None:
        """`agencies` are those that may be asked about a recommendation of this review."""
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["agencies"].named = set(review.named_agencies.values_list("agency", flat=True))  # type: ignore[attr-defined]


class ReturnForm(NamedErrors, forms.Form):
    """Return a version to its agency, with a reason."""

    comment = WordsField(
        label="What should the agency change?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what the agency should change."},
    )


class CommentForm(NamedErrors, forms.Form):
    """A comment by a scrutineer."""

    text = WordsField(
        label="Your comment",
        help_text="The partnership’s editors and scrutineers, and administrators, can read it. "
        "You cannot change or delete it later.",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter your comment."},
    )


class WithdrawForm(NamedErrors, forms.Form):
    """Withdraw a published version, with a reason."""

    comment = WordsField(
        label="Why are you withdrawing it?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you are withdrawing the response."},
    )


class ChaseForm(NamedErrors, forms.Form):
    """Set the stage of chasing a response."""

    to = forms.ChoiceField(choices=ChaseStage.choices, widget=forms.HiddenInput)


class PublishForm(NamedErrors, forms.Form):
    """Publish a version: who decided it, and at which meeting."""

    deciding_body = CleanTextField(
        label="Publication approved by",
        help_text="The group that approved publication, such as Learning and Improvement Group.",
        max_length=200,
        error_messages={"required": "Enter the group that approved publication."},
    )
    meeting = CleanTextField(
        label="Meeting (optional)",
        help_text="For example, meeting of 6 September 2026.",
        max_length=200,
        required=False,
    )


class AssuranceForm(NamedErrors, forms.ModelForm):
    """A partnership's assurance decision on a response."""

    judgement = forms.ChoiceField(
        label="Level of assurance",
        choices=Judgement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the level of assurance."},
    )
    shows = forms.ChoiceField(
        label="What does the evidence show?",
        help_text="Required if there is evidence.",
        choices=EvidenceShows.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    judged_on = date_field("Date of decision", name="date of the decision", required=True)
    link = forms.URLField(
        label="Link to the evidence (optional)",
        help_text="For example, https://records.example.org/audit.",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a full web address that starts with https:// or http://."},
    )
    evidence = WordsField(
        label="What is the evidence?",
        help_text="For example, an audit of 10 records, and where it is kept. If the level is “Assured”, "
        "you must describe the evidence, add a link or add files. Evidence is not published.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence_files = FilesField(
        label="Files (optional)",
        help_text=f"Add up to {MOST_FILES} files of up to {LARGEST // 1024**2} MB each: {TAKEN}. "
        "Only the partnership’s editors and scrutineers, and administrators, can open them.",
        required=False,
    )
    evidence_on = date_field("Date of evidence", "Required if the level is “Assured”.", name="date of the evidence")

    class Meta:
        model = Assurance
        fields = ["judgement", "judged_on", "deciding_body", "meeting", "evidence", "link", "evidence_files",
                  "evidence_on", "shows"]  # fmt: skip
        labels = {
            "deciding_body": "Decided by",
            "meeting": "Meeting (optional)",
        }
        error_messages = {"deciding_body": {"required": "Enter the group that made this decision."}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("judged_on", timezone.localdate())


class PeriodForm(NamedErrors, forms.Form):
    """The period of a report."""

    start = date_field("From", name="start date", required=True)
    end = date_field("To", name="end date", required=True)

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            raise ValidationError({"end": "The end date must be on or after the start date."})
        return self.cleaned_data

"""The forms of the workspace, for agencies, partnerships and scrutineers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.forms import NamedErrors
from learning.models import Agency

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
from .uploads import LARGEST, TAKEN


class DraftForm(NamedErrors, forms.ModelForm):
    """The draft of an agency's response. Any field may be empty until it is submitted."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    late = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # The limit is higher than that of a submitted response: a longer text is saved, but cannot be submitted.
    text = WordsField(
        max_length=LONGEST_DRAFT,
        label="What has your agency done, and what has changed for children?",
        help_text="Say what was done, since when, how you know that it works, and what is still to come. "
        "It will be published word for word. Name no child, family or member of staff.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    parts = PartsField(
        RecommendationPart.objects.none(),
        label="Which parts does it answer?",
        help_text="Leave all empty if it answers the whole recommendation.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # The style sheet detects an empty field by its placeholder, and hides it until its question applies.
    acceptance_reason = WordsField(
        label="If not accepted, or only in part: why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": " "}),
    )
    progress_reason = WordsField(
        label="If it is delayed: why?",
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
        label="How far is your agency?",
        choices=[(value, label) for value, label in Progress.choices if value != Progress.NOT_STATED],
        widget=forms.RadioSelect,
        required=False,
    )
    new_date = date_field("If it is delayed: when is it now due?")
    completed_on = date_field("If it is completed: since when?")
    signed_off_on = date_field("When was it signed off?")

    class Meta:
        model = ResponseDraft
        fields = [
            "text", "parts", "acceptance", "acceptance_reason", "progress", "progress_reason", "new_date",
            "completed_on", "signed_off_by", "signed_off_on",
        ]  # fmt: skip
        labels = {
            "signed_off_by": "Who signs this off for your agency?",
        }
        help_texts = {
            "signed_off_by": "A role, such as Director of Nursing, not a name.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        parts = self.instance.response.recommendation.parts.all()
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


class AskForm(NamedErrors, forms.Form):
    """Ask agencies to respond to a recommendation."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Which agencies?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one agency."},
    )
    due_on = date_field("By when?", "They are told the date, and reminded when it comes near.", required=True)
    note = WordsField(
        label="A note to them (optional)",
        help_text="What you want to know in particular. Only they, you and the scrutineer read it.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, agencies, **kwargs) -> None:
        """`agencies` are those that may be asked."""
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]


class ReturnForm(NamedErrors, forms.Form):
    """Return a version to its agency, with a reason."""

    comment = WordsField(
        label="What should the agency change?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what the agency should change."},
    )


class CommentForm(NamedErrors, forms.Form):
    """A comment by a scrutineer."""

    text = WordsField(
        label="Your comment",
        help_text="For the editors and scrutineers of the partnership. It is dated, and stays as it is.",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write your comment."},
    )


class WithdrawForm(NamedErrors, forms.Form):
    """Withdraw a published version, with a reason."""

    comment = WordsField(
        label="Why is it withdrawn?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the response is withdrawn."},
    )


class ChaseForm(NamedErrors, forms.Form):
    """Set the stage of chasing a response."""

    to = forms.ChoiceField(choices=ChaseStage.choices, widget=forms.HiddenInput)


class PublishForm(NamedErrors, forms.Form):
    """Publish a version: who decided it, and at which meeting."""

    deciding_body = forms.CharField(
        label="Which body decided to publish it?",
        help_text="Such as: Learning and Improvement Group.",
        max_length=200,
        error_messages={"required": "Name the body that decided to publish it."},
    )
    meeting = forms.CharField(
        label="At which meeting? (optional)",
        help_text="Such as: meeting of 6 September 2026.",
        max_length=200,
        required=False,
    )


class AssuranceForm(NamedErrors, forms.ModelForm):
    """The judgement of a partnership on a response."""

    judgement = forms.ChoiceField(
        label="What does the partnership make of it?",
        choices=Judgement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the partnership makes of it."},
    )
    shows = forms.ChoiceField(
        label="What does the evidence show?",
        help_text="Needed wherever there is evidence.",
        choices=EvidenceShows.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    judged_on = date_field("When was it judged?", required=True)
    link = forms.URLField(
        label="Its address (optional)",
        help_text="Where it is kept, if it has an address, such as https://records.example.org/audit. Never public.",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a full address that begins with https:// or http://."},
    )
    evidence = WordsField(
        label="What is the evidence?",
        help_text="Needed only if the partnership is assured: say here what it is and where it is kept, such as "
        "an audit of ten records, give its address, add files, or all three. It is never public.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence_files = FilesField(
        label="Files (optional)",
        help_text=f"{TAKEN}; {LARGEST // 1024**2} MB each at most, {MOST_FILES} at once. "
        "Only the editors and scrutineers of the partnership, and administrators, can open them.",
        required=False,
    )
    evidence_on = date_field("From when is the evidence?", "Needed only if the partnership is assured.")

    class Meta:
        model = Assurance
        fields = ["judgement", "judged_on", "deciding_body", "meeting", "evidence", "link", "evidence_files",
                  "evidence_on", "shows"]  # fmt: skip
        labels = {
            "deciding_body": "Which body judged it?",
            "meeting": "At which meeting? (optional)",
        }
        error_messages = {"deciding_body": {"required": "Name the body that judged it."}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("judged_on", timezone.localdate())


class PeriodForm(NamedErrors, forms.Form):
    """The period of a report."""

    start = date_field("From", required=True)
    end = date_field("to", required=True)

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            raise ValidationError({"end": "The period ends before it begins."})
        return self.cleaned_data

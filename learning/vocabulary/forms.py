"""Forms for agencies, and for proposals of themes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from learning.forms import NamedErrors
from learning.identity.decisions import Undecided
from learning.identity.forms import ask_about
from learning.models import AgencyKind, Partnership, Theme, ThemeGroup, ThemeProposal
from learning.models.theme_proposal import LONGEST_NOTE
from learning.utils.fields import CleanTextField, LinesFormField, LongTextField
from learning.utils.stale_forms import OpenedMixin

LONGEST_NAME = 200
FEW_LINES = {"rows": 4}


def name_field(label: str, missing: str, help_text: str = "") -> CleanTextField:
    """Return a field for the name of a record."""
    return CleanTextField(
        label=label, help_text=help_text, max_length=LONGEST_NAME, error_messages={"required": missing}
    )


def other_names() -> LinesFormField:
    """Return a field for the other names of an agency."""
    return LinesFormField(
        label="Other names and abbreviations (optional)", help_text="Enter one on each line.", required=False
    )


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Add the errors of an action to a form: at its fields where possible, otherwise in the summary.

    If the action refused undecided signs, the form asks about them.
    """
    if isinstance(error, Undecided):
        ask_about(form, error.flags)
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, words in found.items():
        for one in words:
            form.add_error(name if name in form.fields else None, one)


class AsksPartnership:
    """Mixin for forms with a field `partnership`, which is only asked for if there are several to choose from."""

    only: Partnership | None

    def offer(self, partnerships: QuerySet[Partnership]) -> None:
        """Offer these partnerships; if there is one, it is chosen."""
        form: Any = self
        field = form.fields["partnership"]
        field.queryset = partnerships
        self.only = partnerships[0] if len(partnerships[:2]) == 1 else None
        if self.only:
            field.required, field.widget = False, forms.HiddenInput()
            form.initial["partnership"] = self.only.pk

    def clean_partnership(self) -> Partnership | None:
        """Return the chosen partnership."""
        return self.cleaned_data["partnership"] or self.only  # type: ignore[attr-defined]


# --- Agencies --------------------------------------------------------------------------------------------------------


class AgencyForm(AsksPartnership, NamedErrors, forms.Form):
    """Add an agency to a partnership."""

    partnership = forms.ModelChoiceField(
        Partnership.objects.none(),
        label="Which partnership works with this agency?",
        error_messages={"required": "Select the partnership."},
    )
    name = name_field("Name of the agency", "Enter the name of the agency.", "In full, as the agency uses it.")
    kind = forms.ModelChoiceField(
        AgencyKind.objects.exclude(slug=AgencyKind.EVERYONE),
        label="Kind of agency",
        empty_label="Select",
        error_messages={"required": "Select the kind of agency."},
    )
    aliases = other_names()

    def __init__(self, *args, partnerships: QuerySet[Partnership], **kwargs) -> None:
        """`partnerships` are those whose agencies the user may edit. If there is one, the form does not ask."""
        super().__init__(*args, **kwargs)
        self.offer(partnerships)


class AgencyNamesForm(OpenedMixin, NamedErrors, forms.Form):
    """Change the names of an agency, which are its initial values."""

    name = name_field("Name of the agency", "Enter the name of the agency.", "In full, as the agency uses it.")
    aliases = other_names()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.carry_marks()


# --- Proposals of themes ---------------------------------------------------------------------------------------------


class ThemeWordsForm(NamedErrors, forms.Form):
    """The words of a theme."""

    name = name_field("Name of the theme", "Enter the name of the theme.", "A few words, such as “Safe sleeping”.")
    group = forms.ChoiceField(
        label="Group",
        choices=[("", "Select"), *ThemeGroup.choices],
        error_messages={"required": "Select the group that the theme belongs to."},
    )
    scope_note = LongTextField(
        label="What does the theme cover?",
        help_text="Two plain sentences.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=FEW_LINES),
        error_messages={"required": "Enter what the theme covers."},
    )
    aliases = LinesFormField(
        label="Other words that practitioners use for it (optional)",
        help_text="Readers who search for them will find the theme. Enter one on each line.",
        required=False,
    )


class ProposeForm(AsksPartnership, ThemeWordsForm):
    """Propose a theme."""

    reason = LongTextField(
        label="Why is the theme needed?",
        help_text="Say which learning has no suitable theme. Do not include anything that could identify a child, "
        "adult, relative or member of staff.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=FEW_LINES),
        error_messages={"required": "Enter why the theme is needed."},
    )
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(),
        label="Which partnership are you proposing it for?",
        error_messages={"required": "Select the partnership."},
    )

    def __init__(self, *args, partnerships: QuerySet[Partnership], **kwargs) -> None:
        """`partnerships` are those whose editor the user is. If there is one, the form does not ask."""
        super().__init__(*args, **kwargs)
        self.offer(partnerships)


def comment_field(label: str, *, required: bool) -> LongTextField:
    """Return a field for what an administrator tells the proposer."""
    return LongTextField(
        label=label,
        max_length=LONGEST_NOTE,
        required=required,
        widget=forms.Textarea(attrs=FEW_LINES),
        error_messages={"required": "Enter why you are declining the proposal."},
    )


class AcceptForm(ThemeWordsForm):
    """Create the proposed theme, in these words."""

    reason = comment_field("Comment for the proposer (optional)", required=False)

    @classmethod
    def of(cls, proposal: ThemeProposal, **kwargs) -> "AcceptForm":
        """Return the form with the words of a proposal."""
        return cls(initial={name: getattr(proposal, name) for name in ThemeWordsForm.base_fields}, **kwargs)


class MergeForm(NamedErrors, forms.Form):
    """Merge a proposal into an existing theme."""

    into = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Which existing theme should be used instead?",
        empty_label="Select",
        error_messages={"required": "Select the theme to use instead."},
    )
    keep_words = forms.TypedChoiceField(
        label="Should searches for the proposed name and other words find that theme?",
        choices=[("yes", "Yes, add them to its other words"), ("no", "No, leave its words as they are")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether searches for the proposed words should find the theme."},
    )
    reason = comment_field("Comment for the proposer (optional)", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Theme.objects.current().order_by("name", "pk")  # type: ignore[attr-defined]


class DeclineForm(NamedErrors, forms.Form):
    """Decline a proposal."""

    reason = comment_field("Why are you declining it?", required=True)

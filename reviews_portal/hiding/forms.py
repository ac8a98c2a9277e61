"""The forms to hide something, to decide whether it is restored, and to answer a report."""

from django import forms

from learning.models.hiding import LONGEST_REASON
from learning.utils.fields import LongTextField

TOO_LONG = "Shorten this to %(limit_value)d characters or fewer; it has %(show_value)d now."
NO_NAMES = "Only staff see this. Do not repeat the words that could identify someone."


def reason_field(label: str, *, help_text: str, required: str) -> LongTextField:
    """Return a field in which an editor gives a reason; `required` is the error if it is empty."""
    return LongTextField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required, "max_length": TOO_LONG},
    )


class HidingForm(forms.Form):
    """Why something must be hidden at once."""

    reason = reason_field("Why must it be hidden?", help_text=NO_NAMES, required="Enter why this must be hidden.")


class DecisionForm(forms.Form):
    """Why something that was hidden is restored, or stays hidden."""

    note = reason_field("Reason for your decision", help_text=NO_NAMES, required="Enter the reason for your decision.")


class AnswerForm(forms.Form):
    """What was done about a report."""

    handling = reason_field(
        "What was done?",
        help_text="Say whether and when you answered. Only staff see this.",
        required="Enter what was done.",
    )

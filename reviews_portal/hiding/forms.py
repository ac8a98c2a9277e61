"""The forms to hide something, to decide what becomes of it, and to answer a report."""

from django import forms

from learning.models.hiding import LONGEST_REASON
from learning.utils.fields import LongTextField

TOO_LONG = "Shorten this to %(limit_value)d characters or fewer; it has %(show_value)d now."
ROWS = forms.Textarea(attrs={"rows": 3})


class HidingForm(forms.Form):
    """Why something must be hidden at once."""

    reason = LongTextField(
        label="Why must it be hidden?",
        help_text="Only staff see this. Do not repeat the words that could identify someone.",
        max_length=LONGEST_REASON,
        widget=ROWS,
        error_messages={"required": "Enter why this must be hidden.", "max_length": TOO_LONG},
    )


class DecisionForm(forms.Form):
    """Why something that was hidden is restored, or stays hidden."""

    note = LongTextField(
        label="Reason for your decision",
        help_text="Only staff see this. Do not repeat the words that could identify someone.",
        max_length=LONGEST_REASON,
        widget=ROWS,
        error_messages={"required": "Enter the reason for your decision.", "max_length": TOO_LONG},
    )


class AnswerForm(forms.Form):
    """What was done about a report."""

    handling = LongTextField(
        label="What was done?",
        help_text="Say whether and when you answered. Only staff see this.",
        max_length=LONGEST_REASON,
        widget=ROWS,
        error_messages={"required": "Enter what was done.", "max_length": TOO_LONG},
    )

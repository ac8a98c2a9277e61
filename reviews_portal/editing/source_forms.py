"""The form that leaves pieces of an imported document out of its review."""

from django import forms

from learning.forms import NamedErrors
from learning.utils.fields import CleanTextField

from .models import LeftOut


class LeaveOutForm(NamedErrors, forms.Form):
    """The reason why pieces of a document are left out. “Another reason” needs a note."""

    reason = forms.ChoiceField(
        label="Why is this text left out?",
        choices=[("", "Choose a reason"), *LeftOut.choices],
        error_messages={"required": "Choose a reason."},
    )
    note = CleanTextField(
        label="The other reason",
        max_length=300,
        required=False,
        help_text="Enter this only if you choose “Another reason”.",
    )

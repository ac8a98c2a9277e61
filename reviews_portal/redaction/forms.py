"""The form with which a redaction is proposed."""

from django import forms

from .matching import MARK
from .models import LONGEST_MARK, LONGEST_PASSAGE


class RedactionForm(forms.Form):
    """The passage, the reason, and the replacement."""

    passage = forms.CharField(
        label="Words to redact",
        help_text="Enter them as they appear, such as a full name. Line breaks, hyphens, apostrophes and accents make"
        " no difference. Propose other forms, such as a plural or a nickname, separately.",
        max_length=LONGEST_PASSAGE,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the words to redact.",
            "max_length": "Shorten the words to %(limit_value)d characters or fewer. They have %(show_value)d now.",
        },
    )
    match_case = forms.TypedChoiceField(
        label="Do capital letters matter?",
        choices=[
            ("no", "No: redact the words however they are written"),
            ("yes", "Yes: redact them only as I typed them, because they are also ordinary words"),
        ],
        initial="no",
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="If you choose yes, “Rose” is redacted and “the numbers rose” is not.",
        error_messages={"required": "Select whether capital letters matter."},
    )
    reason = forms.CharField(
        label="Why could they identify someone?",
        help_text="Do not include the words themselves. The reason is kept.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why these words could identify someone."},
    )
    replacement = forms.CharField(
        label="Replacement",
        help_text="It must be clear to readers that something has been left out.",
        initial=MARK,
        max_length=LONGEST_MARK,
        error_messages={"required": f"Enter a replacement, such as {MARK}."},
    )

"""The form with which a redaction is proposed."""

from django import forms

from .matching import MARK
from .models import LONGEST_MARK, LONGEST_PASSAGE


class RedactionForm(forms.Form):
    """The passage, the reason, and the replacement."""

    passage = forms.CharField(
        label="The words that must go",
        help_text="As they stand there, such as a whole name. Line breaks, hyphens, apostrophes and accents make no"
        " difference. Other forms, such as a plural or a nickname, are proposed by themselves.",
        max_length=LONGEST_PASSAGE,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Type the words that must go.",
            "max_length": "Shorten the words to %(limit_value)d characters or fewer; they have %(show_value)d now.",
        },
    )
    match_case = forms.TypedChoiceField(
        label="Do the capitals matter?",
        choices=[
            ("no", "No: the words go however they are written"),
            ("yes", "Yes: only as I typed them, because they are also ordinary words"),
        ],
        initial="no",
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="With yes, “Rose” goes and “the numbers rose” stays.",
        error_messages={"required": "Say whether the capitals matter."},
    )
    reason = forms.CharField(
        label="Why could they identify somebody?",
        help_text="This is kept. Give the reason without the words themselves.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why these words could identify somebody."},
    )
    replacement = forms.CharField(
        label="What is shown instead",
        help_text="Say visibly that something is left out.",
        initial=MARK,
        max_length=LONGEST_MARK,
        error_messages={"required": f"Say what is shown instead, such as {MARK}."},
    )

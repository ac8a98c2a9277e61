"""The form to report a problem, and the error messages of all forms."""

from typing import ClassVar

from django import forms

from .models import ErrorReport, ReportKind
from .utils.fields import CleanTextField

DJANGO_SAYS = [
    words
    for kind in (forms.Field, forms.ChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
    for words in kind.default_error_messages.values()
]


class NamedErrors:
    """Mixin for forms: error messages name the field and say what to do.

    A field's own `error_messages` stay. Only Django's defaults, which do not name the field, are replaced.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for bound in self:  # type: ignore[attr-defined]
            for code, words in named_errors(bound.field, str(bound.label).removesuffix(" (optional)")).items():
                if bound.field.error_messages.get(code) in (None, *DJANGO_SAYS):
                    bound.field.error_messages[code] = words


def named_errors(field: forms.Field, label: str) -> dict[str, str]:
    """Return the error messages for a field with this label, by error code."""
    escaped = label.replace("%", "%%")  # for messages that Django formats with a value
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return {
            "required": f"Choose an answer: “{label}”",
            "invalid_choice": f"Choose one of the options that are available now: “{escaped}”",
        }
    messages = {"required": f"Fill in: “{label}”"}
    if isinstance(field, forms.CharField):
        messages["max_length"] = (
            f"Shorten to %(limit_value)d characters or fewer; it has %(show_value)d now: “{escaped}”"
        )
    if isinstance(field, forms.EmailField):
        messages["invalid"] = f"Enter a full email address, such as name@example.org: “{escaped}”"
    return messages


class ErrorReportForm(forms.ModelForm):
    """Report an error or a risk of identification, or write as a member of a family."""

    kind = forms.ChoiceField(
        label="What is this about?",
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what this is about."},
    )

    class Meta:
        model = ErrorReport
        fields: ClassVar = ["kind", "about", "text", "reply_to", "phone"]
        field_classes: ClassVar = {"about": CleanTextField, "text": CleanTextField, "phone": CleanTextField}
        labels = {
            "about": "Which page or reference is it about? (optional)",
            "text": "What do you want to tell us?",
            "reply_to": "Your email address (optional)",
            "phone": "Your phone number (optional)",
        }
        help_texts = {
            "about": "For example, R0001-14 or the web address of the page.",
            "text": "Say where it is and what you saw. Do not name anyone in the review, even if you know them.",
            "reply_to": "Without an email address or phone number we cannot answer you.",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "reply_to": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }
        error_messages = {
            "about": {
                "max_length": "Shorten the page or reference to 300 characters or fewer; it has %(show_value)d now.",
            },
            "text": {
                "required": "Enter what you want to tell us.",
                "max_length": "Shorten your report to 5,000 characters or fewer; it has %(show_value)d now.",
            },
            "phone": {"max_length": "Shorten the phone number to 60 characters or fewer; it has %(show_value)d now."},
            "reply_to": {"invalid": "Enter an email address, such as name@example.org, or leave this blank."},
        }

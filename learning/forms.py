"""What readers can send us."""

from django import forms

from .models import ErrorReport, ReportKind


class ErrorReportForm(forms.ModelForm):
    """Report an error or a risk of identification."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what your report is about."},
    )

    class Meta:
        model = ErrorReport
        fields = ["kind", "about", "text", "reply_to"]
        labels = {
            "about": "Which page or reference?",
            "text": "What is wrong?",
            "reply_to": "Your e-mail address, if you want an answer (optional)",
        }
        help_texts = {
            "about": "For example R0001-14, or the address of the page. Leave it empty if it is not about one page.",
            "text": "Say where it is and what you saw. Do not name a child or a family, even if you know them.",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "reply_to": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "text": {
                "required": "Say what is wrong.",
                "max_length": "Shorten your report to 5,000 characters or fewer; it has %(show_value)d now.",
            },
            "reply_to": {"invalid": "Enter an e-mail address like name@example.org, or leave it empty."},
        }

"""The forms that narrow the audience of a published review, and withdraw it."""

from django import forms

from learning.forms import NamedErrors
from learning.models import Review
from learning.models.review_kind import NARROWEST_FIRST, is_wider
from recommendations.form_fields import WordsField


class NarrowForm(NamedErrors, forms.Form):
    """Show a published review to fewer readers at once."""

    audience = forms.ChoiceField(label="Who can read it from now on", choices=[], widget=forms.RadioSelect)
    reason = WordsField(
        label="Why?",
        help_text="Readers who can still read the review see this.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you are changing the audience."},
    )

    def __init__(self, *args, review: Review, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        narrower = [one for one in NARROWEST_FIRST if is_wider(review.audience, than=one)]
        self.fields["audience"].choices = [(one.value, one.label) for one in narrower]  # type: ignore[attr-defined]
        if len(narrower) == 1:
            self.initial["audience"] = narrower[0].value


class WithdrawForm(NamedErrors, forms.Form):
    """Withdraw a published review at once."""

    reason = WordsField(
        label="Why are you withdrawing it?",
        help_text="Kept in the history. Readers do not see it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you are withdrawing the review."},
    )

"""Form fields for deciding, where text is entered or published, that signs in it do not identify anyone."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django import forms

from learning.models import IdentityReason
from learning.utils.fields import CleanTextField

from .decisions import Verdict, in_words
from .flags import Flag

SIGNS, REASON, NOTE = "identity_signs", "identity_reason", "identity_note"
MOST = 500  # signs in one form


class Sent(Protocol):
    """The data of a submitted form."""

    def get(self, key: str, default: str, /) -> Any: ...
    def getlist(self, key: str, /) -> Sequence[Any]: ...


def verdict_of(sent: Sent) -> Verdict:
    """Return the verdict on the signs from a submitted form."""
    keys = frozenset(str(one) for one in sent.getlist(SIGNS)[:MOST])
    return Verdict(keys, str(sent.get(REASON, "")), str(sent.get(NOTE, "")))


def fields_of(flags: Iterable[Flag]) -> dict[str, forms.Field]:
    """Return the fields that ask which signs do not identify anyone, and why."""
    return {
        SIGNS: forms.MultipleChoiceField(
            label="Could this identify someone?",
            help_text="Change the text if it could. Otherwise select what does not identify anyone, and say why. This "
            "decision applies to the same words anywhere in the review.",
            choices=[(flag.sign.key, label_of(flag)) for flag in flags],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        **reason_fields(),
    }


def reason_fields() -> dict[str, forms.Field]:
    """Return the fields that ask why signs do not identify anyone."""
    return {
        REASON: forms.ChoiceField(
            label="Why do the selected items not identify anyone?",
            choices=IdentityReason.choices,
            required=False,
            widget=forms.RadioSelect,
        ),
        NOTE: CleanTextField(
            label="More about the reason",
            help_text="Enter this if you choose “Another reason”. Only editors of the review and administrators can "
            "read it.",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


def label_of(flag: Flag) -> str:
    """Return a sign as a sentence, with the reason why it matters."""
    said = in_words(flag.sign)
    listed = "; ".join(f"{one.detail.label}: {one.quoted} ({one.document})" for one in flag.details)
    return ". ".join(filter(None, [f"{said[:1].upper()}{said[1:]}", listed, flag.sign.why]))


def ask_about(form: forms.BaseForm, flags: Iterable[Flag]) -> None:
    """Add the fields that ask about signs to a form, if there are any signs."""
    given = list(flags)
    if given and SIGNS not in form.fields:
        form.fields |= fields_of(given)


class DecisionForm(forms.Form):
    """Why the signs that were selected on a page do not identify anyone."""

    identity_signs = forms.Field(required=False, widget=forms.MultipleHiddenInput)  # the page shows them itself
    identity_reason, identity_note = reason_fields().values()

"""The form that asks why published words change."""

from collections.abc import Sequence
from typing import Any

from django import forms

from learning.utils.fields import CleanTextField

from .actions.differences import Difference

SEEN = "The list of changes has changed since you opened it. Read it again, then publish."


class CorrectionsForm(forms.Form):
    """A reason for each change of what readers can read; it is tied to the changes that were shown."""

    def __init__(self, *args: Any, found: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=self.seen, max_length=64)
        for one in found:
            if one.needs_reason:
                self.fields[self.name_of(one)] = CleanTextField(
                    label="Why this changes",
                    max_length=300,
                    initial=one.row.reason,
                    help_text="Readers see this. Do not repeat words that could identify somebody.",
                    error_messages={"required": f"Enter why {self.what(one)} changes."},
                )

    @staticmethod
    def name_of(one: Difference) -> str:
        """Return the name of the field with the reason of a difference."""
        return f"reason-{one.row.pk}"

    @staticmethod
    def what(one: Difference) -> str:
        """Return what a difference is called in an error."""
        return one.row.reference or f"the {one.row.get_kind_display().lower()} “{one.row.words[:40]}”"

    @property
    def seen(self) -> str:
        """A mark of the changes, which differs as soon as one of them does."""
        from hashlib import sha256

        shown = "\n".join(f"{one.row.pk} {one.change} {one.before}\n{one.after}" for one in self.found)
        return sha256(shown.encode()).hexdigest()

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self.seen:
            raise forms.ValidationError(SEEN)
        return self.seen

    def reason_field(self, one: Difference) -> Any:
        """Return the field with the reason of a difference, or None if it needs none."""
        name = self.name_of(one)
        return self[name] if name in self.fields else None

    @property
    def reasons(self) -> dict[int, str]:
        """The reasons of a valid form, by the key of the row."""
        return {one.row.pk: self.cleaned_data.get(self.name_of(one), "") for one in self.found}

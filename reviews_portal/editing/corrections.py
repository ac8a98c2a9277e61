"""The form that asks why published words change."""

from collections.abc import Sequence
from typing import Any

from django import forms

from learning.utils.fields import CleanTextField

from .actions.differences import Difference


class CorrectionsForm(forms.Form):
    """A reason for each change of what readers can read."""

    def __init__(self, *args: Any, found: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
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

    def reason_field(self, one: Difference) -> Any:
        """Return the field with the reason of a difference, or None if it needs none."""
        name = self.name_of(one)
        return self[name] if name in self.fields else None

    @property
    def reasons(self) -> dict[int, str]:
        """The reasons of a valid form, by the key of the row."""
        return {one.row.pk: self.cleaned_data.get(self.name_of(one), "") for one in self.found}

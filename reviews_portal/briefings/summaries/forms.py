"""The form for a partnership's own summaries of all parts of a seven-minute briefing."""

from collections.abc import Iterator

from django import forms

from learning.utils.clean_text import clean
from recommendations.form_fields import WordsField
from reviews_portal.briefings.models import LONGEST_SUMMARY

from .actions import LENGTH, Typed, mark_of
from .advice import advice_on
from .parts import PartOfBriefing, Prepared

NOT_HERE = "Select the statements again: one that was selected is no longer in this review."


class PartFields:
    """The fields of one part in the form, for the template."""

    def __init__(self, form: "SummariesForm", part: PartOfBriefing) -> None:
        self.part = part
        self.text, self.references, self.opened = (form[f"{part.name}_{one}"] for one in Typed.FIELDS)
        self.advice = advice_on(self.text.value() or "")
        self.number = len(self.references.value() or [])
        self.is_open = bool(self.references.errors or (self.text.value() and not self.number))


class SummariesForm(forms.Form):
    """The summaries of all parts. Each is optional, and must name the statements that it is based on."""

    def __init__(self, data=None, *, prepared: Prepared) -> None:
        super().__init__(data)
        self.parts = prepared.parts
        for part in self.parts:
            self.fields |= fields_of(part, prepared.choices)

    def clean(self):
        """Add an error for each summary that is too long or is based on nothing."""
        for part in self.parts:
            text, references = f"{part.name}_text", f"{part.name}_references"
            words = len(self.cleaned_data.get(text, "").split())
            if words > part.most_words:
                self.add_error(
                    text, f"Shorten “{part.heading}” to {part.most_words} words or fewer. It has {words:,} now."
                )
            if words and not self.cleaned_data.get(references) and references not in self.errors:
                self.add_error(references, f"Select at least one statement that “{part.heading}” is based on.")
        return self.cleaned_data

    def typed(self) -> Iterator[Typed]:
        """Yield what was typed for each part; the form must be valid."""
        for part in self.parts:
            text, references, opened = (self.cleaned_data[f"{part.name}_{one}"] for one in Typed.FIELDS)
            yield Typed(part.name, text, tuple(references) if text else (), opened)

    @property
    def by_part(self) -> list[PartFields]:
        """The fields, part by part."""
        return [PartFields(self, part) for part in self.parts]


class MarkField(forms.CharField):
    """The mark of what a part of the form showed."""

    widget = forms.HiddenInput

    def to_python(self, value) -> str:
        return clean(str(value or ""))[:LENGTH]


def fields_of(part: PartOfBriefing, choices: list[tuple[str, str]]) -> dict[str, forms.Field]:
    """Return the fields of a part by name."""
    text, references = (part.summary.text, part.summary.references) if part.summary else ("", ())
    return {
        f"{part.name}_text": WordsField(
            label=f"Your own summary of “{part.heading}” (optional)",
            help_text=f"About {part.words} words, and no more than {part.most_words}.",
            required=False,
            max_length=LONGEST_SUMMARY,
            initial=text,
            widget=forms.Textarea(attrs={"rows": 5}),
        ),
        f"{part.name}_references": forms.MultipleChoiceField(
            label=f"“{part.heading}” is based on",
            required=False,
            choices=choices,
            initial=list(references),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": NOT_HERE, "invalid_list": NOT_HERE},
        ),
        f"{part.name}_opened": MarkField(required=False, max_length=LENGTH, initial=mark_of(part.summary)),
    }

"""The forms of the briefing builder."""

from collections.abc import Collection, Container
from dataclasses import replace

from django import forms

from learning.forms import NamedErrors
from learning.languages import PAGE
from learning.utils.fields import CleanTextField, Language
from recommendations.form_fields import WordsField

from .layouts import LAYOUTS
from .plans import MOST, Entry, Plan, statements_of

LONGEST_TITLE, LONGEST_NOTE, LONGEST_INTRODUCTION = 150, 3_000, 10_000
LONGEST_REFERENCE = 24


# Each under its own name. What has no words in the chosen language is quoted in the one that it has.
LANGUAGE_CHOICES = [("" if value == PAGE else value, label) for value, label in Language.choices]
LAYOUT_CHOICES = [(one.name, f"{one.label}: {one.purpose[0].lower()}{one.purpose[1:]}") for one in LAYOUTS.values()]


class PlanForm(NamedErrors, forms.Form):
    """The fields of the whole briefing."""

    layout = forms.ChoiceField(
        label="Layout",
        choices=LAYOUT_CHOICES,
        widget=forms.RadioSelect,
    )
    title = CleanTextField(label="Title", max_length=LONGEST_TITLE, required=False)
    introduction = WordsField(
        label="Introduction",
        max_length=LONGEST_INTRODUCTION,
        required=False,
        help_text="Your own words. They are marked as the trainer’s.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    background = forms.BooleanField(label="Show what happened in each review", required=False)
    responses = forms.BooleanField(label="Show responses and planned actions under recommendations", required=False)
    language = forms.ChoiceField(label="Language of the quotations", choices=LANGUAGE_CHOICES, required=False)

    def __init__(self, *args, languages: Collection[str] = (), **kwargs) -> None:
        """Offer the languages of the briefing’s items, if there are several; a sent choice is read in any case."""
        super().__init__(*args, **kwargs)
        if len(languages) > 1:
            offered = [one for one in LANGUAGE_CHOICES if (one[0] or PAGE) in languages]
            self.fields["language"].choices = offered  # type: ignore[attr-defined]
        elif "language" not in self.data:
            del self.fields["language"]


class EntryForm(NamedErrors, forms.Form):
    """The fields of one item."""

    reference = forms.CharField(max_length=LONGEST_REFERENCE, widget=forms.HiddenInput)
    heading = CleanTextField(
        label="Heading above this item",
        max_length=150,
        required=False,
        help_text="Starts a new section here, in layouts that keep your order.",
    )
    note = WordsField(
        label="Your note",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Entries(forms.BaseFormSet):
    """The formset of a briefing's items, in order."""

    default_error_messages = forms.BaseFormSet.default_error_messages | {
        "too_many_forms": "A briefing can have up to %(num)d items. Remove some, or make two briefings.",
    }

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"label_suffix": ""}


# A page has at most MOST rows. A few more are parsed, only to report that there are too many; Django's default is
# 1,000.
EntryForms = forms.formset_factory(
    EntryForm, formset=Entries, extra=0, max_num=MOST, absolute_max=MOST + 1, validate_max=True
)


def written(plan: Plan, form: PlanForm, entries, *, others: Container[str] = ()) -> Plan:
    """Return a plan with the values of valid forms.

    Items added in another window in the meantime stay, at the end. Items removed there are not added again, unless
    they are among the `others`.
    """
    typed = {one.cleaned_data["reference"]: one.cleaned_data for one in entries if one.cleaned_data}
    known = set(plan.references)
    kept = [
        Entry(reference, row["heading"], row["note"])
        for reference, row in typed.items()
        if reference in known or reference in others
    ]
    added = [entry for entry in plan.entries if entry.reference not in typed]
    return replace(plan, **form.cleaned_data, entries=(*kept, *added))


def worth_keeping(entries, user) -> set[str]:
    """Return the references in valid forms that the user may see, or that have a note.

    A user who was signed out in the meantime may see fewer items, and must not lose their notes. A reference without a
    note is not stored in the session, because it may be invented.
    """
    typed = [one.cleaned_data for one in entries if one.cleaned_data]
    noted = {row["reference"] for row in typed if row["heading"] or row["note"]}
    return noted | statements_of([row["reference"] for row in typed], user).keys()

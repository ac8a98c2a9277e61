"""The form of one row of a working copy."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from learning.forms import NamedErrors
from learning.models import Agency, Theme
from learning.utils.fields import CleanTextField, HeadedTextsFormField, Language, LongTextField
from recommendations.models.draft import LONGEST_REASON
from recommendations.models.quoted_action import check_columns
from recommendations.models.response_fields import Acceptance
from recommendations.quoting.forms import column

from . import names
from .form_fields import KINDS, LONGEST_NAMES, TYPE_NAMES, KeysField, KindSelect
from .models import Row, RowKind
from .models.quoted_fields import ANSWERS, OF_ACTIONS, OF_RESPONSES, QUOTED_FIELDS
from .models.row_kind import BECOMES, NAMED

# What rows of these kinds have. The style sheet shows a field only while such a kind is chosen.
APPLIES = {
    "themes": "if-statement",
    "agencies": "if-agencies",
    "is_key": "if-key",
    "label": "if-numbered",
    "series": "if-recommendation",
    "scope": "if-recommendation",
    "numbering_is_ours": "if-recommendation",
    "level": "if-level",
    "is_bullet": "if-bullet",
    "address": "if-resource",
    "address_state": "if-resource",
    "named_agencies": "if-named",
    "reason": "if-reason",
    ANSWERS: "if-answers",
    **dict.fromkeys(OF_ACTIONS, "if-action"),
    **dict.fromkeys(OF_RESPONSES, "if-response"),
}
SHOWN = (
    *("themes", "agencies", "named_agencies", "is_key", "label", "address", "address_state"),
    *(ANSWERS, *OF_ACTIONS, *OF_RESPONSES, "reason"),
)
MORE = ("level", "is_bullet", "series", "scope", "numbering_is_ours", "place", "source_defect", "language")


class RowForm(NamedErrors, forms.ModelForm):
    """One row. Its valid values are saved even if others are invalid."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    kind = forms.ChoiceField(label="Type of text", choices=KINDS, widget=KindSelect)
    words = LongTextField(
        label="Wording", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    themes = CleanTextField(
        label="Themes",
        max_length=LONGEST_NAMES,
        required=False,
        help_text=TYPE_NAMES,
    )
    more_themes = KeysField(required=False)  # ticked in the list of all themes
    agencies = CleanTextField(
        label="Relevant to",
        max_length=LONGEST_NAMES,
        required=False,
        help_text=f"{TYPE_NAMES} Leave “All agencies” if the text names none.",
    )
    named_agencies = CleanTextField(
        label="Agencies",
        max_length=LONGEST_NAMES,
        required=False,
        help_text=f"The agency involved, or all the agencies that gave this response. {TYPE_NAMES}",
    )
    lead, due, status = column("lead"), column("due"), column("status")
    progress, evidence, outcome = column("progress"), column("evidence"), column("outcome")
    further_columns = HeadedTextsFormField(
        label="Other columns (optional)",
        help_text="For each column, enter “# ” and its printed heading on one line, then its text on the lines below.",
        required=False,
        validators=[check_columns],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    acceptance = forms.ChoiceField(label="Acceptance, as stated", choices=Acceptance, required=False)
    acceptance_reason = LongTextField(
        label="Why it is not accepted, or accepted only in part (optional)",
        help_text="As printed.",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    level = forms.TypedChoiceField(
        label="Level",
        coerce=int,
        choices=[(1, "1, main point"), (2, "2, under a level 1 point"), (3, "3, under a level 2 point")],
    )
    language = forms.ChoiceField(
        label="Language", required=False, choices=[("", "The language of the document"), *Language.choices]
    )
    reason = CleanTextField(
        label="Why are you changing this?",
        max_length=300,
        required=False,
        help_text="Required if you change published text. Readers will see it. For example, “A word was left out”.",
    )

    class Meta:
        model = Row
        fields = ["kind", "words", "is_key", "label", "address", "address_state", *QUOTED_FIELDS, *MORE, "reason"]
        labels = {
            "is_key": "Key point",
            "is_bullet": "Bullet point in the document",
            "label": "Number or label",
            "series": "Series of recommendations",
            "scope": "Scope, as stated",
            "numbering_is_ours": "We added this number: it is not in the document",
            "address": "Web address",
            "address_state": "Address in the document",
            "place": "Place in the document",
            "source_defect": "Fault in our copy of the text, now corrected",
            ANSWERS: "Recommendations (optional)",
            "named_as": "Name of the agency as printed, if different (optional)",
        }
        help_texts = {
            "is_key": "Shown in the summary at the top of the review.",
            "label": "As printed, such as 4 or 9.10.",
            "place": "For example, page 12 or paragraph 4.3.",
            "numbering_is_ours": "",
            ANSWERS: "Enter their numbers or references, such as 1, PR1 or 2-4. Leave blank for the one above. "
            "If an action belongs to none, enter “none”.",
            "named_as": "",
        }
        field_classes = dict.fromkeys(
            ("label", "series", "address", "place", "source_defect", ANSWERS, "named_as"), CleanTextField
        )

    def __init__(self, data=None, *, row: Row, user, **kwargs) -> None:
        super().__init__(data, instance=row, auto_id=f"row{row.pk}_%s", **kwargs)
        self.user = user
        now: list = [*row.agency_kinds.all(), *row.agencies.all()]
        self.initial = dict(self.initial) | {
            "revision": row.revision,
            "themes": names.in_a_field(row.themes.all()),
            "agencies": names.in_a_field(now),
            "named_agencies": names.in_a_field(row.agencies.all()),
        }
        if row.copy.is_correction:
            self["words"].label = self.fields["words"].label = "Exact wording in the document"
        else:
            del self.fields["reason"]
        rows = min(24, max(3, len(row.words) // 90 + row.words.count("\n") + 1))
        self.fields["words"].widget.attrs["rows"] = rows
        self.fields["words"].widget.attrs["lang"] = row.language or row.document.language or "en"

    def _post_clean(self) -> None:
        """Leave the row as it is: an action saves the values, after it has compared revisions."""

    def clean_themes(self) -> list[Theme]:
        text, now = self.cleaned_data["themes"], list(self.instance.themes.all())
        if names.typed_again(text, now):
            return now
        return names.themes_typed(text)

    def clean_more_themes(self) -> list[Theme]:
        keys = self.cleaned_data["more_themes"]
        return list(Theme.objects.current().filter(pk__in=keys)) if keys else []

    def clean_agencies(self) -> list:
        text, now = self.cleaned_data["agencies"], [*self.instance.agency_kinds.all(), *self.instance.agencies.all()]
        if now and names.typed_again(text, now):
            return now
        return names.agencies_typed(text, self.instance.copy, self.user)

    def clean_acceptance(self) -> str:
        return self.cleaned_data["acceptance"] or Acceptance.NOT_STATED

    def clean_named_agencies(self) -> list:
        text, now = self.cleaned_data["named_agencies"], list(self.instance.agencies.all())
        if not text.strip() or names.typed_again(text, now):
            return now if text.strip() else []
        found = names.agencies_typed(text, self.instance.copy, self.user)
        if kinds := [one for one in found if not isinstance(one, Agency)]:
            raise ValidationError(f"“{kinds[0]}” is a kind of agency. Enter the name of an agency.")
        return found

    def clean(self) -> dict[str, Any]:
        """Ignore the agencies field that rows of the chosen kind do not have."""
        cleaned = super().clean() or self.cleaned_data
        unused = "agencies" if self.names_agencies else "named_agencies"
        cleaned.pop(unused, None)
        self.errors.pop(unused, None)
        return cleaned

    @property
    def names_agencies(self) -> bool:
        """Whether the row names agencies that respond or are involved, rather than those it is relevant to."""
        return BECOMES[RowKind(self.cleaned_data.get("kind", self.instance.kind))] in NAMED

    def typed(self) -> dict[str, Any]:
        """Return the valid values by the names of the row's fields."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}
        if "themes" in self.cleaned_data:
            more = self.cleaned_data.get("more_themes", [])
            values["themes"] = names.unique([*self.cleaned_data["themes"], *more])
        if "agencies" in self.cleaned_data:
            values |= names.by_field(self.cleaned_data["agencies"])
        if "named_agencies" in self.cleaned_data:
            values["agencies"] = self.cleaned_data["named_agencies"]
        return values

    def tidy(self) -> dict[str, str]:
        """Return the names in the valid fields for names, in full."""
        fields = ("themes", "agencies", "named_agencies")
        found = {name: self.cleaned_data[name] for name in fields if name in self.cleaned_data}
        return {name: names.in_a_field(records) for name, records in found.items()}

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields besides the kind and the words, each with the class that says when it applies."""
        return [(self[name], self.applies(name)) for name in SHOWN if name in self.fields]

    def applies(self, name: str) -> str:
        """Return the class that says when a field is shown; "" if it has text that its row may not have."""
        stray = self.instance.has_stray_columns and name in QUOTED_FIELDS and self[name].value()
        is_stray = (stray and name not in (ANSWERS, "acceptance")) or name in self.instance.stray_texts
        return "" if is_stray else APPLIES.get(name, "")

    @property
    def more(self) -> list[tuple[forms.BoundField, str]]:
        """The fields that few rows need."""
        return [(self[name], self.applies(name)) for name in MORE]

    @property
    def more_is_wrong(self) -> bool:
        """Whether one of the fields that few rows need has an error."""
        return any(name in self.errors for name in MORE)

"""The forms for a review, and for the corrections of one that is published."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from learning.actions import check_kinds_in_use
from learning.models import (
    Audience,
    Outcome,
    Partnership,
    Review,
    ReviewKind,
    Theme,
    ThemeGroup,
    default_audience,
)
from learning.models.review_kind import KIND_NATIONS
from learning.sight import sight_of
from learning.utils.fields import CleanTextField, LongTextField
from learning.utils.grouped_choices import GroupedChoicesField
from learning.utils.partial_dates import AS_STATED, PartialDateField

from .actions.publishing.differences import Difference
from .detail_suggestions import DETAILS, DetailSuggestion
from .document_forms import DetailsMixin, DocumentFields, reason_field, seen_field

ANY_NATION = "Any nation"
MAY_BE_BLANK = "Leave it blank if the document does not say."
USUAL_AUDIENCE = ("", "The usual audience for this type of review")


def kinds_field() -> GroupedChoicesField:
    """Return the field for the kinds of a review, by nation."""
    return GroupedChoicesField(
        ReviewKind.objects.all(),
        groups=[*(label for _, label in KIND_NATIONS), ANY_NATION],
        group_of=lambda kind: kind.get_nation_display() or ANY_NATION,
        label="Type of review",
        help_text="Choose more than one if the review was carried out under more than one law.",
        error_messages={"required": "Choose the type of review."},
    )


def offer_partnerships(form: forms.Form, user) -> Partnership | None:
    """Offer the partnerships that a user edits in the field `partnership`. If there is only one, return it, hidden."""
    sight = sight_of(user)
    partnerships = Partnership.objects.all()
    if not sight.everything:
        partnerships = partnerships.filter(pk__in=sight.edited_partnerships)
    field: Any = form.fields["partnership"]
    field.queryset, field.required = partnerships, not sight.everything
    own = list(partnerships[:2])
    if sight.everything or len(own) != 1:
        return None
    field.initial, field.widget = own[0], forms.HiddenInput()
    return own[0]


class NewReviewForm(DocumentFields):
    """A review with its first document."""

    title = CleanTextField(
        label="Title of the review",
        max_length=200,
        help_text="Do not include the name of a child, adult or relative.",
        error_messages={"required": "Enter the title of the review."},
    )
    kinds = kinds_field()
    partnership = forms.ModelChoiceField(label="Partnership", queryset=Partnership.objects.none())
    audience = forms.ChoiceField(
        label="Who can read it once it is published",
        choices=[USUAL_AUDIENCE, *Audience.choices],
        required=False,
    )
    seen = seen_field()

    field_order = [
        *("title", "kinds", "partnership", "audience", "document_title", "document_kind", "published"),
        *("file", "address", "publisher", "language"),
    ]

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if only := offer_partnerships(self, user):
            kinds: Any = self.fields["kinds"]
            kinds.opened = only.get_nation_display()
        self.fields["document_title"].required = False
        label = "Title of the document, if different from the review’s (optional)"
        self["document_title"].label = self.fields["document_title"].label = label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        published = cleaned.get("published")
        try:
            check_kinds_in_use(cleaned.get("kinds", ()), None, published.on if published else None)
        except ValidationError as error:
            self.add_error("kinds", error)
        cleaned["document_title"] = cleaned.get("document_title") or cleaned.get("title", "")
        cleaned["audience"] = cleaned.get("audience") or default_audience(cleaned.get("kinds", ()))
        return cleaned

    @property
    def review(self) -> dict[str, Any]:
        """The values of the review that a valid form describes."""
        return {name: self.cleaned_data[name] for name in ("title", "kinds", "audience", "published")}


class DetailsForm(DetailsMixin, forms.ModelForm):
    """The details of a review, in the words of its documents."""

    commissioned = PartialDateField(label="Date commissioned", required=False, help_text=AS_STATED)
    incident = PartialDateField(label="Date of incident", required=False, help_text=AS_STATED)
    published = PartialDateField(label="Date published", required=False, help_text=AS_STATED)
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=Outcome.choices,
        required=False,
        help_text="What the document says happened. If it does not say, leave this as “Not stated”.",
    )
    kinds = kinds_field()
    themes = GroupedChoicesField(
        Theme.objects.current().order_by("name"),
        groups=ThemeGroup.labels,
        group_of=lambda theme: theme.get_group_display(),
        label="Themes of the whole review",
        required=False,
    )
    reason = reason_field(300)

    class Meta:
        model = Review
        fields = [
            *("title", "kinds", "is_thematic", "subject", "partnership_as_named", "children", "harm", "reviewer"),
            *("content_note", "curator_note", "sharing_statement"),
        ]
        field_classes = {"curator_note": LongTextField, "sharing_statement": LongTextField}
        labels = {
            "is_thematic": "Thematic review of several cases",
            "subject": "Who this review is about",
            "curator_note": "Editor’s note",
        }
        help_texts = {
            "children": "Who was harmed, in the document’s own words, such as “twin girls aged 14 weeks”. "
            f"{MAY_BE_BLANK}",
            "harm": f"In the document’s own words, such as “significant non-accidental injuries”. {MAY_BE_BLANK}",
            "content_note": "What readers may find distressing, in one plain sentence of your own, such as “This "
            "review is about the death of a baby.” It is shown above the review. You can leave it blank.",
        }
        error_messages = {"title": {"required": "Enter the title of the review."}}
        widgets = dict.fromkeys(("curator_note", "sharing_statement"), forms.Textarea(attrs={"rows": 4}))

    field_order = [
        *("title", "kinds", "is_thematic", "subject", "children", "harm", "outcome"),
        *("commissioned", "incident", "published", "partnership_as_named", "reviewer", "themes"),
        *("content_note", "sharing_statement", "curator_note", "reason"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("commissioned", "incident", "published", "outcome"):
            self.initial.setdefault(name, getattr(self.instance, name))
        self.initial.setdefault("themes", list(self.instance.themes.all()))
        self.finish(self.instance)

    def suggest(self, suggestions: Mapping[str, list[DetailSuggestion]]) -> None:
        """Show suggestions, given by the name of their field, beside the fields that are blank."""
        for name, found in suggestions.items():
            if not self[name].value():
                self.fields[name].suggestions = found  # type: ignore[attr-defined]

    @property
    def left_blank(self) -> list[forms.BoundField]:
        """The fields that an import leaves blank, and that are still blank."""
        return [self[name] for name in DETAILS if not self[name].value()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        held = set(Review.objects.get(pk=self.instance.pk).kinds.all())
        dates = [cleaned.get(name) for name in ("commissioned", "published")]
        added = [kind for kind in cleaned.get("kinds", ()) if kind not in held]
        try:
            check_kinds_in_use(added, *(one.on if one else None for one in dates))
        except ValidationError as error:
            self.add_error("kinds", error)
        return cleaned


class CorrectionsForm(forms.Form):
    """A reason for each change of what readers can read."""

    def __init__(self, *args: Any, found: Sequence[Difference], hidden: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.hidden = found, hidden
        for one in found:
            if one.needs_reason and one.row.pk not in hidden:  # whose words no error may quote
                self.fields[self.name_of(one)] = CleanTextField(
                    label="Why are you changing this?",
                    max_length=300,
                    initial=one.row.reason,
                    help_text="Readers will see this. Do not repeat words that could identify someone.",
                    error_messages={"required": f"Enter why you are changing {self.what(one)}."},
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

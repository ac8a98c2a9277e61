"""Admin pages on which administrators edit recommendations and read the responses to them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property

from learning.actions import may_be_deleted
from learning.admin.base import CatalogueAdmin, HistoryAdmin
from learning.admin.public_names import OneAgencyForm, StaffNames, linked_problems
from learning.admin.reviews import KEPT
from learning.admin.statements import StatementAdmin
from learning.utils.text import beginning

from .models import (
    Assurance,
    Passage,
    Recommendation,
    RecommendationPart,
    Response,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
    StepAction,
)
from .models.recommendation import LAST
from .part_rules import PlacedPart, check_parts
from .plans import admin as plans_admin  # noqa: F401  registers its page
from .second_wordings import move_wordings


class PartForm(forms.ModelForm):
    """A part in the form of its recommendation, which compares the positions of all parts."""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        check_agencies(self, cleaned.get("recommendation"), cleaned)
        return cleaned

    def validate_constraints(self) -> None:
        """Leave out the constraints: the formset and `clean()` check them, and positions may be exchanged."""


def check_agencies(form: forms.ModelForm, recommendation: Recommendation | None, cleaned: dict[str, Any]) -> None:
    """Add an error to the form of a part if it names an agency whose name the public must not see."""
    review = getattr(recommendation, "review", None)
    if "agencies" in cleaned and (problems := linked_problems(review, cleaned["agencies"])):
        form.add_error("agencies", problems)


class PartFormSet(BaseInlineFormSet):
    """The parts of one recommendation."""

    @cached_property
    def parent_choices(self) -> list[tuple[str, str]]:
        """The parts that others may be put under, read once for all forms."""
        parts = self.instance.parts.select_related("parent") if self.instance.pk else []
        return [
            ("", "---------"),
            *((str(part.pk), f"{part.full_label} {beginning(part.text, 40)}") for part in parts),
        ]

    def add_fields(self, form, index) -> None:
        """Offer the parts of the same recommendation as the part that a part belongs to."""
        super().add_fields(form, index)
        if field := form.fields.get("parent"):  # not if the user may only view
            field.queryset = RecommendationPart.objects.filter(recommendation=self.instance.pk)
            field.widget.choices = self.parent_choices

    def validate_unique(self) -> None:
        """Leave this to `clean()`, whose error says more."""

    def clean(self) -> None:
        """Raise ValidationError if positions are wrong, or if there are no words at all."""
        super().clean()
        forms_typed = [form for form in self.forms if hasattr(form, "cleaned_data")]
        positions = {form.instance.pk: form.cleaned_data.get("position") or 0 for form in forms_typed}
        parts = []
        for form in forms_typed:
            typed, parent = form.cleaned_data, form.cleaned_data.get("parent")
            above = positions.get(parent.pk, parent.position) if parent else 0
            parts.append(PlacedPart(typed.get("position") or 0, typed.get("text", ""), parent is not None, above))
        check_parts(self.instance, parts)

    def place_last(self) -> None:
        """Give the parts without a position the next ones."""
        parts = [form.instance for form in self.forms if form.has_changed() or form.instance.pk]
        last = max((part.position for part in parts), default=0)
        for part in parts:
            if not part.position:
                part.position = last = last + 1

    def save(self, commit=True):
        """Save. Parts that exchange their positions are moved out of the way first; second wordings follow them."""
        if not commit:
            return super().save(commit=False)
        self.place_last()
        parts = RecommendationPart.objects.filter(recommendation=self.instance)
        before = dict(parts.values_list("pk", "position"))
        after = {form.instance.pk: form.instance.position for form in self.initial_forms}
        moved = {before[pk]: after[pk] for pk in before if pk in after and before[pk] != after[pk]}
        parts.filter(position__in=moved).update(position=F("position") + LAST // 2)
        move_wordings(self.instance, moved)
        return super().save()


class RecommendationPartInline(StaffNames, admin.StackedInline):
    model = RecommendationPart
    form = PartForm
    formset = PartFormSet
    extra = 0
    can_delete = False
    autocomplete_fields = ["agency_kinds", "agencies"]


@admin.register(Recommendation)
class RecommendationAdmin(StatementAdmin):
    list_display = ["reference", "short_label", "series", "words", "review", "is_key"]
    search_fields = ["reference", "short_label", "series", "stem", "tail", "parts__text"]
    inlines = [RecommendationPartInline]
    fieldsets = [
        (
            "As published",
            {"fields": ["reference", ("short_label", "numbering_is_ours"), "series", "scope", "stem", "tail"]},
        ),
        StatementAdmin.in_document,
        StatementAdmin.ours,
    ]

    def save_model(self, request, obj, form, change) -> None:
        """Save, and ask about a label that the series has already: a document may print one twice, by mistake."""
        super().save_model(request, obj, form, change)
        if {"short_label", "series"} & {*form.changed_data} and (twin := obj.with_same_label().first()):
            messages.warning(
                request,
                f"{twin.reference} is also “{twin.label}”. Keep both only if the document prints this label twice.",
            )

    @admin.display(description="text")
    def words(self, recommendation) -> str:
        return beginning(recommendation.stem, 90) or "(parts only)"


class OnePartForm(forms.ModelForm):
    """A part in a form of its own."""

    def clean(self):
        """Raise ValidationError if the part, or a part of it, would not stand where it belongs."""
        cleaned = super().clean() or self.cleaned_data
        stored = self.instance.recommendation if self.instance.pk else None
        if (recommendation := cleaned.get("recommendation", stored)) and "position" in cleaned:
            changed = {self.instance.pk: cleaned["position"] or 0}
            parts = [self.placed(part, changed) for part in recommendation.parts.select_related("parent")]
            parent = cleaned.get("parent")
            own = PlacedPart(
                cleaned["position"] or 0, cleaned.get("text", ""), parent is not None, parent.position if parent else 0
            )
            check_parts(recommendation, [own, *filter(None, parts)])
        check_agencies(self, cleaned.get("recommendation", stored), cleaned)
        return cleaned

    def placed(self, part: RecommendationPart, changed: dict[int, int]) -> PlacedPart | None:
        """Return where another part stands; None for the part of this form."""
        if part.pk == self.instance.pk:
            return None
        above = changed.get(part.parent.pk, part.parent.position) if part.parent else 0
        return PlacedPart(part.position, part.text, part.parent is not None, above)


@admin.register(RecommendationPart)
class RecommendationPartAdmin(HistoryAdmin):
    form = OnePartForm
    kept = KEPT
    list_display = ["__str__", "text"]
    list_select_related = ["recommendation"]
    sortable_by: list[str] = []  # lists are in document order
    search_fields = ["recommendation__reference", "text"]
    autocomplete_fields = ["recommendation", "parent", "agency_kinds", "agencies"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """A part stays in its recommendation: its own parts, second wordings and responses are there."""
        return [*super().get_readonly_fields(request, obj), *(["recommendation"] if obj else [])]

    def save_model(self, request, obj, form, change) -> None:
        """Save. Second wordings of the part follow it to its new position."""
        before = form.initial.get("position") if change else None
        super().save_model(request, obj, form, change)
        if before and before != obj.position:
            move_wordings(obj.recommendation, {before: obj.position})

    def has_delete_permission(self, request, obj=None) -> bool:
        return may_be_deleted(obj and obj.recommendation.review)


class ReadOnly:
    """Records that only actions create; these check permissions and notify the people concerned."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ResponseVersionInline(ReadOnly, admin.StackedInline):
    model = ResponseVersion
    extra = 0
    show_change_link = True


class AssuranceInline(admin.StackedInline):
    model = Assurance
    extra = 0
    autocomplete_fields = ["partnership", "version"]


class ShowsAgency:
    """A list that shows, and finds, the agency behind a generic name."""

    names = ("agency__name", "agency__stands_for__name")

    @admin.display(description="agency", ordering="agency__name")
    def agency_for_staff(self, record) -> str:
        return record.agency.staff_name


@admin.register(Response)
class ResponseAdmin(ShowsAgency, CatalogueAdmin):
    form = OneAgencyForm
    list_display = ["recommendation", "agency_for_staff", "named_as"]
    list_filter = ["agency__kind", "recommendation__review__status"]
    list_select_related = ["recommendation", "agency__stands_for"]
    search_fields = [
        "recommendation__reference",
        *ShowsAgency.names,
        "versions__text",
        "versions__passage__text",
    ]
    autocomplete_fields = ["recommendation", "agency"]
    inlines = [ResponseVersionInline, AssuranceInline]

    def has_add_permission(self, request, obj=None) -> bool:
        """Return False: responses are typed on the pages of their review, which have a field for the words."""
        return False

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """Return the fields that nobody may change: whose response it is, and to what, once it was published."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj and ResponseStep.objects.filter(version__response=obj, action=StepAction.PUBLISHED).exists():
            fields += ["recommendation", "agency"]
        return fields


@admin.register(ResponseVersion)
class ResponseVersionAdmin(ReadOnly, CatalogueAdmin):
    list_display = ["response", "number", "acceptance", "progress", "document", "passage"]
    list_filter = ["acceptance", "progress"]
    list_select_related = ["response__recommendation", "response__agency", "document", "passage__document"]
    search_fields = ["text", "passage__text", "response__recommendation__reference", "response__agency__name"]


@admin.register(Passage)
class PassageAdmin(ReadOnly, CatalogueAdmin):
    list_display = ["__str__", "place", "words"]
    list_select_related = ["document"]
    search_fields = ["text", "document__title", "versions__response__agency__name"]

    @admin.display(description="text")
    def words(self, passage) -> str:
        return beginning(passage.text, 90)


@admin.register(ResponseStep)
class ResponseStepAdmin(ReadOnly, CatalogueAdmin):
    list_display = ["version", "action", "at", "acted_as", "actor"]
    list_filter = ["action"]
    list_select_related = ["version__response__recommendation", "version__response__agency", "actor"]
    search_fields = ["version__response__recommendation__reference", "version__response__agency__name"]


@admin.register(ResponseRequest)
class ResponseRequestAdmin(ShowsAgency, HistoryAdmin):
    form = OneAgencyForm
    list_display = ["recommendation", "agency_for_staff", "asked_by", "asked_on", "due_on", "chase_stage"]
    list_filter = ["chase_stage", "asked_by"]
    list_select_related = ["recommendation", "agency__stands_for", "asked_by"]
    search_fields = ["recommendation__reference", *ShowsAgency.names]
    autocomplete_fields = ["recommendation", "agency", "asked_by"]
    date_hierarchy = "due_on"

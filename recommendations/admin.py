"""Admin pages on which administrators edit recommendations and read the responses to them."""

from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from learning.actions import may_be_deleted
from learning.admin.base import CatalogueAdmin, HistoryAdmin
from learning.admin.reviews import KEPT
from learning.admin.statements import StatementAdmin
from learning.utils.text import beginning

from .models import (
    Assurance,
    Recommendation,
    RecommendationPart,
    Response,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
    StepAction,
)
from .models.recommendation import check_parts


class PartFormSet(BaseInlineFormSet):
    """The parts of one recommendation."""

    def clean(self) -> None:
        """Raise ValidationError if two parts have the same position, or if there are no words at all."""
        super().clean()
        typed = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        check_parts(self.instance, [(one.get("position") or 0, one.get("text", "")) for one in typed])


class RecommendationPartInline(admin.StackedInline):
    model = RecommendationPart
    formset = PartFormSet
    extra = 0
    can_delete = False
    autocomplete_fields = ["agency_kinds", "agencies"]


@admin.register(Recommendation)
class RecommendationAdmin(StatementAdmin):
    list_display = ["reference", "number", "words", "review", "is_key"]
    sortable_by = ["number", *StatementAdmin.sortable_by]
    search_fields = ["reference", "stem", "tail", "parts__text"]
    inlines = [RecommendationPartInline]
    fieldsets = [
        ("As published", {"fields": ["reference", ("number", "numbering_is_ours"), "stem", "tail"]}),
        StatementAdmin.in_document,
        StatementAdmin.ours,
    ]

    @admin.display(description="text")
    def words(self, recommendation) -> str:
        return beginning(recommendation.stem, 90) or "(parts only)"


@admin.register(RecommendationPart)
class RecommendationPartAdmin(HistoryAdmin):
    kept = KEPT
    list_display = ["__str__", "text"]
    list_select_related = ["recommendation"]
    sortable_by: list[str] = []  # lists are in document order
    search_fields = ["recommendation__reference", "text"]
    autocomplete_fields = ["recommendation", "agency_kinds", "agencies"]

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


@admin.register(Response)
class ResponseAdmin(CatalogueAdmin):
    list_display = ["recommendation", "agency", "named_as"]
    list_filter = ["agency__kind", "recommendation__review__status"]
    list_select_related = ["recommendation", "agency"]
    search_fields = ["recommendation__reference", "agency__name", "versions__text"]
    autocomplete_fields = ["recommendation", "agency"]
    inlines = [ResponseVersionInline, AssuranceInline]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """Return the fields that nobody may change: whose response it is, and to what, once it was published."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj and ResponseStep.objects.filter(version__response=obj, action=StepAction.PUBLISHED).exists():
            fields += ["recommendation", "agency"]
        return fields


@admin.register(ResponseVersion)
class ResponseVersionAdmin(ReadOnly, CatalogueAdmin):
    list_display = ["response", "number", "acceptance", "progress", "document"]
    list_filter = ["acceptance", "progress"]
    list_select_related = ["response__recommendation", "response__agency", "document"]
    search_fields = ["text", "response__recommendation__reference", "response__agency__name"]


@admin.register(ResponseStep)
class ResponseStepAdmin(ReadOnly, CatalogueAdmin):
    list_display = ["version", "action", "at", "acted_as", "actor"]
    list_filter = ["action"]
    list_select_related = ["version__response__recommendation", "version__response__agency", "actor"]
    search_fields = ["version__response__recommendation__reference", "version__response__agency__name"]


@admin.register(ResponseRequest)
class ResponseRequestAdmin(HistoryAdmin):
    list_display = ["recommendation", "agency", "asked_by", "asked_on", "due_on", "chase_stage"]
    list_filter = ["chase_stage", "asked_by"]
    list_select_related = ["recommendation", "agency", "asked_by"]
    search_fields = ["recommendation__reference", "agency__name"]
    autocomplete_fields = ["recommendation", "agency", "asked_by"]
    date_hierarchy = "due_on"

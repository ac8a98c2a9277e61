"""Quoted actions: entered and corrected until their review is published, and only read from then on."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models

from learning.actions import may_be_deleted
from learning.admin.base import NotDeletable
from learning.admin.reviews import SourcedAdmin
from learning.utils.fields import LongTextField
from learning.utils.text import beginning
from recommendations.models import QuotedAction
from recommendations.triggers.quoted_actions import KEPT

FEW_LINES = forms.Textarea(attrs={"rows": 2})


@admin.register(QuotedAction)
class QuotedActionAdmin(SourcedAdmin):
    """An action of a published plan. The database refuses changes while its review is published or withdrawn."""

    kept = KEPT
    formfield_overrides = {models.TextField: {"form_class": LongTextField, "widget": FEW_LINES}}
    list_display = ["name", "words", "recommendation", "review", "due"]
    list_select_related = [*SourcedAdmin.list_select_related, "recommendation"]
    sortable_by: list[str] = []  # lists are in document order
    search_fields = ["label", "text", "lead", "recommendation__reference", "review__code", "review__title"]
    autocomplete_fields = [*SourcedAdmin.autocomplete_fields, "recommendation"]
    save_on_top = True
    fieldsets = [
        ("Where it belongs", {"fields": ["review", "recommendation"]}),
        (
            "As published",
            {
                "description": "Enter the words of the plan exactly. If the plan leaves a field out, leave it blank. "
                "Check the words now: you cannot change or delete an action once the review is published.",
                "fields": ["label", "text", "lead", "due", "status", "progress", "evidence", "outcome"],
            },
        ),
        ("Other columns", {"fields": ["further_columns", "language"]}),
        ("Place in the document", {"fields": ["document", "position", "place", "source_defect"]}),
    ]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """An action stays in its review."""
        return [*super().get_readonly_fields(request, obj), *(["review"] if obj else [])]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Refuse to save an action whose review was published while the form was open, and say what to do."""
        record = self.get_object(request, unquote(object_id)) if request.method == "POST" and object_id else None
        if record and not may_be_deleted(record.review):
            raise NotDeletable(KEPT)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_fieldsets(self, request, obj=None):
        """Return the fields; of an action that is only read they say why."""
        if obj is None or may_be_deleted(obj.review):
            return self.fieldsets
        return [
            (name, options | {"description": KEPT if number == 0 else ""})
            for number, (name, options) in enumerate(self.fieldsets)
        ]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_be_deleted(obj.review))

    @admin.display(description="text")
    def words(self, action) -> str:
        return beginning(action.text, 90)

"""Learning points, good practice and questions."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q

from learning.actions import check_is_for_somebody, check_themes, save_note
from learning.models import GoodPractice, LaterNote, LearningItem, LearningPoint, ReflectiveQuestion, Review
from learning.utils.text import beginning

from .identity import AsksAboutIdentity
from .public_names import linked_problems
from .reviews import SourcedAdmin

REFERENCE = re.compile(r"R\d{4,9}(-\d{0,9})?$", re.IGNORECASE | re.ASCII)  # or the beginning of one


class StatementForm(forms.ModelForm):
    """Checks that a statement has one to four themes, and an agency or kind of agency that it is relevant to."""

    def clean_themes(self):
        check_themes(self.cleaned_data["themes"])
        return self.cleaned_data["themes"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        try:
            check_is_for_somebody(cleaned.get("agency_kinds"), cleaned.get("agencies"))
        except ValidationError as error:
            self.add_error("agency_kinds", error)
        if problems := linked_problems(cleaned.get("review"), cleaned.get("agencies")):
            self.add_error("agencies", problems)
        return cleaned


class StatementAdmin(SourcedAdmin):
    """The admin of a statement of any kind."""

    form = StatementForm
    list_display = ["reference", "words", "review", "is_key"]
    list_filter = ["themes__group", "agency_kinds", *SourcedAdmin.list_filter]
    autocomplete_fields = [*SourcedAdmin.autocomplete_fields, "themes", "agency_kinds", "agencies"]
    search_fields = ["reference", "text"]
    sortable_by = ["review", "kind", "is_key"]  # sorted as text, R0003-10 would come before R0003-9
    readonly_fields = ["reference"]
    save_on_top = True
    in_document: Any = (
        "Place in the document",
        {"fields": ["review", "document", "position", "place", "heading", "subheading", "language"]},
    )
    ours: Any = ("Added by the portal", {"fields": ["themes", "agency_kinds", "agencies", "is_key", "source_defect"]})

    def get_search_results(self, request, queryset, search_term):
        """Search the text. If only references, or beginnings of references, are typed, search only the references."""
        typed = search_term.split()
        if typed and all(REFERENCE.match(word) for word in typed):
            meant = Q()
            for word in typed:
                meant |= Q(reference__istartswith=word)
            return queryset.filter(meant), False
        return super().get_search_results(request, queryset, search_term)


class LaterNoteForm(AsksAboutIdentity):
    """A later note. Readers of a published review see it as soon as it is saved."""

    def review_of(self) -> Review | None:
        return getattr(getattr(self.instance, "item", None), "review", None)


class LaterNoteInline(admin.TabularInline):
    model = LaterNote
    form = LaterNoteForm
    extra = 0
    fields = ["dated", "text", "identity_reason", "author"]
    readonly_fields = ["author"]


@admin.register(LearningItem)
class LearningItemAdmin(StatementAdmin):
    list_display = ["reference", "kind", "words", "review", "is_key"]
    list_filter = ["kind", *StatementAdmin.list_filter]
    autocomplete_fields = [*StatementAdmin.autocomplete_fields, "parent"]
    inlines = [LaterNoteInline]
    fieldsets = [
        ("As published", {"fields": ["reference", "kind", "text", "parent"]}),
        StatementAdmin.in_document,
        StatementAdmin.ours,
    ]

    def get_search_results(self, request, queryset, search_term):
        """Search; as the point that an item stands under, only those are offered that are not at the last level."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        if request.GET.get("field_name") == "parent":
            found = found.filter(parent__parent=None)
        return found, has_duplicates

    @admin.display(description="text")
    def words(self, item) -> str:
        return beginning(item.text, 90)

    def save_formset(self, request, form, formset, change) -> None:
        """Save the notes; a new note is signed by its author."""
        for one in formset.forms:
            if one.has_changed() and isinstance(one, LaterNoteForm) and one not in formset.deleted_forms:
                one.record_decisions(request.user)
        for note in formset.save(commit=False):
            save_note(note, by=request.user)
        for note in formset.deleted_objects:
            note.delete()


admin.site.register([LearningPoint, GoodPractice, ReflectiveQuestion], LearningItemAdmin)

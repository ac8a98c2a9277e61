"""Themes, agencies, partnerships and the glossary."""

from django.contrib import admin
from django.db.models import Count

from learning.models import Agency, AgencyKind, GlossaryTerm, Partnership, Theme

from .base import CatalogueAdmin, HistoryAdmin


@admin.register(Theme)
class ThemeAdmin(HistoryAdmin):
    list_display = ["name", "group", "items", "slug"]
    list_filter = ["group"]
    search_fields = ["name", "slug", "scope_note", "aliases"]
    ordering = ["name"]
    instead = (
        "Give these another theme first. If only the name or the slug is wrong, change it: the old address leads to "
        "the new one."
    )
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(items=Count("learningitems"))

    @admin.display(ordering="items", description="learning items")
    def items(self, theme) -> int:
        return theme.items


@admin.register(AgencyKind)
class AgencyKindAdmin(CatalogueAdmin):
    list_display = ["name", "order", "slug"]
    instead = "Give these another kind of agency first. If only the name is wrong, change the name."
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Agency)
class AgencyAdmin(HistoryAdmin):
    list_display = ["name", "kind", "succeeded_by", "succeeded_on"]
    instead = (
        "If the agency has another name now, change its name. If another agency took over from it, enter that under "
        "“succeeded by”: what it was asked and what it answered stays under its name."
    )
    list_filter = ["kind", "partnerships"]
    list_select_related = ["kind", "succeeded_by"]
    search_fields = ["name", "slug", "aliases"]
    autocomplete_fields = ["kind", "partnerships", "succeeded_by"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Partnership)
class PartnershipAdmin(HistoryAdmin):
    list_display = ["name", "area", "nation", "shows_unanswered"]
    instead = (
        "If the partnership has another name now, change its name and keep the old one under “former names”. "
        "Otherwise change or delete these first."
    )
    list_filter = ["nation", "shows_unanswered"]
    search_fields = ["name", "slug", "area", "former_names"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(HistoryAdmin):
    list_display = ["abbreviation", "expansion", "expansion_is_ours", "slug"]
    instead = "Take the term out of these documents first. A wrong expansion can be changed."
    list_filter = ["expansion_is_ours"]
    search_fields = ["abbreviation", "expansion"]
    prepopulated_fields = {"slug": ["abbreviation"]}

"""Themes, agencies, partnerships and the glossary."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from learning.models import Agency, AgencyKind, GlossaryTerm, Partnership, ReviewKind, Theme

from .base import CatalogueAdmin, HistoryAdmin
from .merging import MergeableAdmin
from .public_names import PublicNameAdmin


@admin.register(Theme)
class ThemeAdmin(MergeableAdmin):
    change_list_template = "admin/theme_change_list.html"
    list_display = ["name", "group", "items", "slug"]
    list_filter = ["group"]
    search_fields = ["name", "slug", "scope_note", "aliases"]
    ordering = ["name"]
    instead = (
        "Merge it into another theme. If only the name or the slug is wrong, change it. The old address will "
        "redirect to the new one."
    )
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        tagged = Theme.learningitems.through.objects.filter(theme=OuterRef("pk")).order_by().values("theme")
        number = Subquery(tagged.values(number=Count("pk")))
        return super().get_queryset(request).annotate(items=Coalesce(number, 0))

    @admin.display(ordering="items", description="learning items")
    def items(self, theme) -> int:
        return theme.items


@admin.register(ReviewKind)
class ReviewKindAdmin(HistoryAdmin):
    list_display = ["name", "short_name", "nation", "about", "in_use_from", "in_use_until", "checked_on", "order"]
    list_filter = ["nation", "about"]
    search_fields = ["name", "short_name", "slug"]
    autocomplete_fields = ["succeeded"]
    instead = (
        "Give these another kind first. If the kind is no longer in use, enter the date under “in use until” instead "
        "of deleting it. Existing reviews keep it."
    )
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "nation", "about", "is_about_domestic_abuse", "order"]}),
        (
            "Commissioning and publication",
            {
                "fields": [
                    "commissioned_by",
                    "publication_decided_by",
                    "usually_published",
                    "default_audience",
                    "minimum_availability",
                ]
            },
        ),
        (
            "Before publication",
            {
                "fields": ["must_agree", "must_be_notified", "must_be_checked", "publication_note"],
                "description": "What editors record before a review of this kind is published.",
            },
        ),
        ("Law or guidance", {"fields": ["law", "law_address", "checked_on"]}),
        ("In use", {"fields": ["in_use_from", "in_use_until", "succeeded", "note"]}),
    ]


@admin.register(AgencyKind)
class AgencyKindAdmin(CatalogueAdmin):
    list_display = ["name", "generic_name", "order", "slug"]
    instead = "Move these to another kind of agency first. If only the name is wrong, change the name."
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Agency)
class AgencyAdmin(PublicNameAdmin, MergeableAdmin):
    change_form_template = "admin/agency_change_form.html"
    list_display = ["name", "kind", "stands_for", "stands_for_in", "succeeded_by", "succeeded_on"]
    instead = (
        "If the agency has a new name, change its name. If it is in the list twice, merge one into the other. If "
        "another agency took over from it, enter that agency under “succeeded by”: its requests and responses then "
        "stay under the old name."
    )
    list_filter = ["kind", "partnerships"]
    list_select_related = ["kind", "succeeded_by", "stands_for", "stands_for_in"]
    search_fields = ["name", "slug", "aliases", "stands_for__name", "stands_for__aliases", "stands_for_in__code"]
    autocomplete_fields = ["kind", "partnerships", "succeeded_by"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """A stand-in has the kind of the agency that it stands for, and nothing else of it."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj and obj.stands_for_id:
            fields += ["stands_for", "stands_for_in", "kind", "partnerships", "succeeded_by", "succeeded_on"]
        return fields

    def get_prepopulated_fields(self, request, obj=None) -> dict:
        """Do not make the slug of an existing agency from its name; a stand-in keeps the one that it was given."""
        return {} if obj else super().get_prepopulated_fields(request, obj)


@admin.register(Partnership)
class PartnershipAdmin(HistoryAdmin):
    list_display = ["name", "called", "area", "nation", "shows_unanswered"]
    instead = (
        "If the partnership has a new name, change its name and keep the old one under “former names”. "
        "Otherwise change or delete these first."
    )
    list_filter = ["called", "nation", "shows_unanswered"]
    search_fields = ["name", "slug", "area", "former_names"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(HistoryAdmin):
    list_display = ["abbreviation", "expansion", "expansion_is_ours", "slug"]
    instead = "Remove the term from these documents first. If only the expansion is wrong, change it."
    list_filter = ["expansion_is_ours"]
    search_fields = ["abbreviation", "expansion"]
    prepopulated_fields = {"slug": ["abbreviation"]}

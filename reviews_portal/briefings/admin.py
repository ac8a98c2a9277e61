"""Admin pages on which administrators read partnerships' own summaries and approvals, and can delete them."""

from django.contrib import admin

from learning.admin.base import CatalogueAdmin, HistoryAdmin
from learning.utils.text import beginning

from .models import BriefingApproval, PartnershipSummary


class MadeOnPages:
    """Records that are only made on the page of a review's briefing, which checks what they are based on."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(PartnershipSummary)
class PartnershipSummaryAdmin(MadeOnPages, HistoryAdmin):
    list_display = ["review", "part", "words"]
    list_filter = ["part", "review__status"]
    list_select_related = ["review"]
    search_fields = ["text", "review__code", "review__title"]

    @admin.display(description="text")
    def words(self, summary) -> str:
        return beginning(summary.text, 90)


@admin.register(BriefingApproval)
class BriefingApprovalAdmin(MadeOnPages, CatalogueAdmin):
    list_display = ["review", "partnership", "acted_as", "approved_at"]
    list_filter = ["review__status"]
    list_select_related = ["review", "partnership"]
    search_fields = ["review__code", "review__title", "partnership__name"]

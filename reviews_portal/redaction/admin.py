from django.contrib import admin

from .models import Redaction


@admin.register(Redaction)
class RedactionAdmin(admin.ModelAdmin):
    """Read-only list of redactions and their reasons. "View on site" opens the page on which to decide."""

    list_display = ["__str__", "reason", "proposed_by", "proposed_at", "decided_by", "decided_at", "cleaned_at"]
    list_filter = ["state"]
    readonly_fields = ["outcome"]
    fields = [
        "outcome",
        "reason",
        "replacement",
        "proposed_by",
        "proposed_at",
        "decided_by",
        "decided_at",
        "places",
        "cleaned_at",
    ]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

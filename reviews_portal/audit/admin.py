from django.contrib import admin

from .models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """The audit log, read-only."""

    list_display = ["at", "event", "who", "account", "detail", "network"]
    list_display_links = None
    list_filter = ["event", "at"]
    show_full_result_count = False

    def get_queryset(self, request):
        return AuditEntry.objects.with_people().order_by("-pk")

    @admin.display(description="by")
    def who(self, entry: AuditEntry) -> str:
        return entry.person("by")

    @admin.display(description="account")
    def account(self, entry: AuditEntry) -> str:
        return entry.person("about")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

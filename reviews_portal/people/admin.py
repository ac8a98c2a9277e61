from django.contrib import admin

from .models import Invitation


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Read-only list of invitations. Editors send and cancel them in the workspace."""

    list_display = ["email", "role", "agency", "partnership", "invited_by", "invited_at", "taken_at"]
    list_filter = ["role", "partnership"]
    list_select_related = ["agency", "partnership", "invited_by"]
    search_fields = ["email", "agency__name", "partnership__name"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

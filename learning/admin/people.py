"""Admin pages for memberships: the roles of users at agencies and partnerships."""

from django.contrib import admin

from learning.models import Membership

from .base import HistoryAdmin


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    list_display = ["user", "role", "agency", "partnership"]
    list_filter = ["role", "partnership"]
    list_select_related = ["user", "agency", "partnership"]
    search_fields = ["user__email", "agency__name", "partnership__name"]
    autocomplete_fields = ["user", "agency", "partnership"]

"""Problems that readers report; risks of identification come first."""

from django.contrib import admin
from django.db.models import Case, When
from django.utils.html import format_html

from learning.addresses import address_of
from learning.models import URGENT, ErrorReport
from learning.utils.text import beginning

from .base import CatalogueAdmin


class Handled(admin.SimpleListFilter):
    title = "handled"
    parameter_name = "handled"

    def lookups(self, request, model_admin):
        return [("no", "Not yet"), ("yes", "Handled")]

    def queryset(self, request, queryset):
        return queryset.filter(handled_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(ErrorReport)
class ErrorReportAdmin(CatalogueAdmin):
    list_display = ["kind", "about", "start", "received_at", "handled_at"]
    list_filter = [Handled, "kind"]
    search_fields = ["about", "text", "handling"]
    readonly_fields = ["kind", "about", "text", "reply_to", "phone", "received_at", "hide_now"]
    fields = [*readonly_fields, "handling", "handled_at"]

    def get_ordering(self, request) -> list:
        is_urgent_and_waits = When(kind__in=URGENT, handled_at=None, then=1)
        return [Case(is_urgent_and_waits, default=0).desc(), "-received_at"]

    @admin.display(description="text")
    def start(self, report) -> str:
        return beginning(report.text, 90)

    @admin.display(description="hide now")
    def hide_now(self, report) -> str:
        """A link to the page on which staff hide what an urgent report is about."""
        if not report.is_urgent:
            return "-"
        return format_html('<a href="{}">Open this report to hide it</a>', address_of("report", str(report.pk)))

    def has_add_permission(self, request) -> bool:
        return False

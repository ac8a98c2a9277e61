"""Problems that readers report; risks of identification come first."""

from django.contrib import admin
from django.db.models import Case, When

from learning.models import ErrorReport, ReportKind
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
    readonly_fields = ["kind", "about", "text", "reply_to", "received_at"]
    fields = [*readonly_fields, "handling", "handled_at"]

    def get_ordering(self, request) -> list:
        waits_and_may_identify = When(kind=ReportKind.IDENTIFICATION, handled_at=None, then=1)
        return [Case(waits_and_may_identify, default=0).desc(), "-received_at"]

    @admin.display(description="text")
    def start(self, report) -> str:
        return beginning(report.text, 90)

    def has_add_permission(self, request) -> bool:
        return False

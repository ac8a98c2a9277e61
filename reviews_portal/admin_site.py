"""The administration: for administrators alone, because it shows every record whatever its audience."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from learning.sight import sight_of


class PortalAdminSite(AdminSite):
    """Django's administration under the portal's name."""

    site_title = site_header = "Case review learning: administration"
    index_title = "What administrators look after"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in staff who may see everything; other permissions alone are not enough."""
        return super().has_permission(request) and sight_of(request.user).everything

"""The administration: for administrators alone, because it shows every record whatever its audience."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from learning.sight import sight_of


class PortalAdminSite(AdminSite):
    """Django's administration under the portal's name."""

    site_title = site_header = "Case review learning: administration"
    index_title = "What administrators look after"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in staff who may see everything; other permissions alone are not enough."""
        return super().has_permission(request) and sight_of(request.user).everything

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Lead to the one page where people sign in, where attempts are limited and a second factor is asked for."""
        return super().login(request, extra_context)

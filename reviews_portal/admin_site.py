"""The administration: for administrators alone, because it shows every record whatever its audience."""

from functools import update_wrapper
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator

from learning.sight import sight_of
from recommendations.views.kept import sign_in_first, take_kept, writer


class PortalAdminSite(AdminSite):
    """Django's administration under the portal's name, where a session that ends takes nothing typed with it."""

    site_title = site_header = "Case review learning: administration"
    index_title = "What administrators look after"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in staff who may see everything; other permissions alone are not enough."""
        return super().has_permission(request) and sight_of(request.user).everything

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Lead to the one page where people sign in, where attempts are limited and a second factor is asked for."""
        return super().login(request, extra_context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the mark of who writes, which the forms of the catalogue carry."""
        return super().each_context(request) | {"writer": writer(request.user)}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return the view; a form sent after its session ended goes through signing in, and comes back."""
        inner = super().admin_view(view, cacheable)

        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and "writer" in request.POST and not request.user.is_authenticated:
                return sign_in_first(request, then="stands in the form again, to be saved")
            if request.method == "GET" and request.user.is_authenticated:
                kept = take_kept(request)
                request.kept = kept and kept[1]  # type: ignore[attr-defined]  # for CatalogueAdmin
            return inner(request, *args, **kwargs)

        return update_wrapper(page, inner)

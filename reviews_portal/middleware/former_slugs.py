"""Redirect addresses that contain a former slug of a theme, agency or partnership."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from learning.models.old_slug import Moved


class RedirectFormerSlugs:
    """Redirects an address with a former slug to the same page under the current slug."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, Moved) or match is None or request.method == "POST":
            return None
        named = {name: exception.new if one == exception.old else one for name, one in match.kwargs.items()}
        if named == match.kwargs:  # the former slug is in a query parameter
            return None
        address, query = reverse(match.view_name, kwargs=named), request.META.get("QUERY_STRING", "")
        return redirect(f"{address}?{query}" if query else address, permanent=True)

"""The page of one request, for those whom it concerns."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from learning.utils.form_recovery import recovers_typed_text
from recommendations.workspace_permissions import permissions_of

from . import checking, responding
from .decorators import is_agency_editor
from .requests import request_page, request_seen


@recovers_typed_text(page=request_page)
@login_required
def response_request(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a request to the editors of its agency, who write the response, and to those who check the response.

    Users who do both get the second page with `?check`. A POST here still saves a draft, for pages that were loaded
    before drafts had their own URL.
    """
    if request.method == "POST":
        return responding.save_draft(request, pk)
    found = request_seen(request, pk)
    is_to_check = "check" in request.GET and found.asked_by_id in permissions_of(request.user).watched
    if is_to_check or not is_agency_editor(request.user, found):
        return checking.check(request, found)
    return responding.respond(request, found)

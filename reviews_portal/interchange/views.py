"""Download a review as a JSON document, for its editors, and the published schema of these documents."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.models import Audience, Review, Status
from learning.signals import restricted_exported
from learning.views.decorators import review_editor_required
from reviews_portal.editing.actions.permissions import reviews_edited_by

from .exporting import document_of, written
from .schema import json_schema


@never_cache
@review_editor_required(reviews_edited_by)
@require_safe
def export(request: HttpRequest, review: Review) -> HttpResponse:
    """Return a review as a JSON document, or a page that says why it cannot be exported.

    Exports of reviews that are not public are recorded in the audit log.
    """
    try:
        content = written(document_of(review, by=request.user))
    except ValidationError as error:
        context = {"review": review, "problems": error.messages}
        return render(request, "interchange/not_exported.html", context, status=409)
    if review.audience != Audience.PUBLIC or review.status != Status.PUBLISHED:
        restricted_exported.send(export, request=request, what=f"{review.code} json")
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{review.code}.json"'
    return response


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """Return the JSON Schema of reviews that are exported as JSON documents."""
    return JsonResponse(json_schema(), json_dumps_params={"indent": 1, "ensure_ascii": False})

"""A review as it would be published: its page, and its documents."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviews_portal.briefings import exporting
from reviews_portal.briefings.exporting import NothingToExport
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.editing.preview import written_for_now
from reviews_portal.pages.review import context_of

from .decorators import editor_required, open_copy_required

SHOWN = ("pdf", "docx")  # the formats in which a preview can be had


@never_cache
@editor_required
@open_copy_required
@require_safe
def page(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Show the page of the review as it would be published."""
    try:
        with written_for_now(copy, request) as review:
            context = context_of(review.pk, request, "")
            own = {"may_edit": False, "stages": [], "is_preview": True}
            return render(request, "pages/review.html", context | own)
    except ValidationError as error:
        return not_yet(request, copy, error)


@never_cache
@editor_required
@open_copy_required
@require_safe
def document(request: HttpRequest, copy: WorkingCopy, format: str) -> HttpResponse:
    """Return the PDF or the Word file of the review as it would be published."""
    if format not in SHOWN:
        raise Http404
    try:
        with written_for_now(copy, request) as review:
            made = exporting.export(request, "review", review.slug, FORMATS[format])
    except ValidationError as error:
        return not_yet(request, copy, error)
    except NothingToExport:
        return not_yet(request, copy, ValidationError("There is nothing to preview yet."))
    response = HttpResponse(b"".join(made.parts()), content_type=FORMATS[format].content_type)
    response["Content-Disposition"] = f'attachment; filename="preview-{made.file_name}"'
    return response


def not_yet(request: HttpRequest, copy: WorkingCopy, error: ValidationError) -> HttpResponse:
    """Say why there is no preview yet, and what to do."""
    context = {"review": copy.review, "copy": copy, "problems": error.messages}
    return render(request, "editing/no_preview.html", context, status=409)

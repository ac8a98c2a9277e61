"""The pages of a long export: its progress and its file. Only the reader who started it can open them."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reviews_portal.briefings import long_exports
from reviews_portal.briefings.models import ExportState, LongExport
from reviews_portal.briefings.writers import FORMATS

from .exports import headers_of, own_keys, problem


@never_cache
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show the progress of an export; the page names nothing that is in the export."""
    made = own(request, key)
    if made.problem and not long_exports.is_still_seen(made, request.user):
        made.problem = ""  # the problem names an item
    context = {"export": made, "format": FORMATS[made.format]}
    return render(request, "briefings/long_export.html", context)


@require_POST
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stop an export."""
    made = own(request, key)
    long_exports.stop(made)
    return redirect(made)


@require_POST
def make_again(request: HttpRequest, key: str) -> HttpResponse:
    """Restart an export that was stopped or failed."""
    made = own(request, key)
    long_exports.again(made, request, own_keys(request))
    return redirect(made)


@never_cache
@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream the file with its length, if the reader may still read everything in it."""
    made = own(request, key)
    if made.state != ExportState.READY:
        return redirect(made)
    if not long_exports.is_still_seen(made, request.user):
        return problem(
            request,
            "You cannot download this document",
            "Part of it is no longer published, or you no longer have permission to view it. Export the page again to "
            "get a document without that part.",
        )
    headers = headers_of(FORMATS[made.format], made.name) | {"Content-Length": str(made.size)}
    return StreamingHttpResponse(long_exports.content_of(made), headers=headers)


def own(request: HttpRequest, key: str) -> LongExport:
    """Return an export that this reader started. Raises Http404 for any other."""
    if key not in own_keys(request):
        raise Http404
    kept = LongExport.objects.kept().without_words().select_related("edition").defer("edition__outline")
    return get_object_or_404(kept, key=key)

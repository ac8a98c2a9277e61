"""The original file of a document, as a download."""

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from learning.models import DocumentFile, Review, Status
from learning.originals.storage import originals
from learning.signals import restricted_exported
from learning.withdrawal import being_checked, gone_or_missing, states_of


@require_safe
@csp_override({"default-src": "'none'", "sandbox": True})  # type: ignore[dict-item]  # a directive without a value
def original(request: HttpRequest, slug: str, position: int) -> HttpResponseBase:
    """Return the file of the document at a position, as a download that no browser displays.

    A former slug redirects, and a withdrawn review is gone, as on the page of the review. Raises Http404 for a file
    that the reader may not open, as if there were none.
    """
    visible = Review.objects.visible_to(request.user)
    review = visible.filter(slug=slug).first()
    if review is None:
        if moved := visible.filter(old_addresses__slug=slug).first():
            return redirect("original", moved.slug, position, permanent=True)
        return gone_or_missing(request, Q(slug=slug) | Q(old_addresses__slug=slug))
    seen = DocumentFile.objects.visible_to(request.user).listed().select_related("document")
    held = seen.filter(document__review=review, document__position=position).first()
    if held is None:
        permitted = DocumentFile.objects.permitted_to(request.user).listed()
        hidden = permitted.filter(document__review=review, document__position=position).first()
        if hidden is None:
            raise Http404
        return being_checked(request, review, "file", states_of(digest=hidden.original.digest))
    return download(request, held, review)


def download(request: HttpRequest, held: DocumentFile, review: Review) -> FileResponse:
    """Return a file as a response, and note in the audit log who opens one that is not for everyone.

    Raises Http404 if the storage has lost it.
    """
    if not originals().exists(held.original.name):
        raise Http404
    closing = DocumentFile.objects.closing().filter(original=held.original)
    holding = Review.objects.filter(Q(pk=review.pk) | Q(pk__in=closing.values("document__review")))
    is_restricted = any(one.is_restricted or one.status != Status.PUBLISHED for one in holding)
    if is_restricted:
        restricted_exported.send(original, request=request, what=f"{review.code}, original file {held.document_id}")
    response = FileResponse(
        originals().open(held.original.name),
        as_attachment=True,
        filename=held.file_name,
        content_type=held.original.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    if is_restricted:
        response["Cache-Control"] = "private, no-store"
    return response

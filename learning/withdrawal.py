"""The responses for reviews and statements that were withdrawn, removed or never there."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .models import OldReference, Review


def gone_or_missing(request: HttpRequest, review: Q) -> HttpResponse:
    """Return a 410 page without any name if a review that the reader could see was withdrawn.

    `review` selects the review: `Q(slug=…)` or `Q(code=…)`. Raises Http404 otherwise.
    """
    if Review.objects.withdrawn_for(request.user).filter(review).exists():
        return render(request, "410.html", status=410)
    raise Http404


def old_reference(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer for a reference that no statement has: lead to the statement that it was joined with, or say it is gone.

    Raises Http404 if the reader may not see the review, or it never had this reference.
    """
    seen = Review.objects.visible_to(request.user)
    old = OldReference.objects.filter(reference=reference, review__in=seen).select_related("review").first()
    if old is None:
        return gone_or_missing(request, Q(code=review_code(reference)))
    if old.leads_to:
        return redirect("item", old.leads_to, permanent=True)
    return render(request, "learning/item_removed.html", {"old": old}, status=410)


def review_code(reference: str) -> str:
    """Return the review's code from a reference: "R0003" from "R0003-14"."""
    return reference.partition("-")[0]

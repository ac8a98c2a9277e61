"""The response for withdrawn and missing reviews."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Review


def gone_or_missing(request: HttpRequest, review: Q) -> HttpResponse:
    """Return a 410 page without any name if a review that the reader could see was withdrawn.

    `review` selects the review: `Q(slug=…)` or `Q(code=…)`. Raises Http404 otherwise.
    """
    if Review.objects.withdrawn_for(request.user).filter(review).exists():
        return render(request, "410.html", status=410)
    raise Http404


def review_code(reference: str) -> str:
    """Return the review's code from a reference: "R0003" from "R0003-14"."""
    return reference.partition("-")[0]

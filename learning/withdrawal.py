"""What a reader gets where a review once was."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Review


def gone_or_missing(request: HttpRequest, review: Q) -> HttpResponse:
    """Answer 410, naming nothing, if a review that the reader could see was withdrawn; else raise Http404.

    `review` says which review: `Q(slug=…)` or `Q(code=…)`.
    """
    if Review.objects.withdrawn_for(request.user).filter(review).exists():
        return render(request, "410.html", status=410)
    raise Http404


def review_code(reference: str) -> str:
    """Return the review's code in a reference: "R0003" of "R0003-14"."""
    return reference.partition("-")[0]

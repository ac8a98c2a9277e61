"""What was added and corrected."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import Review
from learning.paging import page_of
from reviews_portal.redaction.models import Correction

MOST_CORRECTIONS = 50


def whats_new(request: HttpRequest) -> HttpResponse:
    """Reviews by the day on which they came into the portal, newest first; before them, which were corrected."""
    reviews = Review.objects.visible_to(request.user).with_year().order_by("-added_on", "code")
    page = page_of(request, reviews.prefetch_related("partnerships"))
    days = [(day, list(group)) for day, group in groupby(page, key=lambda review: review.added_on)]
    corrections = Correction.objects.visible_to(request.user).select_related("review")[:MOST_CORRECTIONS]
    context = {"days": days, "page": page, "corrections": corrections if page.number == 1 else []}
    return render(request, "pages/whats_new.html", context)

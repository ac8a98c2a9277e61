"""What was added."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import Review
from learning.paging import page_of


def whats_new(request: HttpRequest) -> HttpResponse:
    """Reviews by the day on which they came into the portal, newest first."""
    reviews = Review.objects.visible_to(request.user).with_year().order_by("-added_on", "code")
    page = page_of(request, reviews.prefetch_related("partnerships"))
    days = [(day, list(group)) for day, group in groupby(page, key=lambda review: review.added_on)]
    return render(request, "pages/whats_new.html", {"days": days, "page": page})

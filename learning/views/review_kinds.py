"""The kinds of review, with the law or guidance that each follows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import ReviewKind
from learning.models.review_kind import KIND_NATIONS

NATIONS = [*KIND_NATIONS, ("", "Any nation")]


def review_kinds(request: HttpRequest) -> HttpResponse:
    """Show every kind of review by nation, whether or not the portal has a review of it."""
    kinds: dict[str, list[ReviewKind]] = {nation: [] for nation, _ in NATIONS}
    for kind in ReviewKind.objects.select_related("succeeded"):
        kinds[kind.nation].append(kind)
    groups = [(nation, label, kinds[nation]) for nation, label in NATIONS if kinds[nation]]
    return render(request, "learning/review_kinds.html", {"groups": groups})

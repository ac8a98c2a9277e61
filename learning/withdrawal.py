"""The responses for reviews and statements that were withdrawn, hidden, removed or never there."""

from collections.abc import Collection

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .models import HiddenRecord, HidingOutcome, OldReference, Review
from .sight import edits


def gone_or_missing(request: HttpRequest, review: Q, *, reference: str = "") -> HttpResponse:
    """Return a 410 page without any name if a review that the reader could see was withdrawn or is hidden.

    `review` selects the review: `Q(slug=…)` or `Q(code=…)`. The same page is returned if the item of a review with
    this `reference` is hidden. Raises Http404 otherwise.
    """
    if Review.objects.withdrawn_for(request.user).filter(review).exists():
        return render(request, "410.html", status=410)
    if hidden := Review.objects.hidden_from(request.user).filter(review).first():
        return being_checked(request, hidden, "review")
    states = states_of(reference=reference) if reference else set()
    if states and (shown := Review.objects.visible_to(request.user).filter(review).first()):
        return being_checked(request, shown, "item", states)
    raise Http404


def old_reference(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer for a reference that no statement has: lead to the statement that it was joined with, or say it is gone.

    Raises Http404 if the reader may not see the review, or it never had this reference.
    """
    seen = Review.objects.visible_to(request.user)
    old = OldReference.objects.filter(reference=reference, review__in=seen).select_related("review").first()
    if old is None:
        return gone_or_missing(request, Q(code=review_code(reference)), reference=reference)
    if old.leads_to:
        return redirect("item", old.leads_to, permanent=True)
    return render(request, "learning/item_removed.html", {"old": old}, status=410)


def states_of(**record: str) -> set[str]:
    """Return the outcomes of what hides a record, given by a column of `HiddenRecord`; empty if it is not hidden."""
    return set(HiddenRecord.objects.filter(**record).order_by().values_list("hiding__outcome", flat=True))


def being_checked(
    request: HttpRequest, review: Review, what: str, states: Collection[str] = (HidingOutcome.OPEN,)
) -> HttpResponse:
    """Return the page in place of something that is hidden. It says neither what it is nor why it is hidden.

    It says that it is being checked or, if a second person has decided that it stays hidden, was withdrawn.

    Its status is 410, so that search engines forget the page at once: they would keep it for weeks after 404 or 503.
    """
    says = "is being checked" if HidingOutcome.OPEN in states else "has been withdrawn"
    context = {"what": what, "says": says, "may_decide": edits(request.user, review)}
    page = render(request, "being_checked.html", context, status=410)
    page["Cache-Control"] = "private, no-store"
    return page


def review_code(reference: str) -> str:
    """Return the review's code from a reference: "R0003" from "R0003-14"."""
    return reference.partition("-")[0]

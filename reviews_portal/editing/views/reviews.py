"""The reviews that a person may edit: list them, add one, and open one for editing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from learning.models import DocumentFile, Review
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.utils.form_recovery import recovers_typed_text, typed_into, writer
from learning.utils.paging import page_of
from learning.views.decorators import any_editor_required
from reviews_portal.editing.actions import opening
from reviews_portal.editing.actions import reviews as actions
from reviews_portal.editing.actions.documents import added_with, documents_of
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from reviews_portal.editing.review_forms import NewReviewForm
from reviews_portal.publication.models import PublicationDecision, open_decision

from .decorators import editor_required

ADDED = RateLimit("reviews", "You have added too many reviews in the last hour.", each=60, network=60, everybody=600)


@any_editor_required
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """List the reviews that the user may edit: decisions to confirm first, then open for editing, drafts, others."""
    reviews = reviews_edited_by(request.user).select_related("working_copy")
    reviews = reviews.annotate(
        is_open=Count("working_copy"),
        is_draft=Count("pk", Q(status__in=["draft", "in-review"])),
        awaits_confirmation=Exists(PublicationDecision.objects.proposed().filter(review=OuterRef("pk"))),
    )
    found = reviews.prefetch_related("partnerships", "kinds").order_by(
        "-awaits_confirmation", "-is_open", "-is_draft", "-code"
    )
    return render(request, "editing/review_list.html", {"page": page_of(request, found)})


@recovers_typed_text()
@any_editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Show the form to add a review; a POST adds it and opens it for editing."""
    typed = typed_into(request)
    seen = {"seen": actions.newest_review(request.user)}
    form = NewReviewForm(typed, request.FILES or None, user=request.user, initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            count(request, ADDED)
            made = actions.add_review(
                form.review,
                form.document,
                partnership=form.cleaned_data["partnership"],
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made.code} added. Readers cannot see it until it is published.")
            return redirect("manage_review", made.slug)
    context = {"form": form, "writer": writer(request.user)}
    return render(request, "editing/add_review.html", context, status=422 if form.errors else 200)


@editor_required
@require_safe
def review(request: HttpRequest, review: Review) -> HttpResponse:
    """Show what is done and what is next for a review: details, documents, text, check, preview and publication."""
    copy = WorkingCopy.objects.filter(review=review).first()
    rows = copy.rows.kept() if copy else Row.objects.none()
    number, unmarked = rows.count(), rows.filter(kind=RowKind.UNMARKED).count()
    files = {one.document_id: one for one in DocumentFile.objects.filter(document__review=review).listed()}
    context = {
        "review": review,
        "copy": copy,
        "rows": number,
        "unmarked": unmarked,
        "is_marked": number > 0 and unmarked == 0,
        "decision": open_decision(review),
        "documents": [(one, files.get(one.pk)) for one in documents_of(review).order_by("position")],
    }
    return render(request, "editing/review.html", context)


@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, review: Review) -> HttpResponse:
    """Ask whether to delete the working copy of a published review; a POST deletes it."""
    copy = WorkingCopy.objects.filter(review=review).first()
    if copy is None or not copy.is_correction:
        return redirect("manage_review", review.slug)
    if request.method == "POST":
        opening.discard_copy(copy, by=request.user)
        messages.success(request, "Changes discarded. The published review stays as it is.")
        return redirect("manage_review", review.slug)
    return render(request, "editing/discard.html", {"review": review, "copy": copy, "added": added_with(copy)})

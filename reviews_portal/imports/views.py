"""Upload documents for import, and see the outcome."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning.models import Review
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.sight import edits_in_list
from learning.utils.form_pages import redirect_unless_post
from learning.utils.paging import page_of
from learning.views.decorators import any_editor_required
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.remaining import counts_of

from . import jobs
from .forms import ImportForm
from .models import ImportJob

UPLOADS = RateLimit(
    "imports", "You have uploaded too many documents in the last hour.", each=60, network=60, everybody=600
)


def job_page(key: str) -> str:
    """Return the URL of the page of an import."""
    return reverse("import", args=[key])


receives_form = redirect_unless_post(job_page)


@any_editor_required
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """List the imports that the user started."""
    edited = Prefetch("reviews", reviews_edited_by(request.user).order_by("code"))
    found = ImportJob.objects.visible_to(request.user).defer("content").prefetch_related(edited)
    return render(request, "imports/list.html", {"page": page_of(request, found)})


@any_editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Show the form to upload documents. A POST queues each of them for import."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        files, partnership = form.cleaned_data["documents"], form.cleaned_data["partnership"]
        started = []
        try:
            for one in files:
                count(request, UPLOADS)
                started.append(jobs.start(one.read(), one.name, partnership=partnership, by=request.user))
        except TooManyRequests as error:
            form.add_error("documents", str(error))
        except ValidationError as error:
            form.add_error("documents", error)
        if len(started) == len(files):
            return redirect(started[0]) if len(started) == 1 else redirect("imports")
        if started:
            names = ", ".join(one.file_name for one in started)
            form.add_error(None, f"These files are being imported: {names}. The others were not uploaded.")
    return render(request, "imports/add.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@any_editor_required
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show the progress of an import, then the drafts made from the document and what to do next."""
    job = own(request, key)
    reviews = reviews_edited_by(request.user).filter(pk__in=job.reviews.values("pk")).select_related("working_copy")
    drafts = [
        (review, counts_of(review.working_copy) if hasattr(review, "working_copy") else None)
        for review in reviews.order_by("code")
    ]
    similar = Review.objects.visible_to(request.user).filter(pk__in=job.resembles.values("pk")).order_by("code")
    context = {"job": job, "drafts": drafts, **parted(similar.prefetch_related("partnerships"), request.user)}
    return render(request, "imports/job.html", context)


def parted(similar: Iterable[Review], user) -> dict[str, list[Review]]:
    """Return the reviews that a user may edit as `own`, and the rest as `others`."""
    own = [review for review in similar if edits_in_list(user, review)]
    return {"own": own, "others": [review for review in similar if review not in own]}


@receives_form
@any_editor_required
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stop an import that is still queued."""
    job = own(request, key)
    jobs.stop(job)
    return redirect(job)


@receives_form
@any_editor_required
def import_anyway(request: HttpRequest, key: str) -> HttpResponse:
    """Import a document that resembles a review as a new review."""
    job = own(request, key)
    jobs.import_anyway(job)
    return redirect(job)


@receives_form
@any_editor_required
def add_to(request: HttpRequest, key: str) -> HttpResponse:
    """Add a response or an action plan to the review chosen from those that it resembles."""
    job = own(request, key)
    review = reviews_edited_by(request.user).filter(slug=request.POST.get("review", "")).first()
    if review is None:
        messages.error(request, "Choose a review that you can edit.")
    else:
        jobs.add_to(job, review)
    return redirect(job)


@receives_form
@any_editor_required
def start_again(request: HttpRequest, key: str) -> HttpResponse:
    """Restart an import that was stopped or failed."""
    job = own(request, key)
    jobs.again(job)
    if job.can_start:
        messages.success(request, "The import has been queued again.")
    return redirect(job)


def own(request: HttpRequest, key: str) -> ImportJob:
    """Return an import that this user started. Raises Http404 for any other."""
    return get_object_or_404(ImportJob.objects.visible_to(request.user).defer("content"), key=key)

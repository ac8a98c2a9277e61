"""Add documents to a review, edit their details, and add their files."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from learning.identity.forms import verdict_of
from learning.models import Review
from learning.originals import actions as originals
from learning.utils.form_recovery import recovers_typed_text, take_kept, typed_into, writer
from learning.vocabulary.forms import add_errors
from reviews_portal.editing.actions import documents as actions
from reviews_portal.editing.document_forms import AddDocumentForm, DocumentDetailsForm, FileForm

from .decorators import editor_required
from .details import saves_details


@recovers_typed_text()
@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the form to add a document to a review; a POST adds it."""
    kept = take_kept(request) if request.method != "POST" else None
    typed = request.POST if request.method == "POST" else kept[1] if kept else None
    form = AddDocumentForm(typed, request.FILES or None, initial={"seen": actions.newest_document(review)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_document(
                review,
                form.document,
                by=request.user,
                seen=form.cleaned_data["seen"],
                verdict=verdict_of(request.POST),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"“{made}” added.")
            return redirect("manage_review", review.slug)
    context = {"form": form, "review": review, "writer": writer(request.user)}
    return render(request, "editing/add_document.html", context, status=422 if form.errors else 200)


@recovers_typed_text()
@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, review: Review, pk: int) -> HttpResponse:
    """Show the form for the details of a document; a POST saves them. Those in a published review need a reason."""
    document = get_object_or_404(actions.documents_of(review), pk=pk)
    typed = typed_into(request)
    form = DocumentDetailsForm(typed, instance=actions.documents_of(review).get(pk=pk))
    save = partial(actions.save_document, document)
    if request.method == "POST" and form.is_valid() and saves_details(request, form, save):
        messages.success(request, "Document details saved.")
        return redirect("manage_review", review.slug)
    context = {"form": form, "review": review, "document": document, "writer": writer(request.user)}
    return render(request, "editing/edit_document.html", context, status=form.status)


@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, review: Review, pk: int) -> HttpResponse:
    """Show the form to add or replace the file of a document; a POST stores it."""
    document = get_object_or_404(actions.documents_of(review), pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.inspected:
        try:
            originals.add_file(document, form.inspected, by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, "File added. Readers can open it once an administrator has checked it.")
            return redirect("manage_review", review.slug)
    context = {"form": form, "review": review, "document": document}
    return render(request, "editing/add_file.html", context, status=422 if form.errors else 200)

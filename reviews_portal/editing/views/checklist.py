"""The checklist of a working copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews_portal.editing.checks.checklist import checklist_of
from reviews_portal.editing.models import WorkingCopy

from .decorators import editor_required, open_copy_required


@editor_required
@open_copy_required
@require_safe
def checklist(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Show what must be put right before publication and what should be looked at; each line leads to its row."""
    context = {"copy": copy, "review": copy.review, "checklist": checklist_of(copy)}
    return render(request, "editing/checklist.html", context)

"""The checklist of a working copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews_portal.editing.checks.checklist import checklist_of
from reviews_portal.editing.checks.problems import Problem
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.editing.reading import pages_of

from .decorators import edit_page, editor_required, open_copy_required


@editor_required
@open_copy_required
@require_safe
def checklist(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Show what must be corrected before publication and what should be checked; each line links to its row."""
    found = checklist_of(copy)
    pages = pages_of(copy) if any(problem.is_about_themes for problem in found.must) else {}
    context = {
        "copy": copy,
        "review": copy.review,
        "checklist": found,
        "must": [(problem, address_of(copy, problem, pages)) for problem in found.must],
        "advice": [(problem, address_of(copy, problem, pages)) for problem in found.advice],
    }
    return render(request, "editing/checklist.html", context)


def address_of(copy: WorkingCopy, problem: Problem, pages: dict[int, int]) -> str:
    """Return the URL at which a problem is put right: the form of its row, or the list with its field for themes.

    `pages` has the numbers of the pages by the keys of rows.
    """
    if not problem.is_about_themes:
        return edit_page(copy.review.slug, problem.row.pk)
    page = pages.get(problem.row.pk, 1)
    query = f"?page={page}" if page > 1 else ""
    return f"{edit_page(copy.review.slug)}{query}#themes-of-{problem.row.pk}"

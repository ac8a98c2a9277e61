"""The checklist of a working copy."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning.identity.forms import DecisionForm, verdict_of
from learning.utils.form_recovery import SHOWN_AGAIN, take_kept, writer
from reviews_portal.editing.checks.checklist import checklist_of
from reviews_portal.editing.checks.problems import Problem
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.editing.reading import pages_of
from reviews_portal.editing.remaining import counts_of, further
from reviews_portal.editing.signs import decided_in, kinds_of, shown_signs

from .answers import for_script
from .decorators import edit_page, editor_required, open_copy_required


def check_page(slug: str, **kwargs) -> str:
    """Return the URL of the checklist of a review."""
    return reverse("review_checklist", args=[slug])


@editor_required
@open_copy_required
@require_safe
def checklist(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Show what must be corrected or decided before publication and what should be checked, with links to rows.

    The script of the editing page gets only how much is left to do, as JSON.
    """
    if for_script(request):
        found = checklist_of(copy)
        return JsonResponse({"counts": vars(counts_of(copy)) | further(found)})
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    typed = kept[1] if kept else None
    chosen = verdict_of(typed).keys if typed else frozenset()
    return show_checklist(request, copy, DecisionForm(typed), chosen, request.GET.get("select", ""))


def show_checklist(
    request: HttpRequest, copy: WorkingCopy, form: DecisionForm, chosen: frozenset[str], kind: str = ""
) -> HttpResponse:
    """Show the checklist with the form for decisions.

    The signs with the keys `chosen` and those of this `kind` are selected, or every sign if the kind is “all”.
    """
    found = checklist_of(copy)
    chosen |= {flag.sign.key for flag in found.signs if kind in ("all", flag.sign.kind)}
    pages = pages_of(copy) if any(problem.is_about_themes for problem in found.must) else {}
    context = {
        "copy": copy,
        "review": copy.review,
        "checklist": found,
        "must": by_text(found.must, lambda problem: address_of(copy, problem, pages)),
        "advice": by_text(found.advice, lambda problem: address_of(copy, problem, pages)),
        "signs": shown_signs(copy.review, found.signs, chosen),
        "kinds_of_sign": kinds_of(found.signs),
        "decided": decided_in(copy.review),
        "form": form,
        "writer": writer(request.user),
    }
    return render(request, "editing/checklist.html", context, status=422 if form.errors else 200)


def by_text(
    problems: Iterable[Problem], address: Callable[[Problem], str]
) -> list[tuple[str, list[tuple[Problem, str]]]]:
    """Return problems by what is wrong, in the order of their rows, each with the URL where it can be corrected."""
    found: dict[str, list[tuple[Problem, str]]] = {}
    for problem in problems:
        found.setdefault(problem.text, []).append((problem, address(problem)))
    return list(found.items())


def address_of(copy: WorkingCopy, problem: Problem, pages: dict[int, int]) -> str:
    """Return the URL at which a problem is put right: the form of its row, or the list with its field for themes.

    `pages` has the numbers of the pages by the keys of rows.
    """
    if not problem.is_about_themes:
        return edit_page(copy.review.slug, problem.row.pk)
    page = pages.get(problem.row.pk, 1)
    query = f"?page={page}" if page > 1 else ""
    return f"{edit_page(copy.review.slug)}{query}#themes-of-{problem.row.pk}"

"""Add many rows from pasted text, and look up names of themes and agencies while they are typed."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from learning.models import AgencyKind, Theme
from learning.utils.form_recovery import recovers_typed_text
from reviews_portal.editing import names
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.editing.pasting import cut
from reviews_portal.editing.several_forms import PasteForm

from .adding import place_of
from .answers import changed, for_script, said
from .decorators import edit_page, editor_required, open_copy_required, redirect_unless_post
from .page import Shown, row_asked, show


@recovers_typed_text("paste", page=edit_page)
@redirect_unless_post
@editor_required
@open_copy_required
def paste(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Cut pasted text into rows, and redirect to the page that marks them."""
    form = PasteForm(request.POST)
    pieces = cut(form.cleaned_data["text"]) if form.is_valid() else []
    if form.is_valid() and not pieces:
        form.add_error("text", "No text was found. Paste the text of the review.")
    if not form.errors:
        new = [NewRow(one.words, is_bullet=one.is_bullet, label=one.label) for one in pieces]
        try:
            rows = add_rows(copy, new, by=request.user, **place_of(request, copy))
        except ValidationError as error:
            form.add_error("text", error)
    if form.errors:
        if for_script(request):
            return JsonResponse({"refused": " ".join(map(str, form.errors["text"]))}, status=422)
        shown = Shown(paste=form, below=row_asked(request, copy, "after"), status=422)
        return show(request, copy, shown)
    if for_script(request):
        return changed(request, copy, rows, said(len(rows), "added"), placed=True)
    return redirect(f"{edit_page(copy.review.slug)}?mark")


def offered(request: HttpRequest, known: names.Names) -> JsonResponse:
    """Return the names to suggest for the text in `?q=`, and which of them saving the text would choose, if any."""
    text = request.GET.get("q", "")[:200]
    meant = known.exactly(text) or known.meant(text)
    found = [{"kind": kind_of(one), "label": one.name, "is_meant": meant == [one]} for one in known.listed(text)]
    return JsonResponse({"suggestions": found})


def kind_of(record: names.Record) -> str:
    """Return what a suggestion is, beside its name."""
    if isinstance(record, Theme):
        return ""
    return "All agencies of this kind" if isinstance(record, AgencyKind) and record.slug != AgencyKind.EVERYONE else ""


@require_safe
@editor_required
@open_copy_required
def suggest_themes(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Return the themes whose names have a word that begins with the text in `?q=`."""
    return offered(request, names.theme_names())


@require_safe
@editor_required
@open_copy_required
def suggest_agencies(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Return the agencies and kinds of agency whose names have a word that begins with the text in `?q=`."""
    return offered(request, names.agency_names(copy.review, request.user))

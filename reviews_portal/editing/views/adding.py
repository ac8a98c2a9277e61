"""Add an empty row: above or below another one, or at the end of a document."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from learning.utils.column_limits import whole_number
from reviews_portal.editing.actions import rows as actions
from reviews_portal.editing.actions.documents import documents_of
from reviews_portal.editing.actions.ordering import row_above
from reviews_portal.editing.models import Row, WorkingCopy

from .answers import changed, for_script
from .decorators import edit_page, editor_required, open_copy_required, redirect_unless_post
from .page import Shown, row_asked, show
from .saving import of_a_row, saves_row


@of_a_row
@saves_row
def add_above(request: HttpRequest, row: Row) -> HttpResponse:
    """Add an empty row above another one, and open its form."""
    return added(request, row.copy, after=row_above(row), document=row.document)


@of_a_row
@saves_row
def add_below(request: HttpRequest, row: Row) -> HttpResponse:
    """Add an empty row below another one, and open its form."""
    return added(request, row.copy, after=row)


@redirect_unless_post
@editor_required
@open_copy_required
def add(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Add an empty row at the end of a document or of all of them, and open its form."""
    return added(request, copy, **place_of(request, copy))


def added(request: HttpRequest, copy: WorkingCopy, **place: Any) -> HttpResponse:
    """Add an empty row at a place, as `add_rows` takes it, and open its form."""
    try:
        (row,) = actions.add_rows(copy, [actions.NewRow("")], by=request.user, **place)
    except ValidationError as error:
        if for_script(request):
            return JsonResponse({"refused": " ".join(error.messages)}, status=422)
        return show(request, copy, Shown(problems=error.messages, status=422))
    if for_script(request):
        return changed(request, copy, [row], "", placed=True)
    return redirect(edit_page(copy.review.slug, row.pk))


def place_of(request: HttpRequest, copy: WorkingCopy) -> dict[str, Any]:
    """Return where a form adds rows, as `add_rows` takes it: by default below the last row."""
    if after := row_asked(request, copy, "after"):
        return {"after": after}
    key = whole_number(request.POST.get("document", ""))
    if key is not None and (document := documents_of(copy.review).filter(pk=key).first()):
        last = copy.rows.filter(document=document).order_by("position").last()
        return {"after": last, "document": document}
    return {"after": copy.rows.kept().in_order().select_related("document").last()}

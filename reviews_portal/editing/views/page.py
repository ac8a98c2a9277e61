"""The page on which a whole review is edited, in the order of its documents."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from learning.models import Review
from learning.utils.column_limits import whole_number
from learning.utils.form_recovery import SHOWN_AGAIN, take_kept, writer
from learning.utils.paging import ListPage, ListPaginator, page_of
from reviews_portal.editing import reading, remaining
from reviews_portal.editing.actions.documents import documents_of
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.form_fields import KINDS, TYPE_NAMES
from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row_kind import GROUPS, KEYS
from reviews_portal.editing.row_form import RowForm
from reviews_portal.editing.several_forms import AgenciesForm, KindForm, LevelForm, PasteForm, ThemesForm
from reviews_portal.editing.source import compared
from reviews_portal.typed_text import Field

from .answers import for_script
from .decorators import edit_page, editor_required, redirect_unless_post
from .row_forms import form_of, html_of_form

MARKED_AT_ONCE = 100  # rows in the form without scripts


@dataclass
class Shown:
    """What the page shows besides the rows: open forms, and forms that were sent with something wrong."""

    opened: dict[int, str] = field(default_factory=dict)  # the HTML of forms by the key of their row
    row: Row | None = None  # the page has this row
    paste: PasteForm | None = None
    below: Row | None = None  # where text is pasted
    forms: dict[str, Form] = field(default_factory=dict)  # those for several rows
    chosen: Collection[int] = ()  # the keys of the rows that are selected
    problems: list[str] = field(default_factory=list)
    status: int = 200


@editor_required
@require_safe
def edit(request: HttpRequest, review: Review) -> HttpResponse:
    """Show a review that is open for editing, or the button that opens it.

    `?row=` opens the form of a row, which a script gets alone; `?mark` shows the rows without a kind in one form;
    `?select=` selects the rows that need the same thing done; `?choose=key-points` says how to choose key points.
    What was typed before the session or token expired is shown again.
    """
    copy = getattr(review, "working_copy", None)
    if copy is None:
        return render(request, "editing/open.html", {"review": review})
    copy.review = review
    if kept := take_kept(request, ("row", "paste", "marks")):
        return recovered(request, copy, *kept)
    if "mark" in request.GET:
        return mark(request, copy)
    row = row_asked(request, copy)
    if row is None or row.is_recorded:
        return show(request, copy, Shown(row=row))
    form = html_of_form(request, row, form_of(request, row))
    if for_script(request):
        return JsonResponse({"html": form, "revision": row.revision})
    return show(request, copy, Shown(opened={row.pk: form}, row=row))


def row_asked(request: HttpRequest, copy: WorkingCopy, name: str = "row") -> Row | None:
    """Return the row of the working copy that a parameter or field of a request names, or None."""
    key = whole_number(request.POST.get(name) or request.GET.get(name, ""))
    rows = copy.rows.kept().shown().filter(pk=key).select_related("document", "saved_by").with_tags()
    row = rows.first() if key is not None else None
    if row:
        row.copy = copy
    return row


def recovered(request: HttpRequest, copy: WorkingCopy, name: str, typed: Any) -> HttpResponse:
    """Show a form again with what was typed into it before the user had to sign in again."""
    if name == "marks":
        messages.info(request, SHOWN_AGAIN)
        return mark(request, copy, typed=typed)
    if name == "paste":
        messages.info(request, SHOWN_AGAIN)
        return show(request, copy, Shown(paste=PasteForm(typed)))
    key = whole_number(typed.get("row", ""))
    rows = Row.objects.shown().editable().filter(copy=copy, pk=key).select_related("document", "saved_by").with_tags()
    row = rows.first() if key is not None else None
    if row is None:
        fields = [Field(one, value) for one, values in typed.lists() for value in values]
        return render(
            request, "editing/gone.html", {"review": copy.review, "fields": fields, "is_open": True}, status=404
        )
    row.copy = copy
    messages.info(request, SHOWN_AGAIN)
    form = RowForm(typed, row=row, user=request.user)
    return show(request, copy, Shown(opened={row.pk: html_of_form(request, row, form)}, row=row))


def show(request: HttpRequest, copy: WorkingCopy, shown: Shown) -> HttpResponse:
    """Return the page of a working copy."""
    rows = copy.rows.kept().in_order().defer("opened_as")
    page = page_with(request, copy, rows, shown.row)
    conflicts = reading.conflicts_of(request.user, copy)
    lines = reading.lines_of(copy, page.object_list, request.user, conflicts)
    documents = list(documents_of(copy.review).order_by("position", "pk"))
    last = copy.rows.kept().in_order().last() if shown.below is None else None
    source = compared(copy)
    counts = remaining.counts_of(copy, source)
    steps = remaining.steps_of(copy, counts, lines, page.number)
    selections = remaining.selections_of(lines)
    asked = next((one.keys for one in selections if one.name == request.GET.get("select")), ())
    context = {
        "review": copy.review,
        "copy": copy,
        "page": page,
        "selections": selections,
        "counts": counts,
        "steps": steps,
        "next": next((step for step in steps if step.number), remaining.check_of(copy)),
        "source": reading.beside(
            source, lines, is_first=not page.has_previous(), is_last=page.number == page.paginator.num_pages
        ),
        "groups": reading.by_document(
            documents, lines, max(1, page.start_index()), all_of_them=page.paginator.num_pages == 1
        ),
        "documents": documents,
        "opened": shown.opened,
        "chosen": shown.chosen or asked,
        "removed": copy.rows.shown().filter(removed_at__isnull=False, joined_into=None).in_order(),
        "kinds": keyed_kinds(),
        "kind_groups": GROUPS,
        "writer": writer(request.user),
        "paste": shown.paste or PasteForm(),
        "below": shown.below or last,
        "problems": shown.problems,
        "chooses_key_points": request.GET.get("choose") == "key-points",
        "several_is_open": bool(shown.forms),
        "several": forms_for_several(copy, request.user) | shown.forms,
        "lost": [conflicts[key] for key in conflicts if key not in shown.opened],
    }
    return render(request, "editing/edit.html", context, status=shown.status)


def page_with(request: HttpRequest, copy: WorkingCopy, rows, row: Row | None) -> ListPage:
    """Return the page of rows with this one, or the one that is asked for."""
    if row is None:
        return page_of(request, rows, reading.PER_PAGE)
    return ListPaginator(rows, reading.PER_PAGE).get_page(reading.page_with(copy, row))


def keyed_kinds() -> list[RowKind]:
    """Return the kinds that a key marks."""
    return [RowKind(kind) for kind in KEYS]


def forms_for_several(copy: WorkingCopy, user) -> dict[str, Form]:
    """Return the forms that change several rows."""
    names = {"auto_id": "several_%s"}
    return {
        "kind": KindForm(**names),
        "themes": ThemesForm(**names),
        "agencies": AgenciesForm(copy=copy, user=user, **names),
        "level": LevelForm(**names),
    }


def mark(
    request: HttpRequest, copy: WorkingCopy, problems: dict[int, str] | None = None, typed: QueryDict | None = None
) -> HttpResponse:
    """Show the rows that have no kind yet, each with a choice of kinds and a field for themes.

    With `problems` by the key of a row, the form is shown again as it was sent; with `typed`, as it was typed before
    the user had to sign in again.
    """
    sent = request.POST if typed is None else typed
    rows = copy.rows.kept().shown().in_order().with_tags()
    wanted = rows.filter(pk__in=problems) if problems else rows.filter(kind=RowKind.UNMARKED)
    context = {
        "review": copy.review,
        "rows": [
            {
                "row": row,
                "kind": sent.get(f"kind-{row.pk}", row.kind),
                "themes": sent.get(f"themes-{row.pk}", ""),
                "is_key": f"key-{row.pk}" in sent,
                "problem": (problems or {}).get(row.pk, ""),
            }
            for row in wanted[:MARKED_AT_ONCE]
        ],
        "more": max(0, wanted.count() - MARKED_AT_ONCE),
        "choices": KINDS,
        "kind_groups": GROUPS,
        "type_names": TYPE_NAMES,
        "problems": problems,
        "writer": writer(request.user),
    }
    return render(request, "editing/mark.html", context, status=422 if problems else 200)


@redirect_unless_post
@editor_required
def open_for_editing(request: HttpRequest, review: Review) -> HttpResponse:
    """Open a review for editing."""
    open_copy(review, by=request.user)
    return redirect(edit_page(review.slug))

"""The responses of the views that change rows: a redirect, or JSON for the scripts of the editing page."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from reviews_portal.editing.actions.ordering import row_above
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.reading import html_of, lines_of, page_with
from reviews_portal.editing.remaining import counts_of

from .decorators import edit_page

MOST_UNDONE = 100  # rows; more than these are restored below the list


def for_script(request: HttpRequest) -> bool:
    """Return whether the request is from a script, which puts the response into the page."""
    return not request.accepts("text/html")


def said(count: int, what: str) -> str:
    """Return a message such as "2 rows removed."."""
    return f"{count} row{'' if count == 1 else 's'} {what}."


def changed(
    request: HttpRequest,
    copy: WorkingCopy,
    rows: Iterable[Row],
    message: str,
    *,
    placed: bool = False,
    gone: Sequence[Row] = (),
    undo: Sequence[Row] = (),
    to: Row | None = None,
) -> HttpResponse:
    """Return the response to a change. A script gets the rows as JSON; a browser is redirected to the first of them.

    `placed` means that the rows are new or have moved; `gone` were removed, and `undo` can be restored. `to` is the
    row to go to instead of the first one.
    """
    rows, keys = list(rows), [row.pk for row in gone]
    if for_script(request):
        return JsonResponse(
            {
                "rows": shown(request, copy, rows, placed),
                "gone": keys,
                "undo": [row.pk for row in undo],
                "message": message,
                "counts": vars(counts_of(copy)),
            }
        )
    if message:
        messages.success(request, with_undo(copy, message, undo))
    target = to or next(iter(rows), None)
    return redirect(at_row(copy, target) if target else edit_page(copy.review.slug))


def shown(request: HttpRequest, copy: WorkingCopy, rows: Sequence[Row], placed: bool) -> list[dict[str, object]]:
    """Return rows in order as HTML; if they are `placed`, each with the row above it (0 if there is none)."""
    keys = [row.pk for row in rows]
    now = {row.pk: row for row in Row.objects.filter(pk__in=keys).defer("opened_as")}
    ordered = [now[key] for key in keys if key in now]
    found: list[dict[str, object]] = []
    for at, (row, line) in enumerate(zip(ordered, lines_of(copy, ordered, request.user), strict=True)):
        one: dict[str, object] = {"pk": row.pk, "html": html_of(line)}
        if placed:
            # Rows that were added together follow one another.
            above = ordered[at - 1] if at and len(rows) > 20 else row_above(row)
            one |= {"after": above.pk if above else 0, "document": row.document_id}
        found.append(one)
    return found


def with_undo(copy: WorkingCopy, message: str, undo: Sequence[Row]) -> str:
    """Return a message, with a button that restores rows. The button belongs to a form of the page."""
    if not undo or len(undo) > MOST_UNDONE:
        return message
    return format_html(
        '{} <button class="button plain" type="submit" form="selected" formaction="{}" name="put_back" value="{}">'
        "Undo</button>",
        message,
        reverse("rows_put_back", args=[copy.review.slug]),
        " ".join(str(row.pk) for row in undo),
    )


def at_row(copy: WorkingCopy, row: Row) -> str:
    """Return the URL of the page with a row in it."""
    page = page_with(copy, row)
    query = f"?page={page}" if page > 1 else ""
    return f"{edit_page(copy.review.slug)}{query}#row-{row.pk}"

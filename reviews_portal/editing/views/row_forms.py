"""The form of one row, which stands in its place on the page, and the comparison of two versions of it."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from learning.models import Agency, AgencyKind, Theme, ThemeGroup
from learning.utils.differences import differences
from learning.utils.form_recovery import writer
from reviews_portal.editing.actions.rows import plain_values, value_of
from reviews_portal.editing.models import ConflictingRow, Row
from reviews_portal.editing.models.row_kind import GROUPS
from reviews_portal.editing.reading import in_words
from reviews_portal.editing.row_form import RowForm

RECORDS = {"themes": Theme, "agencies": Agency, "agency_kinds": AgencyKind}
CALLED = {"agencies": "Agencies", "agency_kinds": "Kinds of agency", "themes": "Themes"}


def form_of(request: HttpRequest, row: Row) -> RowForm:
    """Return the form of a row as it is now."""
    return RowForm(row=row, user=request.user)


def html_of_form(request: HttpRequest, row: Row, form: RowForm) -> SafeString:
    """Return the form of a row or, if the user has typed another version, the comparison of both."""
    kept = list(ConflictingRow.objects.filter(row=row, by=request.user))
    if kept and not form.is_bound:
        return html_of_conflict(request, row, kept[0])
    themes = Theme.objects.current().order_by("group", "name", "pk")
    order = list(ThemeGroup.values)
    grouped = {key: list(group) for key, group in groupby(themes, key=lambda theme: theme.group)}
    context = {
        "row": row,
        "review": row.copy.review,
        "form": form,
        "kind_groups": GROUPS,
        "themes": [(ThemeGroup(key).label, grouped[key]) for key in sorted(grouped, key=order.index)],
        "ticked": RowForm.base_fields["more_themes"].to_python(form["more_themes"].value()),
        "writer": writer(request.user),
    }
    return render_to_string("editing/row_form.html", context, request)


def html_of_conflict(request: HttpRequest, row: Row, kept: ConflictingRow) -> SafeString:
    """Return both versions of a row side by side, with the buttons that keep one of them."""
    context = {
        "row": row,
        "review": row.copy.review,
        "kept": kept,
        "pieces": differences(row.words, kept.typed.get("words", row.words)),
        "mine": kept.typed.get("words", row.words),
        "changed": differing(row, kept.typed),
        "writer": writer(request.user),
    }
    return render_to_string("editing/conflict.html", context, request)


def differing(row: Row, typed: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the other fields that differ: label, value in the row, and value as typed."""
    held = plain_values({name: value_of(row, name) for name in typed})
    named = {
        name: {one.pk: one.name for one in model.objects.filter(pk__in=[*typed.get(name, []), *held.get(name, [])])}
        for name, model in RECORDS.items()
        if name in typed and typed[name] != held[name]
    }
    return [
        (
            CALLED.get(name) or str(RowForm.base_fields[name].label),
            in_words(name, held[name], named),
            in_words(name, value, named),
        )
        for name, value in typed.items()
        if name != "words" and held[name] != value
    ]

"""Change several rows at once: those that are selected on the page, or marked in the form of rows without a kind."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from learning.utils.column_limits import whole_number
from learning.utils.form_recovery import recovers_typed_text
from reviews_portal.editing import names
from reviews_portal.editing.actions import several
from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row_kind import MAY_BE_KEY
from reviews_portal.editing.reading import LABELS
from reviews_portal.editing.several_forms import AgenciesForm, KindForm, LevelForm, ThemesForm

from .answers import changed, for_script, said
from .decorators import View, edit_page, editor_required, open_copy_required, redirect_unless_post
from .page import Shown, mark, show

MOST = 1_000  # rows at once
NONE_CHOSEN = "Select at least one row first."


def rows_required(view: Callable[..., HttpResponse]) -> View:
    """Pass the keys of the rows that were selected to the view. If there are none, say so."""

    @wraps(view)
    def wrapper(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
        keys = keys_in(request, "rows")
        if not keys:
            return wrong(request, copy, [], {}, [NONE_CHOSEN])
        return view(request, copy, keys)

    return redirect_unless_post(editor_required(open_copy_required(wrapper)))


def keys_in(request: HttpRequest, name: str) -> list[int]:
    """Return the keys of rows in the values of a field, each of which may have several."""
    words = [word for value in request.POST.getlist(name) for word in value.split()]
    return [key for key in map(whole_number, words[:MOST]) if key is not None]


def wrong(
    request: HttpRequest, copy: WorkingCopy, keys: list[int], forms: dict[str, Form], problems: list[str]
) -> HttpResponse:
    """Say what is wrong with a form for several rows. The page has the same rows selected, and what was typed."""
    if for_script(request):
        return JsonResponse({"refused": " ".join(problems)}, status=422)
    return show(request, copy, Shown(chosen=keys, forms=forms, problems=problems, status=422))


def invalid(request: HttpRequest, copy: WorkingCopy, keys: list[int], name: str, form: Form) -> HttpResponse:
    """Say what is wrong with one of the forms."""
    return wrong(request, copy, keys, {name: form}, [str(one) for found in form.errors.values() for one in found])


@rows_required
def kind(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Mark rows as one kind."""
    form = KindForm(request.POST, auto_id="several_%s")
    if not form.is_valid():
        return invalid(request, copy, keys, "kind", form)
    chosen = RowKind(form.cleaned_data["kind"])
    marked = several.mark_rows(copy, keys, chosen, by=request.user)
    # Also those that were of this kind already: a script may show another kind of them.
    rows = copy.rows.kept().filter(pk__in=keys).select_related("document").in_order()
    return changed(request, copy, rows, said(len(marked), f"marked as “{LABELS[chosen]}”"))


def tagged(request: HttpRequest, copy: WorkingCopy, keys: list[int], *, add: bool) -> HttpResponse:
    """Give rows the themes in the form."""
    form = ThemesForm(request.POST, auto_id="several_%s")
    if not form.is_valid():
        return invalid(request, copy, keys, "themes", form)
    if add and not form.cleaned_data["themes"]:
        return wrong(request, copy, keys, {"themes": form}, ["Enter the themes to add."])
    rows = several.set_tags(copy, keys, {"themes": form.cleaned_data["themes"]}, by=request.user, add=add)
    return changed(request, copy, rows, f"Themes of {said(len(rows), 'saved')}")


@rows_required
def themes(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Give rows these themes instead of those that they have."""
    return tagged(request, copy, keys, add=False)


@rows_required
def add_themes(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Give rows these themes besides those that they have."""
    return tagged(request, copy, keys, add=True)


@rows_required
def add_suggested(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Add all suggested themes and agencies to the selected rows."""
    found = several.add_suggested(copy, dict.fromkeys(keys, ()), by=request.user)
    rows = [*found.added, *(row for row in found.to_choose if row not in found.added)]
    first = next(iter(found.to_choose), None)
    return changed(request, copy, rows, what_was_added(found), to=first)


def what_was_added(found: several.Suggested) -> str:
    """Return to how many rows suggestions were added, how many need a choice, and how many had none."""
    parts = [f"Suggestions added to {said(len(found.added), '').strip(' .')}"]
    if number := len(found.to_choose):
        parts.append(f"{number} need{'s' if number == 1 else ''} a choice")
    if number := len(found.without):
        parts.append(f"{number} had none")
    return f"{'; '.join(parts)}."


@redirect_unless_post
@editor_required
@open_copy_required
def accept_suggestion(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Add suggested themes or agencies to one row. The form sends its key, then those of the suggestions."""
    first, *chosen = request.POST.get("suggestion", "").split() or [""]
    key = whole_number(first)
    rows = several.add_suggested(copy, {key: chosen}, by=request.user).added if key is not None else []
    if not rows and for_script(request):
        return JsonResponse({"refused": "There are no suggestions to add here. Reload the page."}, status=422)
    return changed(request, copy, rows, "Added." if rows else "This is no longer suggested.")


@redirect_unless_post
@editor_required
@open_copy_required
def dismiss_suggestion(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Suggest a theme or an agency no longer for one row. The form sends its key, then that of the suggestion."""
    first, _, suggestion = request.POST.get("dismiss", "").partition(" ")
    key = whole_number(first)
    row = several.dismiss_suggestion(copy, key, suggestion, by=request.user) if key is not None else None
    if row is None and for_script(request):
        return JsonResponse({"refused": "This is no longer suggested. Reload the page."}, status=422)
    return changed(request, copy, [row] if row else [], "Dismissed." if row else "This is no longer suggested.")


@rows_required
def agencies(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Make rows relevant to these agencies and kinds of agency."""
    form = AgenciesForm(request.POST, copy=copy, user=request.user, auto_id="several_%s")
    if not form.is_valid():
        return invalid(request, copy, keys, "agencies", form)
    rows = several.set_tags(copy, keys, names.by_field(form.cleaned_data["agencies"]), by=request.user)
    return changed(request, copy, rows, f"Agencies of {said(len(rows), 'saved')}")


@rows_required
def level(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Put rows at one level."""
    form = LevelForm(request.POST, auto_id="several_%s")
    if not form.is_valid():
        return invalid(request, copy, keys, "level", form)
    rows = several.set_level(copy, keys, form.cleaned_data["level"], by=request.user)
    return changed(request, copy, rows, said(len(rows), f"set to level {form.cleaned_data['level']}"))


def pointed_out(request: HttpRequest, copy: WorkingCopy, keys: list[int], are_key: bool, what: str) -> HttpResponse:
    """Make rows key points, or no longer, and say so."""
    try:
        rows = several.set_key_points(copy, keys, are_key, by=request.user)
    except ValidationError as error:
        return wrong(request, copy, keys, {}, error.messages)
    return changed(request, copy, rows, said(len(rows), what))


@rows_required
def key_points(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Make rows key points, which are the summary of the review."""
    return pointed_out(request, copy, keys, True, "added to the key points")


@rows_required
def remove_key_points(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Make rows no longer key points."""
    return pointed_out(request, copy, keys, False, "removed from the key points")


@rows_required
def take_out(request: HttpRequest, copy: WorkingCopy, keys: list[int]) -> HttpResponse:
    """Remove rows, and offer to restore them."""
    rows = several.take_out(copy, keys, by=request.user)
    below = below_rows(copy, rows)
    return changed(request, copy, [], said(len(rows), "removed"), gone=rows, undo=rows, to=below)


def below_rows(copy: WorkingCopy, rows: list[Row]) -> Row | None:
    """Return the row that now stands where the last of these did, or the last row."""
    if not rows:
        return None
    kept = copy.rows.kept().filter(document=rows[-1].document_id).select_related("document")
    below = kept.filter(position__gte=rows[-1].position).order_by("position", "pk").first()
    return below or kept.order_by("position", "pk").last()


@redirect_unless_post
@editor_required
@open_copy_required
def put_back(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Restore removed rows. They have a field of their own, because other rows may be selected."""
    rows = several.put_back(copy, keys_in(request, "put_back"), by=request.user)
    return changed(request, copy, rows, said(len(rows), "restored"), placed=True)


@recovers_typed_text("marks", page=edit_page)
@redirect_unless_post
@editor_required
@open_copy_required
def marks(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Save kinds, themes and key points of the form that works without scripts. What is not valid is shown again."""
    kinds: dict[RowKind, list[int]] = {}
    points: list[int] = []
    tags: dict[int, list] = {}
    problems: dict[int, str] = {}
    known = names.theme_names()
    for key in keys_in(request, "row"):
        value = request.POST.get(f"kind-{key}", "")
        chosen = RowKind(value) if value in RowKind.values else None
        if chosen and chosen != RowKind.UNMARKED:
            kinds.setdefault(chosen, []).append(key)
        found, wrong_names = names.read(request.POST.get(f"themes-{key}", ""), known)
        if wrong_names:
            problems[key] = " ".join(wrong_names)
        elif found:
            tags[key] = found
        if f"key-{key}" in request.POST and chosen in MAY_BE_KEY:
            points.append(key)
        elif f"key-{key}" in request.POST:
            problems[key] = " ".join(filter(None, (problems.get(key), several.NO_KEY_POINT)))
    marked = [row for chosen, keys in kinds.items() for row in several.mark_rows(copy, keys, chosen, by=request.user)]
    for key, found in tags.items():
        several.set_tags(copy, [key], {"themes": found}, by=request.user)
    if points:
        several.set_key_points(copy, points, True, by=request.user)
    if problems:
        return mark(request, copy, problems)
    messages.success(request, said(len(marked), "marked"))
    is_done = not copy.rows.kept().filter(kind=RowKind.UNMARKED).exists()
    return redirect(edit_page(copy.review.slug) + ("" if is_done or not marked else "?mark"))

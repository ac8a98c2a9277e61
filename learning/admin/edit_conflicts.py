"""Merge what somebody sent with a record that others have saved in the meantime."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict

from learning.utils.differences import Piece, differences
from learning.utils.marks import Marks, mark, marks_of
from learning.utils.stale_forms import said

from .revision import Revision, Rows

UNDECIDED = "differs"  # the name of the fields that list what has to be decided on a page
DECISION = "decide-"  # the prefix of the name of the decision on a field
MINE, THEIRS = "mine", "theirs"
AS_NEW_ROW = "What you typed is below as a new row. Clear that row to discard it."


def decisions(sent: QueryDict) -> dict[str, str]:
    """Return the decision on each field that differed, by its name in the form; "" if there is none yet."""
    chosen = {name: sent.get(DECISION + name, "") for name in sent.getlist(UNDECIDED)}
    return {name: choice if choice in (MINE, THEIRS) else "" for name, choice in chosen.items()}


@dataclass
class Difference:
    """A field with two texts: what is saved now, and what was typed."""

    name: str
    anchor: str
    label: str
    saved: str
    typed: str
    choice: str = ""

    @property
    def pieces(self) -> list[Piece]:
        """Both texts with their differences, from what is saved to what was typed."""
        return differences(self.saved, self.typed)

    @property
    def pieces_back(self) -> list[Piece]:
        """The same from what was typed to what is saved."""
        return differences(self.typed, self.saved)


@dataclass
class EditConflict:
    """Lays what was sent over the unbound forms of a page, which then show everything that was typed.

    A field that only others changed keeps what they saved. A field that both changed shows what was typed, and is one
    of the `differences`, on which the person decides.
    """

    opened: Revision
    sent: QueryDict
    differences: list[Difference] = field(default_factory=list)
    theirs: list[Difference] = field(default_factory=list)  # what only others changed
    rows: list[str] = field(default_factory=list)  # what happened to rows, in words
    is_changed: bool = False  # whether anything that was typed is not saved already

    def __post_init__(self) -> None:
        self.decided = decisions(self.sent)

    def __bool__(self) -> bool:
        return bool(self.differences or self.theirs or self.rows or self.is_changed)

    def lay_over(self, held: Any, inlines: list[Any]) -> None:
        """Lay what was sent over the form of a record and the rows of its inlines."""
        sent = type(held)(self.sent, instance=held.instance)
        self.lay_over_form(held, sent, self.opened.get("record", {}))
        for inline in inlines:
            self.lay_over_rows(inline, self.opened.get("rows", {}).get(inline.formset.prefix, {}))

    def lay_over_form(self, held: Any, sent: Any, opened: Marks, of: str = "") -> None:
        """Lay one form over another; `of` names the row, if it is one."""
        now = marks_of(held)
        for name, form_field in held.fields.items():
            data = sent[name].data
            if name not in now:  # not a field of the record
                held.initial[name] = data
                continue
            typed = value_of(form_field, data)
            if mark(typed) == now[name]:
                continue
            saved = value_of(form_field, held.initial[name])
            bound = held[name]
            both = Difference(
                name=bound.html_name,
                anchor=bound.id_for_label or bound.auto_id,
                label=f"{of}{bound.label}",
                saved=said(form_field, saved),
                typed=said(form_field, typed),
            )
            is_undecided = sent[name].html_name in self.decided
            if not data and self.decided.get(sent[name].html_name) == THEIRS:
                continue  # a page with errors that shows the stored value does not send that field
            if mark(typed) == opened.get(name) and not is_undecided:
                self.theirs.append(both)
                continue
            held.initial[name] = data
            self.is_changed = True
            if now[name] != opened.get(name) or is_undecided:
                if now[name] == opened.get(name):
                    both.choice = self.decided[sent[name].html_name]
                self.differences.append(both)

    def lay_over_rows(self, inline: Any, opened: Rows) -> None:
        """Lay the rows that were sent over those of an inline; rows that are new to it come last."""
        formset = inline.formset
        sent = type(formset)(self.sent, instance=formset.instance, prefix=formset.prefix, queryset=formset.queryset)
        key_name = formset.model._meta.pk.name
        held = {str(form.instance.pk): form for form in formset.initial_forms}
        added = {key: marks_of(form) for key, form in held.items() if key not in opened}
        new = []
        for form in sent.forms if inline.has_change_permission else sent.extra_forms:
            key = str(form[key_name].data or "")
            if key in held:
                added.pop(key, None)
                self.lay_over_row(held[key], form, opened.get(key, {}))
                continue
            if is_deleted(form) or not (key or form.has_changed()):
                continue
            typed = {name: form[name].data for name in form.fields if name != key_name}
            marks = {name: mark(value_of(form.fields[name], data)) for name, data in typed.items()}
            twin = next((one for one, row in added.items() if row.items() <= marks.items()), None)
            words = row_name(form, first_words(typed))
            if twin and not key:  # the same row, sent twice
                del added[twin]
            elif key in opened and opened[key].items() <= marks.items():
                self.rows.append(f"A row was deleted: {words}.")
            else:
                self.is_changed = True
                new.append({name: data for name, data in typed.items() if name != formset.fk.name})
                if key:
                    self.rows.append(f"A row that you changed was deleted: {words}. {AS_NEW_ROW}")
        self.rows += [f"A row was added: {row_name(held[key], held[key].instance)}." for key in added]
        show_new_rows(formset, new)

    def lay_over_row(self, held: Any, sent: Any, opened: Marks) -> None:
        """Lay a row over the same row as it is now; a row that others changed is not deleted unseen."""
        row = row_name(held, held.instance)
        if not is_deleted(sent):
            self.lay_over_form(held, sent, opened, of=f"{row}: ")
        elif opened == marks_of(held):
            held.initial[DELETION_FIELD_NAME] = self.is_changed = True
        else:
            self.rows.append(f"{row}, which you marked for deletion, was changed. It is no longer marked.")


def is_deleted(sent: Any) -> bool:
    """Return whether a row that was sent is marked for deletion."""
    return DELETION_FIELD_NAME in sent.fields and bool(sent[DELETION_FIELD_NAME].data)


def row_name(form: Any, words: object) -> str:
    """Return the name that the page gives to a row."""
    return f"{form.instance._meta.verbose_name} “{words}”"


def show_new_rows(formset: Any, new: list[dict[str, Any]]) -> None:
    """Make an unbound formset show rows that are not saved, after those that are."""
    kept = formset.initial_forms
    formset.initial_extra, formset.extra = new, len(new)
    del formset.forms
    formset.forms[: len(kept)] = kept


def value_of(form_field: forms.Field, data: Any) -> Any:
    """Return the value that a form field makes of data, or the data if they are invalid."""
    try:
        return form_field.clean(data)
    except ValidationError:
        return data


def first_words(typed: dict[str, Any]) -> str:
    """Return the beginning of the longest text in a row, to identify it."""
    return max((value for value in typed.values() if isinstance(value, str)), key=len, default="")[:60]

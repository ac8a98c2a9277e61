"""Forms that notice what others have saved since they were opened, so that a save never silently undoes it.

A form carries the marks of the values that it showed, in a hidden field. An action locks the record and compares them
with the values that it has by then.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.formats import date_format

from .dates import PartialDate
from .marks import Marks, mark, marks_of, values_of

LONGEST_MARKS = 2000  # characters
SAVED_MEANWHILE = "Someone saved these details while you were editing. Check the fields below, then save again."
BLANK = "“{label}” has been cleared since you opened this page."
NOW = "“{label}” has been changed to “{value}” since you opened this page."
TYPED_STAYS = "What you entered is still in the field: save again to use it."
SHOWN_NOW = "The field now shows this change."


class ChangedInBetween(ValidationError):
    """Others changed what a form would overwrite: `changed` are the fields, `held` what the record holds, by name."""

    def __init__(self, held: dict[str, Any], changed: Iterable[str]) -> None:
        super().__init__(SAVED_MEANWHILE)
        self.held, self.changed = held, frozenset(changed)


def check_unchanged(record: Model, values: dict[str, Any], opened: Marks) -> None:
    """Raise ChangedInBetween if a value of a record has changed since a form was opened, and would be undone.

    `values` are those to be saved, and `opened` the marks of those that the form showed. A value that already
    equals the one to be saved counts as unchanged. The record must be locked, and read after that.
    """
    held = values_of(record, values)
    now = {name: mark(value) for name, value in held.items()}
    changed = [name for name, value in values.items() if now[name] not in (opened.get(name), mark(value))]
    if changed:
        raise ChangedInBetween(held, changed)


class OpenedField(forms.CharField):
    """A hidden field with the marks of the values that a form showed. Its value is empty if they cannot be read."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST_MARKS)

    def prepare_value(self, value: Any) -> Any:
        return " ".join(f"{name}={one}" for name, one in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> Marks:
        pairs = (one.partition("=") for one in super().clean(value).split())
        return {name: one for name, _, one in pairs}


class OpenedMixin:
    """Mixin for forms that carry the marks of what they showed, and show what others changed in between."""

    is_stale = False

    @property
    def status(self) -> int:
        """The HTTP status of a page with the form: 409 if others changed the record, 422 if something is wrong."""
        if self.is_stale:
            return 409
        return 422 if self.errors else 200  # type: ignore[attr-defined]

    def carry_marks(self) -> None:
        """Add the hidden field. Call this once `initial` holds all values of the record."""
        form: Any = self
        form.initial["opened"] = marks_of(form)
        form.fields["opened"] = OpenedField()

    def show_changed(self, error: ChangedInBetween) -> None:
        """Say what others changed, and let the form be sent again. The form must be valid.

        A field that the person has not changed shows what the record holds now; anything that they entered stays.
        """
        form: Any = self
        opened, typed = form.cleaned_data["opened"], dict(form.cleaned_data)
        self.is_stale, form.data = True, form.data.copy()
        form.add_error(None, error)
        for name in (name for name in form.fields if name in error.changed):
            bound, value = form[name], error.held[name]
            is_untouched = mark(typed[name]) == opened.get(name)
            if is_untouched:
                form.data.setlist(bound.html_name, data_of(bound.field, value))
            words = said(bound.field, value)
            what = (NOW if words else BLANK).format(label=bound.label.removesuffix(" (optional)"), value=words)
            form.add_error(name, f"{what} {SHOWN_NOW if is_untouched else TYPED_STAYS}")
        now = {name: mark(value) for name, value in error.held.items()}
        form.data[form["opened"].html_name] = form.fields["opened"].prepare_value(now)


def data_of(field: forms.Field, value: Any) -> list[str]:
    """Return what a browser sends for a form field that shows a value."""
    shown = field.prepare_value(value)
    if isinstance(shown, bool):
        return ["on"] if shown else []
    if isinstance(shown, list | tuple):
        return [str(one) for one in shown]
    return ["" if shown is None else str(shown)]


def said(form_field: forms.Field | None, value: Any) -> str:
    """Return the value of a field as the page displays it."""
    match value:
        case None | "":
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case PartialDate():
            return str(value)
        case QuerySet() | list() | tuple():
            is_set = any(isinstance(one, Model) for one in value)
            words = [str(one) for one in value]
            return ", ".join(sorted(words)) if is_set else "\n".join(words)
    if isinstance(form_field, forms.ChoiceField) and not isinstance(form_field, forms.ModelChoiceField):
        choices: Any = form_field.choices
        return str(dict(flatten_choices(choices)).get(value, value))
    return str(value).replace("\r\n", "\n")

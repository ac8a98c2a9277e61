"""Fields and choices that the forms of the editing page share."""

from typing import Any

from django import forms

from learning.utils.column_limits import whole_number

from .models import RowKind
from .models.row_kind import BECOMES, GROUPS

LONGEST_NAMES = 4_000  # characters of the names in one field
TYPE_NAMES = "Type the beginning of a name. Separate names with commas."
KINDS = [
    (RowKind.UNMARKED.value, RowKind.UNMARKED.label),
    *((group.name, [(kind.value, kind.label) for kind in group.kinds]) for group in GROUPS),
]


class KindSelect(forms.Select):
    """A select of kinds. Each option says what its rows become: the style sheet shows the fields that apply."""

    def create_option(self, name, value, *args, **kwargs) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-becomes"] = BECOMES[RowKind(value)].value
        return option


class KeysField(forms.Field):
    """Primary keys of records, from several values, each of which may contain several keys."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        words = [word for one in value or [] for word in str(one).split()]
        return [number for number in map(whole_number, words) if number is not None]

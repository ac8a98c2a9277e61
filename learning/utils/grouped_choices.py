"""A form field to choose several records from a long list: boxes to tick, in groups that can be folded."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, cast

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.models import ModelChoiceIterator


class Group(NamedTuple):
    """One group of a field: its name, its boxes, how many of them are ticked, and whether it is unfolded."""

    name: str
    boxes: list[BoundWidget]
    chosen: int
    is_open: bool


class GroupedIterator(ModelChoiceIterator):
    """The choices of a `GroupedChoicesField`, in its groups."""

    field: "GroupedChoicesField"

    def __iter__(self) -> Iterator[tuple[str, list]]:  # type: ignore[override]
        found: dict[str, list] = {name: [] for name in self.field.groups}
        for record in self.queryset.all():
            found[self.field.group_of(record)].append(self.choice(record))
        return iter((name, choices) for name, choices in found.items() if choices)


class GroupedBoundField(BoundField):
    """A field of a form that also gives its boxes by group; `includes/field.html` shows them so."""

    field: "GroupedChoicesField"

    @property
    def groups(self) -> list[Group]:
        """The groups with their boxes, in order."""
        boxes = iter(self.subwidgets)
        found = []
        for name, choices in cast(Iterable[tuple[str, list]], self.field.choices):
            own = list(islice(boxes, len(choices)))
            chosen = sum(box.data["selected"] for box in own)
            found.append(Group(name, own, chosen, bool(chosen) or name == self.field.opened))
        return found


class GroupedChoicesField(forms.ModelMultipleChoiceField):
    """Boxes to tick for records, in groups.

    `groups` are the names of all groups in order, and `group_of` returns the name of the group of a record. Groups in
    which something is ticked are unfolded, and so is `opened`.
    """

    widget = forms.CheckboxSelectMultiple
    iterator = GroupedIterator
    opened = ""

    def __init__(self, queryset: Any, *, groups: list[str], group_of: Callable[[Any], str], **kwargs: Any) -> None:
        self.groups, self.group_of = groups, group_of
        super().__init__(queryset, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> GroupedBoundField:
        return GroupedBoundField(form, self, field_name)

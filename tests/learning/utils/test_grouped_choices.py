"""A field whose boxes are in groups."""

import pytest
from django import forms

from learning.models import Theme, ThemeGroup
from learning.utils.grouped_choices import GroupedChoicesField

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    themes = GroupedChoicesField(
        Theme.objects.order_by("name"),
        groups=ThemeGroup.labels,
        group_of=lambda theme: theme.get_group_display(),
        required=False,
    )


def test_each_record_is_in_its_group_once_in_order():
    groups = Form()["themes"].groups
    held = [(theme.get_group_display(), theme.name) for theme in Theme.objects.order_by("name")]
    assert [group.name for group in groups] == [name for name in ThemeGroup.labels if name in dict(held)]
    for group in groups:
        assert [box.choice_label for box in group.boxes] == [name for label, name in held if label == group.name]
    assert [(group.chosen, group.is_open) for group in groups] == [(0, False)] * len(groups)


def test_what_is_ticked_is_counted_and_its_group_is_unfolded():
    theme = Theme.objects.get(slug="neglect")
    sent = Form({"themes": [theme.pk]})
    assert list(sent.is_valid() and sent.cleaned_data["themes"]) == [theme]
    for form in (sent, Form(initial={"themes": [theme]})):
        opened = [(group.name, group.chosen) for group in form["themes"].groups if group.is_open]
        assert opened == [(theme.get_group_display(), 1)]
        ticked = [box.data["value"] for group in form["themes"].groups for box in group.boxes if box.data["selected"]]
        assert [int(str(value)) for value in ticked] == [theme.pk]
    form = Form()
    form.fields["themes"].opened = ThemeGroup.labels[-1]
    assert [group.name for group in form["themes"].groups if group.is_open] == [ThemeGroup.labels[-1]]


def test_what_is_not_offered_is_refused():
    assert not Form({"themes": ["999999"]}).is_valid()

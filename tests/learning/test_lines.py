"""A list of short texts in one column."""

import json

import pytest
from django.core import serializers

from learning.models import Theme
from learning.utils.fields import LinesFormField
from tests.portal.administration import opened


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", []),
        ("one", ["one"]),
        ("one\ntwo\r\nthree", ["one", "two", "three"]),
        ("  one  \n\n two\none", ["one", "two"]),
        ('a, b; "c"', ['a, b; "c"']),
    ],
)
def test_each_line_is_a_value_without_blanks_or_repeats(typed, kept):
    assert LinesFormField(required=False).clean(typed) == kept


def test_values_are_shown_one_on_a_line_and_come_back_as_they_were():
    field = LinesFormField(required=False)
    values = ["dads", "birth fathers", "mother’s partner"]
    shown = field.prepare_value(values)
    assert shown == "dads\nbirth fathers\nmother’s partner"
    assert field.clean(shown) == values
    assert not field.has_changed(values, shown)
    assert field.has_changed(values, shown + "\nuncle")


@pytest.mark.django_db
def test_values_are_stored_and_read_back():
    theme = Theme.objects.first()
    theme.aliases = ["dads", 'the "other" parent', "Väter"]
    theme.save()
    assert Theme.objects.get(pk=theme.pk).aliases == ["dads", 'the "other" parent', "Väter"]


@pytest.mark.django_db
def test_values_survive_a_fixture():
    theme = Theme.objects.exclude(aliases=[]).first()
    dumped = serializers.serialize("json", [theme])
    assert json.loads(dumped)[0]["fields"]["aliases"] == theme.aliases
    assert next(iter(serializers.deserialize("json", dumped))).object.aliases == theme.aliases


def test_values_are_edited_in_the_administration(client_of):
    theme = Theme.objects.get(slug="neglect")
    address = f"/admin/learning/theme/{theme.pk}/change/"
    browser = client_of("administrator")
    assert "\n".join(theme.aliases) in browser.get(address).text.replace("&#x27;", "'").replace("&amp;", "&")
    sent = opened(browser, theme, scope_note="Note.", aliases="a\nb\n\na")
    assert browser.post(address, sent).status_code == 302
    assert Theme.objects.get(pk=theme.pk).aliases == ["a", "b"]

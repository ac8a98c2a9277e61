"""Errors that name their field."""

import pytest
from django import forms

from learning.forms import NamedErrors


class Form(NamedErrors, forms.Form):
    role = forms.ChoiceField(label="As what, 100%?", choices=[("a", "A")])
    words = forms.CharField(label="100% (optional)", max_length=3)
    email = forms.EmailField(label="Address, 100%")
    own = forms.CharField(error_messages={"required": "Say it."})


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {},
            {
                "role": "Choose an answer: “As what, 100%?”",
                "words": "Fill in: “100%”",
                "email": "Fill in: “Address, 100%”",
                "own": "Say it.",
            },
        ),
        (
            {"role": "b", "words": "four", "email": "x", "own": "x"},
            {
                "role": "Choose one of the options that are available now: “As what, 100%?”",
                "words": "Shorten to 3 characters or fewer; it has 4 now: “100%”",
                "email": "Enter a full email address, such as name@example.org: “Address, 100%”",
            },
        ),
    ],
)
def test_errors_name_their_field_and_say_what_to_do(sent, errors):
    assert {name: words for name, (words,) in Form(sent).errors.items()} == errors

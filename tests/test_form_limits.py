"""Every text field of a form has a maximum length, which the server checks."""

import inspect

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

import learning.forms
import learning.vocabulary.forms
import learning.vocabulary.public_name_form
import recommendations.forms
import recommendations.joint_forms
import recommendations.quoting.forms
import reviews_portal.accounts.forms
import reviews_portal.briefings.forms
import reviews_portal.editing.document_forms
import reviews_portal.editing.review_forms
import reviews_portal.editing.row_form
import reviews_portal.editing.several_forms
import reviews_portal.editing.source_forms
import reviews_portal.hiding.forms
import reviews_portal.people.forms
import reviews_portal.publication.changing_forms
import reviews_portal.publication.forms
import reviews_portal.redaction.forms
from learning.utils.fields import HeadedTextsFormField, LinesFormField

MODULES = [
    learning.forms,
    learning.vocabulary.forms,
    learning.vocabulary.public_name_form,
    recommendations.forms,
    recommendations.joint_forms,
    recommendations.quoting.forms,
    reviews_portal.accounts.forms,
    reviews_portal.briefings.forms,
    reviews_portal.hiding.forms,
    reviews_portal.editing.row_form,
    reviews_portal.editing.several_forms,
    reviews_portal.editing.source_forms,
    reviews_portal.editing.document_forms,
    reviews_portal.editing.review_forms,
    reviews_portal.people.forms,
    reviews_portal.publication.changing_forms,
    reviews_portal.publication.forms,
    reviews_portal.redaction.forms,
]
FORMS = [
    form
    for module in MODULES
    for _, form in inspect.getmembers(module, inspect.isclass)
    if issubclass(form, forms.BaseForm) and form.__module__ == module.__name__
]
# Of allauth: what they hold is only known when they are made, in tests/accounts.
PLAIN = [form for form in FORMS if form.__module__ != "reviews_portal.accounts.forms"]


def is_unbounded(field: forms.Field) -> bool:
    others = (forms.UUIDField, forms.JSONField, LinesFormField, HeadedTextsFormField)  # the last two say so themselves
    is_text = isinstance(field, forms.CharField) and not isinstance(field, others)
    return (
        is_text and not isinstance(field.widget, forms.PasswordInput) and not field.disabled and not field.max_length
    )


@pytest.mark.parametrize("form", PLAIN, ids=lambda form: form.__name__)
def test_every_field_for_words_says_how_long_it_may_be(form):
    assert [name for name, field in form.base_fields.items() if is_unbounded(field)] == []


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_every_field_for_words_of_the_administration_says_how_long_it_may_be(model, world):
    request = RequestFactory().get("/")
    request.user = world.people["administrator"]
    table = admin.site.get_model_admin(model)
    made = [table.get_form(request)] if table.has_add_permission(request) else []
    made += [one.get_formset(request).form for one in table.get_inline_instances(request)]
    assert [name for form in made for name, field in form.base_fields.items() if is_unbounded(field)] == []


def test_a_list_of_lines_is_bounded_too():
    field = LinesFormField(required=False)
    with pytest.raises(forms.ValidationError, match="Shorten"):
        field.clean("\n".join(map(str, range(1000))))
    with pytest.raises(forms.ValidationError, match="Shorten"):
        field.clean("w" * 100_000)
    assert field.clean("One\nTwo") == ["One", "Two"]

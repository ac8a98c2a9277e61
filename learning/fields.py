"""A list of short texts in one column, edited one on a line."""

from django import forms
from django.db import models


class LinesFormField(forms.CharField):
    """Takes a text area with one value on each line; gives a list without blanks or repeats."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def has_changed(self, initial, data) -> bool:
        return self.to_python(initial) != self.to_python(data)


class LinesField(models.JSONField):
    """A list of texts, such as aliases or former names."""

    def formfield(self, **kwargs):
        # JSONField's own form field would show brackets and quotes.
        return models.Field.formfield(self, **{"form_class": LinesFormField} | kwargs)

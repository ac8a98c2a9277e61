"""Fields for long texts, and for lists of short texts in one column, edited with one text on each line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .clean_text import clean

MOST_LINES, LONGEST_LINE = 500, 500
LONGEST_TEXT = 200_000  # characters of one text of a document


class CleanTextField(forms.CharField):
    """A text field that is cleaned before it is validated, so that invisible characters count for nothing."""

    def to_python(self, value: Any) -> str:
        return super().to_python(clean(str(value)) if value else value) or ""


class LongTextField(CleanTextField):
    """A field for a long text, such as a document's.

    It has no `maxlength`, because browsers truncate pasted text without a warning.
    """

    default_error_messages = {
        "max_length": "Shorten this to %(limit_value)d characters or fewer; it has %(show_value)d now. "
        "All of your text is still in the field."
    }

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=max_length or LONGEST_TEXT, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LinesFormField(forms.CharField):
    """A form field for a text area with one value on each line. Its value is a list without blanks or repeats."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        cleaned = [clean(line).strip() for line in lines]
        return list(dict.fromkeys(line for line in cleaned if line))

    def validate(self, value: list[str]) -> None:
        """Raise ValidationError, with what to shorten, if there are too many lines or a line is too long."""
        super().validate(value)
        if len(value) > MOST_LINES:
            raise ValidationError(f"Shorten the list to {MOST_LINES} lines or fewer; it has {len(value):,} now.")
        if long := [line for line in value if len(line) > LONGEST_LINE]:
            raise ValidationError(
                f"Shorten the line that begins with “{long[0][:40]}” to {LONGEST_LINE} characters or fewer; "
                f"it has {len(long[0]):,} now."
            )

    def has_changed(self, initial, data) -> bool:
        return self.to_python(initial) != self.to_python(data)


class LinesField(models.JSONField):
    """A list of texts, such as aliases or former names."""

    def formfield(self, **kwargs):
        # JSONField's own form field would show brackets and quotes.
        return models.Field.formfield(self, **{"form_class": LinesFormField} | kwargs)


HEADING = "# "  # begins a line with a heading in the form field of texts with headings


class HeadedTextsFormField(forms.CharField):
    """A form field for texts with headings: a line “# Heading”, then the text under it, which may have several lines.

    A line of a text that begins like a heading has a backslash in front. Its value is a list of pairs.
    """

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        pairs = [one for one in value if isinstance(one, list | tuple) and len(one) == 2]
        return "\n".join(f"{HEADING}{heading}\n{escaped(str(text))}" for heading, text in pairs)

    def to_python(self, value) -> list[list[str]]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        pairs: list[list[str]] = []
        for line in clean(str(value or "")).splitlines():
            if line.startswith(HEADING):
                pairs.append([line.removeprefix(HEADING).strip(), ""])
            elif pairs:
                pairs[-1][1] += f"{unescaped(line)}\n"
            elif line.strip():
                raise ValidationError("Begin with a line that has “# ” and the heading of the first column.")
        if empty := next((heading for heading, text in pairs if not (heading and text.strip())), None):
            raise ValidationError(f"Enter the text under “{empty}”, or remove its heading.")
        if any(not heading for heading, _ in pairs):
            raise ValidationError("Enter the heading as printed after each “# ”.")
        return [[heading, text.strip("\n")] for heading, text in pairs]

    def has_changed(self, initial, data) -> bool:
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)


def escaped(text: str) -> str:
    """Return a text in which no line begins like a heading."""
    return "\n".join(f"\\{line}" if line.lstrip("\\").startswith(HEADING) else line for line in text.split("\n"))


def unescaped(line: str) -> str:
    """Return a line as it was before `escaped()`."""
    return line[1:] if line.startswith("\\") and line.lstrip("\\").startswith(HEADING) else line


class HeadedTextsField(models.JSONField):
    """A list of pairs of a heading and a text, such as further columns of a printed table."""

    def formfield(self, **kwargs):
        # JSONField's own form field would show brackets and quotes.
        return models.Field.formfield(self, **{"form_class": HeadedTextsFormField} | kwargs)


class Language(models.TextChoices):
    """The languages that reviews of the four nations are published in, as HTML names them (BCP 47)."""

    ENGLISH = "en", "English"
    WELSH = "cy", "Cymraeg"
    GAELIC = "gd", "Gàidhlig"
    IRISH = "ga", "Gaeilge"


class LanguageField(models.CharField):
    """The language of a text; blank for that of its document."""

    def __init__(self, *args, **kwargs) -> None:
        for name, value in {"max_length": 2, "choices": Language, "blank": True, "default": ""}.items():
            kwargs.setdefault(name, value)
        super().__init__(*args, **kwargs)

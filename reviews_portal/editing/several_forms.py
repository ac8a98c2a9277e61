"""The forms that change several rows of a working copy at once, or add them."""

from django import forms

from learning.forms import NamedErrors
from learning.utils.fields import CleanTextField

from . import names
from .form_fields import KINDS, LONGEST_NAMES, TYPE_NAMES, KindSelect
from .models import WorkingCopy
from .models.row import LEVELS

LONGEST_PASTED = 1_000_000


class KindForm(NamedErrors, forms.Form):
    """A kind for several rows."""

    kind = forms.ChoiceField(
        label="Type of text",
        choices=KINDS,
        widget=KindSelect,
        error_messages={"required": "Choose a type of text for the rows."},
    )


class LevelForm(NamedErrors, forms.Form):
    """A level for several rows."""

    level = forms.TypedChoiceField(
        label="Level", coerce=int, choices=[(level, level) for level in range(1, LEVELS + 1)]
    )


class ThemesForm(NamedErrors, forms.Form):
    """Themes by name for several rows. Its value is a list of themes."""

    themes = CleanTextField(
        label="Themes",
        max_length=LONGEST_NAMES,
        help_text=TYPE_NAMES,
        required=False,
    )

    def clean_themes(self) -> list:
        return names.themes_typed(self.cleaned_data["themes"])


class AgenciesForm(NamedErrors, forms.Form):
    """Agencies and kinds of agency by name for several rows of a working copy."""

    agencies = CleanTextField(
        label="Relevant to",
        max_length=LONGEST_NAMES,
        help_text=f"Agencies or kinds of agency. {TYPE_NAMES}",
        required=False,
    )

    def __init__(self, *args, copy: WorkingCopy, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.copy, self.user = copy, user

    def clean_agencies(self) -> list:
        return names.agencies_typed(self.cleaned_data["agencies"], self.copy, self.user)


class PasteForm(NamedErrors, forms.Form):
    """Text to be cut into rows."""

    text = forms.CharField(
        label="Text",
        strip=False,
        max_length=LONGEST_PASTED,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text="Each paragraph and bullet point becomes a row. You then mark each row with its type of text.",
        error_messages={
            "required": "Paste the text of the review.",
            "max_length": "Paste %(limit_value)d characters or fewer at once; this has %(show_value)d.",
        },
    )

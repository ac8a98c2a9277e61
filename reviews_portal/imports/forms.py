"""The form for uploading documents to import."""

from typing import Any

from django import forms

from learning.forms import NamedErrors
from learning.models import Partnership
from learning.originals.inspection import TAKEN, format_of
from learning.utils.uploads import LARGEST_ORIGINAL, plain_name
from reviews_portal.editing.review_forms import offer_partnerships

from .jobs import EXPORTED

MOST_FILES = 10
HELP = (
    f"{TAKEN}, or a review exported from another portal (.json). Up to {LARGEST_ORIGINAL // 1024**2} MB each, and up "
    f"to {MOST_FILES} files at once."
)


class FilesInput(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each of a type that can be imported."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files. Raises ValidationError if there are none or too many, or one has the wrong type."""
        files = [super(FilesField, self).clean(one, initial) for one in (data or [None])]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Choose up to {MOST_FILES} files at once. You chose {len(files)}.")
        for one in files:
            if not one.name.lower().endswith(EXPORTED):
                format_of(plain_name(one.name))
        return files


class ImportForm(NamedErrors, forms.Form):
    """Documents to import, and the partnership that their reviews belong to."""

    partnership = forms.ModelChoiceField(label="Partnership", queryset=Partnership.objects.none())
    documents = FilesField(
        label="Documents",
        help_text=HELP,
        max_length=200,
        error_messages={"required": "Choose a document.", "empty": "The file is empty. Choose another one."},
    )

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_partnerships(self, user)

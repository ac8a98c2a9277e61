"""Form fields of the workspace."""

from django import forms
from django.core.exceptions import ValidationError

from learning.utils.fields import CleanTextField

from .models import EvidenceFile

MOST_FILES = 10  # for one assurance decision


def date_field(label: str, help_text: str = "", *, name: str, required: bool = False) -> forms.DateField:
    """Return a date field with the browser's date picker, which also accepts dates as people write them.

    Its error messages call the date by `name`, such as "response due date".
    """
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={
            "invalid": f"{name[:1].upper()}{name[1:]} must be a real date, such as 31/3/2027.",
            "required": f"Enter the {name}, such as 31/3/2027.",
        },
    )


class WordsField(CleanTextField):
    """A field for text with a maximum length, in a text area.

    Text that is too long is refused, and the field shows it again.
    """

    widget = forms.Textarea
    default_error_messages = {
        "max_length": "Shorten your text to %(limit_value)d characters or fewer. It has %(show_value)d now. "
        "All of your text is still in the field."
    }


class PartsField(forms.ModelMultipleChoiceField):
    """A choice of parts of a recommendation, labelled with their text."""

    def label_from_instance(self, part) -> str:
        return f"{part.full_label} {part.text}"


class FilesInput(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A field for evidence files, each of which is checked; its value is a list of unsaved `EvidenceFile`."""

    widget = FilesInput

    def clean(self, data, initial=None) -> list[EvidenceFile]:
        uploads, files, problems = data or [], [], []
        for upload in uploads[:MOST_FILES]:
            try:
                files.append(EvidenceFile.of(upload.name, upload.read()))
            except ValidationError as error:
                problems += error.messages
        if len(uploads) > MOST_FILES:
            problems.append(f"Choose up to {MOST_FILES} files. You can add more with another assurance decision.")
        if problems:
            raise ValidationError(problems)
        return files

"""The forms for the documents of a review, and for their files."""

from typing import Any

from django import forms

from learning.forms import NamedErrors
from learning.models import DocumentKind, Review, SourceDocument
from learning.originals.actions import check_addable
from learning.originals.inspection import TAKEN, Inspection, inspect
from learning.utils.fields import CleanTextField, Language, LongTextField
from learning.utils.history import LONGEST_REASON
from learning.utils.partial_dates import AS_STATED, PartialDateField
from learning.utils.stale_forms import OpenedMixin
from learning.utils.uploads import LARGEST_ORIGINAL

from .actions.documents import NewDocument

ELSEWHERE = "If the document is published on another website."
NOT_AN_ADDRESS = {"invalid": "Enter a full address that begins with https:// or http://."}
FILE_HELP = (
    f"Up to {LARGEST_ORIGINAL // 1024**2} MB: {TAKEN}. Readers can open it once an administrator has checked "
    "it for hidden content."
)


class FileForm(NamedErrors, forms.Form):
    """The file of a document."""

    file = forms.FileField(label="File", help_text=FILE_HELP, error_messages={"required": "Choose a file."})
    inspected: Inspection | None = None

    def clean_file(self) -> Any:
        """Return the file after inspecting it. Raises ValidationError, saying what to do, if it is not accepted."""
        if upload := self.cleaned_data["file"]:
            self.inspected = inspect(upload)
            check_addable(self.inspected)
        return upload


class DocumentFields(FileForm):
    """The details of a document, and its file if there is one."""

    document_title = CleanTextField(label="Title of the document", max_length=200)
    document_kind = forms.ChoiceField(
        label="Type of document", choices=DocumentKind.choices, initial=DocumentKind.REPORT
    )
    publisher = CleanTextField(label="Publisher (optional)", required=False, max_length=200)
    published = PartialDateField(label="Date published (optional)", required=False, help_text=AS_STATED)
    address = forms.URLField(
        label="Web address (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=ELSEWHERE,
        error_messages=NOT_AN_ADDRESS,
    )
    language = forms.ChoiceField(label="Language", choices=Language.choices, initial=Language.ENGLISH)
    file = forms.FileField(label="File (optional)", required=False, help_text=FILE_HELP)

    @property
    def document(self) -> NewDocument:
        """The document that a valid form describes."""
        values = self.cleaned_data
        return NewDocument(
            title=values["document_title"],
            kind=values["document_kind"],
            publisher=values["publisher"],
            address=values["address"],
            published=values["published"],
            language=values["language"],
            file=self.inspected,
        )


def seen_field() -> forms.IntegerField:
    """Return the hidden field with the key of the newest record when the form was opened: it shows a second click."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)


class AddDocumentForm(DocumentFields):
    """A document to add to a review."""

    seen = seen_field()


def reason_field(max_length: int) -> CleanTextField:
    """Return the field for the reason of a change, which the history keeps. The action says whether it is needed."""
    return CleanTextField(
        label="Why are you changing these details?",
        required=False,
        max_length=max_length,
        help_text="For example, “The date was wrong”. Kept in the history.",
    )


class DetailsMixin(OpenedMixin, NamedErrors):
    """Mixin for forms that change the details of a review or a document, with a field `reason`."""

    def finish(self, review: Review) -> None:
        """Ask for a reason only if the review was ever public. Call this once `initial` holds all values."""
        form: Any = self
        if not review.was_ever_public:
            del form.fields["reason"]
        self.carry_marks()

    @property
    def details(self) -> dict[str, Any]:
        """The values of the record that a valid form describes."""
        values: dict[str, Any] = self.cleaned_data  # type: ignore[attr-defined]
        return {name: value for name, value in values.items() if name not in ("reason", "opened")}


class DocumentDetailsForm(DetailsMixin, forms.ModelForm):
    """The details of a document that a review already has."""

    kind = forms.ChoiceField(label="Type of document", choices=DocumentKind.choices)
    published = PartialDateField(label="Date published (optional)", required=False, help_text=AS_STATED)
    reason = reason_field(LONGEST_REASON)

    class Meta:
        model = SourceDocument
        fields = [
            *("title", "kind", "publisher", "address", "not_held_reason", "language", "licence", "curator_note"),
        ]
        field_classes = {"title": CleanTextField, "curator_note": LongTextField}
        labels = {
            "title": "Title of the document",
            "publisher": "Publisher (optional)",
            "address": "Web address (optional)",
            "not_held_reason": "Why the portal has no copy (optional)",
            "licence": "Licence (optional)",
            "curator_note": "Editor’s note (optional)",
        }
        help_texts = {
            "address": ELSEWHERE,
            "licence": "As the document states it, such as Open Government Licence v3.0.",
            "curator_note": "Shown on the review’s page, marked as an editor’s note.",
        }
        error_messages = {"address": NOT_AN_ADDRESS}
        widgets = {"curator_note": forms.Textarea(attrs={"rows": 4})}

    field_order = [
        *("title", "kind", "publisher", "published", "address", "not_held_reason", "language", "licence"),
        *("curator_note", "reason"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("published", self.instance.published)
        self.finish(self.instance.review)

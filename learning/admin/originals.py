"""The original files of documents: added, checked for what they contain besides their text, replaced and removed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from learning.models import DocumentFile
from learning.originals import actions
from learning.originals.inspection import TAKEN, Inspection, inspect
from learning.utils.uploads import LARGEST_ORIGINAL

from .base import CatalogueAdmin

CONFIRM_LATER = "Save the file first. Then check the list of hidden content, and confirm."


class DocumentFileForm(forms.ModelForm):
    """Takes a file, and the confirmation that somebody has checked what it contains."""

    upload = forms.FileField(
        required=False,
        label="File",
        help_text=f"Up to {LARGEST_ORIGINAL // 1024**2} MB: {TAKEN}. If this page shows an error, choose the file "
        "again. Your browser does not keep it.",
    )
    is_checked = forms.BooleanField(
        required=False,
        label="I have checked the file for hidden content, such as author names, comments and tracked changes",
        help_text="Readers can open the file only after you tick this. Until then, only editors of the review can.",
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    class Meta:
        model = DocumentFile
        fields = ["document"]

    found: Inspection | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["is_checked"] = self.instance.checked_at is not None
            self.fields["digest"].initial = self.instance.original.digest

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("upload")
        if upload is None and self.instance.pk is None and "upload" not in self.errors:
            self.add_error("upload", "Choose a file.")
        if upload:
            self.inspect(upload)
        if cleaned.get("is_checked") and "is_checked" in self.changed_data:
            self.check_confirmation(cleaned.get("digest", ""), is_new=bool(upload))
        return cleaned

    def inspect(self, upload: Any) -> None:
        """Read the file, and show why it is refused."""
        try:
            self.found = inspect(upload)
            actions.check_addable(self.found)
        except ValidationError as error:
            self.add_error("upload", error)

    def check_confirmation(self, digest: str, *, is_new: bool) -> None:
        """Show an error if somebody confirms that they have checked a file whose contents they have not seen."""
        if is_new or self.instance.pk is None:
            self.add_error("is_checked", CONFIRM_LATER)
        elif digest != self.instance.original.digest:
            self.add_error("is_checked", actions.CHANGED)
        elif self.instance.original.closed_at:
            self.add_error("is_checked", "A redaction closed this file. Add a corrected copy instead.")


@admin.register(DocumentFile)
class DocumentFileAdmin(CatalogueAdmin):
    form = DocumentFileForm
    list_display = ["document", "code", "in_words", "state"]
    list_select_related = ["document__review", "original"]
    search_fields = ["document__title", "document__review__code", "document__review__title"]
    ordering = ["document__review__code", "document__position"]
    autocomplete_fields = ["document"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text", "findings")

    def get_readonly_fields(self, request, obj=None):
        return ["document", "in_words", "state", "contents", "searching", "shared"] if obj else []

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["document", "upload"]})]
        shown = ["document", "in_words", "state", "contents", "searching", "shared", "is_checked", "digest"]
        return [(None, {"fields": shown}), ("Replace the file", {"fields": ["upload"]})]

    def save_model(self, request, obj, form, change) -> None:
        """Save through the actions, which hold the rules."""
        if form.found:
            held = actions.add_file(obj.document, form.found, by=request.user)
            obj.__dict__.update(held.__dict__)
        elif change and "is_checked" in form.changed_data:
            if form.cleaned_data["is_checked"]:
                actions.confirm_check(obj, by=request.user, digest=form.cleaned_data["digest"])
            else:
                actions.reverse_check(obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, "File added. Check the hidden content listed below, then confirm.")
        return HttpResponseRedirect(reverse("admin:learning_documentfile_change", args=[obj.pk]))

    # --- What the page shows ------------------------------------------------------------------

    @admin.display(description="review", ordering="document__review__code")
    def code(self, held) -> str:
        return held.document.review.code

    @admin.display(description="file", ordering="original__size")
    def in_words(self, held) -> str:
        if held.original.closed_at:
            return f"{held.original}{', deleted' if held.original.is_deleted else ''}"
        return format_html('<a href="{}">{}</a>', held.get_absolute_url(), held.original)

    @admin.display(description="who can open it", ordering="checked_at")
    def state(self, held) -> str:
        if held.original.closed_at:
            return "Nobody: a redaction closed it. Add a corrected copy."
        if held.checked_at is None:
            return "Only editors of the review, until somebody has checked what it contains."
        day = date_format(held.checked_at, "j F Y")
        return f"Anyone who can read the review. Checked on {day} by {held.checked_by or 'someone who has left'}."

    @admin.display(description="hidden content and details")
    def contents(self, held) -> str:
        """Return what the file contains that readers do not see at first sight but can find."""
        if not held.findings:
            return "Nothing found. Pictures are not scanned, so check them yourself."
        lines = format_html_join("", "<li>{}</li>", ((found,) for found in held.findings))
        return format_html("<ul>{}</ul>", lines)

    @admin.display(description="redactions")
    def searching(self, held) -> str:
        """Return what a redaction does with this file."""
        if not held.unsearched:
            return "A redaction closes this file if its text contains the words."
        return f"{' '.join(held.unsearched)} Because of this, any redaction in this review closes the file."

    @admin.display(description="also used by")
    def shared(self, held) -> str:
        """Return the other documents that hold the same file: only those who see all of them can open it."""
        others = DocumentFile.objects.filter(original=held.original).exclude(pk=held.pk)
        names = [f"{one.document} ({one.document.review.code})" for one in others.select_related("document__review")]
        return f"{'; '.join(names)}. Only readers who can see all of these reviews can open it." if names else "None"

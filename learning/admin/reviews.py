"""Reviews, their documents and their narrative."""

from dataclasses import astuple

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from learning.actions import (
    Release,
    check_kinds_in_use,
    check_release,
    may_be_deleted,
    needs_decision,
    release,
    release_of,
)
from learning.addresses import address_of
from learning.languages import NAMES, language_of
from learning.models import (
    AgencyInvolved,
    Audience,
    DocumentFile,
    OldAddress,
    Resource,
    Review,
    ReviewSection,
    ReviewStage,
    SourceDocument,
    SourceWording,
    default_audience,
)
from learning.models.source_document import same_title
from learning.utils.fields import CleanTextField, LongTextField
from learning.utils.text import beginning

from .base import HistoryAdmin
from .public_names import OneAgencyForm, StaffNames

KEPT = "This review is published or withdrawn, so nothing in it can be deleted. Correct the record instead."


RELEASE: list[str | list[str] | tuple[str, ...]] = [
    "status",
    "audience",
    "reason",
    "publication",
    "audience_reason",
    "sharing_statement",
]
USUAL_AUDIENCE = ("", "The usual audience of its kind of review")


class ReviewForm(forms.ModelForm):
    """Requires a reason for a change of status or audience, and refuses changes that are not allowed.

    A new review has the usual audience of its kinds unless another is selected.
    """

    reason = CleanTextField(
        required=False,
        max_length=2000,
        help_text="Why you are changing the status or the audience. The reason is kept in the history.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and "audience" in self.fields:
            audience = self.fields["audience"]
            audience.required, audience.choices = False, [USUAL_AUDIENCE, *Audience.choices]  # type: ignore[attr-defined]
            self.initial.setdefault("audience", "")
            if self.initial["audience"] == self.instance.audience:  # the default of the model, which nobody selected
                self.initial["audience"] = ""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self.check_kinds(cleaned)
        if self.instance._state.adding and not cleaned.get("audience", "given"):
            cleaned["audience"] = default_audience(cleaned.get("kinds", ()))
        if {"status", "audience"} <= cleaned.keys():
            held = Review.objects.filter(pk=self.instance.pk).first()
            wanted = Release(cleaned["status"], cleaned["audience"])
            try:
                check_release(held, wanted, reason=cleaned.get("reason", ""))
            except ValidationError as error:
                self.add_error(None, error)
            if held and needs_decision(release_of(held), wanted):
                self.add_error(None, link_to_publication(held, "Record the decision to publish"))
        return cleaned

    def check_kinds(self, cleaned) -> None:
        """Refuse a kind that is new to the review and was no longer in use when the review was made."""
        held = set() if self.instance._state.adding else {*self.instance.kinds.all()}
        added = [kind for kind in cleaned.get("kinds", ()) if kind not in held]
        try:
            check_kinds_in_use(added, cleaned.get("commissioned_on"), cleaned.get("published_on"))
        except ValidationError as error:
            self.add_error("kinds", error)


def link_to_publication(review: Review, words: str) -> str:
    """Return a link to the page on which the decision to publish a review is recorded."""
    return format_html('<a href="{}">{}</a>', address_of("publication", review.slug), words)


class DocumentFormSet(forms.BaseInlineFormSet):
    """Refuses two documents with the same title that are added in one form."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the prefix of its fields: the name of the documents of a review in lookups."""
        return "documents"

    def clean(self) -> None:
        super().clean()
        titles: dict[str, SourceDocument] = {}
        for form in self.forms:
            title = form.cleaned_data.get("title", "") if form.is_valid() else ""
            if title and (other := titles.setdefault(title.strip().casefold(), form.instance)) is not form.instance:
                form.add_error("title", same_title(other))


class SourceDocumentInline(admin.StackedInline):
    model = SourceDocument
    formset = DocumentFormSet
    extra = 0
    can_delete = False
    show_change_link = True
    autocomplete_fields = ["glossary_terms"]
    prepopulated_fields = {"slug": ["title"]}


class AgencyInvolvedInline(StaffNames, admin.TabularInline):
    model = AgencyInvolved
    form = OneAgencyForm
    extra = 0
    autocomplete_fields = ["agency"]


class OldAddressInline(admin.TabularInline):
    model = OldAddress
    extra = 0


class ReviewStageInline(admin.TabularInline):
    model = ReviewStage
    extra = 0
    formfield_overrides = {models.TextField: {"form_class": LongTextField, "widget": forms.Textarea({"rows": 2})}}


@admin.register(Review)
class ReviewAdmin(HistoryAdmin):
    list_display = ["code", "title", "kind_names", "published", "audience", "status"]
    list_filter = ["status", "audience", "kinds", "partnerships", "is_thematic"]
    search_fields = ["code", "title", "subject", "partnership_as_named", "partnerships__name"]
    autocomplete_fields = ["kinds", "partnerships", "themes"]
    readonly_fields = ["publication", "references_used"]
    inlines = [SourceDocumentInline, AgencyInvolvedInline, ReviewStageInline, OldAddressInline]
    form = ReviewForm
    save_on_top = True
    cascades = True
    kept = (
        "A published or withdrawn review cannot be deleted, nor one with a confirmed decision. To hide it from "
        "readers, withdraw it."
    )
    instead = "Delete these first, or keep the review as a draft. Readers cannot see drafts."
    fieldsets = [
        (None, {"fields": ["title", "code", "slug", "kinds", "is_thematic", "subject"]}),
        ("Who can read it", {"fields": RELEASE}),
        ("Partnership", {"fields": ["partnerships", "partnership_as_named"]}),
        (
            "Dates, as stated in a document",
            {
                "fields": [
                    ("commissioned_on", "commissioned_precision"),
                    ("incident_on", "incident_precision"),
                    ("published_on", "published_precision"),
                ]
            },
        ),
        ("About the case, in the document’s terms", {"fields": ["children", "harm", "outcome", "reviewer", "themes"]}),
        ("Added by the portal", {"fields": ["content_note", "curator_note", "added_on", "references_used"]}),
    ]

    def save_model(self, request, review, form, change) -> None:
        """Save the record; a change of status or audience is made by `release()`."""
        wanted, held = release_of(review), Review.objects.filter(pk=review.pk).first()
        if held:
            review.status, review.audience, review.audience_reason = astuple(release_of(held))
        super().save_model(request, review, form, change)
        if held:
            release(review, wanted, by=request.user, reason=form.cleaned_data.get("reason", ""))

    @admin.display(description="publication")
    def publication(self, review) -> str:
        """Return a link to the page on which a review is published, shown to more readers or withdrawn."""
        if review.pk is None:
            return "Save the review first. A second person confirms its publication."
        return link_to_publication(
            review, "Record or confirm the decision to publish, change the audience or withdraw"
        )

    def has_delete_permission(self, request, obj=None) -> bool:
        return may_be_deleted(obj)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("kinds")

    @admin.display(description="kinds")
    def kind_names(self, review) -> str:
        return review.kind_names

    @admin.display(description="published", ordering="published_on")
    def published(self, review):
        return review.published or "not stated"


class SourcedAdmin(HistoryAdmin):
    """Records taken from a document: found by review and document, listed in the document's order."""

    kept = KEPT
    list_filter = ["review__status", "review__audience"]
    list_select_related = ["review", "document"]
    autocomplete_fields = ["review", "document"]
    ordering = ["review__code", "document__position", "position"]
    search_fields = ["review__code", "review__title", "heading"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return may_be_deleted(obj and obj.review)


@admin.register(SourceDocument)
class SourceDocumentAdmin(HistoryAdmin):
    list_display = ["title", "review", "kind", "publisher", "published"]
    list_filter = ["kind"]
    list_select_related = ["review"]
    search_fields = ["title", "slug", "publisher", "review__code", "review__title"]
    kept = KEPT
    instead = "These quote this document, and would lose their source. Move or delete them first."
    autocomplete_fields = ["review", "glossary_terms"]
    readonly_fields = ["original_file"]

    @admin.display(description="original file")
    def original_file(self, document) -> str:
        """Return a link to the page on which the file is added or checked."""
        if document.pk is None:
            return "Save the document first, then add its file here."
        held = DocumentFile.objects.filter(document=document).listed().first()
        if held is None:
            address = f"{reverse('admin:learning_documentfile_add')}?document={document.pk}"
            return format_html('<a href="{}">Add the original file</a>', address)
        address = reverse("admin:learning_documentfile_change", args=[held.pk])
        return format_html('<a href="{}">Check or replace the original file</a> ({})', address, held.original)

    def has_delete_permission(self, request, obj=None) -> bool:
        return may_be_deleted(obj and obj.review)


@admin.register(ReviewSection)
class ReviewSectionAdmin(SourcedAdmin):
    list_display = ["review", "kind", "words", "place", "is_key"]
    list_filter = ["kind", *SourcedAdmin.list_filter]
    search_fields = ["text", *SourcedAdmin.search_fields]

    @admin.display(description="text")
    def words(self, section) -> str:
        return beginning(section.text, 90)


@admin.register(Resource)
class ResourceAdmin(SourcedAdmin):
    list_display = ["__str__", "review", "address_state", "address"]
    list_filter = ["address_state", *SourcedAdmin.list_filter]
    search_fields = ["title", "address", *SourcedAdmin.search_fields]


@admin.register(SourceWording)
class SourceWordingAdmin(HistoryAdmin):
    list_display = ["worded", "part_position", "document", "its_language", "differs"]
    ordering = ["document", "pk"]
    sortable_by = ["document"]
    list_select_related = ["document", "section__review", "resource"]
    autocomplete_fields = ["review", "document", "section", "resource"]
    search_fields = ["reference", "text"]

    @admin.display(description="record")
    def worded(self, wording) -> str:
        return wording.reference or str(wording.section or wording.resource)

    @admin.display(description="language")
    def its_language(self, wording) -> str:
        return NAMES[language_of(wording)]

    @admin.display(boolean=True)
    def differs(self, wording) -> bool:
        return bool(wording.text)

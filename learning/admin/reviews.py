"""Reviews, their documents and their narrative."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from learning.actions import change_audience, check_publishable, publish_review, record, withdraw_review
from learning.models import (
    AgencyInvolved,
    Audience,
    OldAddress,
    Resource,
    Review,
    ReviewSection,
    SourceDocument,
    SourceWording,
    Status,
)
from learning.models.source import same_title
from learning.utils.text import beginning

from .base import HistoryAdmin


def may_be_deleted(review: Review | None) -> bool:
    """Return whether a review and what hangs on it may be deleted: an address once public never dies."""
    return review is not None and review.status in (Status.DRAFT, Status.IN_REVIEW)


class ReviewForm(forms.ModelForm):
    """Asks why the status or the audience changes, and says what cannot be changed."""

    reason = forms.CharField(
        required=False,
        max_length=2000,
        help_text="Why the status or the audience is changing. This is kept in the history.",
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        held = Review.objects.filter(pk=self.instance.pk).first()
        if held and {"status", "audience"} & set(self.changed_data):
            if not cleaned.get("reason", "").strip():
                self.add_error("reason", "Say why the status or the audience changes.")
            if cleaned.get("status") == Status.WITHDRAWN and held.status in (Status.DRAFT, Status.IN_REVIEW):
                self.add_error("status", "Only a published review can be withdrawn; leave this one as a draft.")
            if cleaned.get("status") == held.status == Status.WITHDRAWN:
                self.add_error("audience", "A withdrawn review keeps its audience; publish it again first.")
            if cleaned.get("status") == Status.PUBLISHED != held.status:
                try:
                    check_publishable(held)
                except ValidationError as error:
                    self.add_error("status", error)
        elif not held and cleaned.get("status") != Status.DRAFT:
            self.add_error("status", "A new review is a draft; publish it when it has its document.")
        return cleaned

    def decide(self, review: Review, held: Review | None, wanted: dict[str, str], *, by) -> None:
        """Take the steps that lead from what is held to what is wanted, in an order that shows nothing too widely."""
        if held is None:
            return
        reason = self.cleaned_data.get("reason", "")
        if wanted["status"] == Status.WITHDRAWN != held.status:
            withdraw_review(review, by=by, reason=reason)
            return
        if wanted["status"] in (Status.DRAFT, Status.IN_REVIEW) and wanted["status"] != held.status:
            review.status = wanted["status"]
            record(review, by, reason, ["status"])
        if held.status == Status.WITHDRAWN and wanted["status"] == Status.PUBLISHED:
            review.status = Status.DRAFT
        if wanted["audience"] != held.audience:
            change_audience(review, Audience(wanted["audience"]), by=by, reason=wanted["audience_reason"] or reason)
        elif wanted["audience_reason"] != held.audience_reason:
            review.audience_reason = wanted["audience_reason"]
            review.save(update_fields=["audience_reason"])
        if wanted["status"] == Status.PUBLISHED != held.status:
            publish_review(review, by=by)


class DocumentFormSet(forms.BaseInlineFormSet):
    """Refuses two documents of one title that are added in the same form."""

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


class AgencyInvolvedInline(admin.TabularInline):
    model = AgencyInvolved
    extra = 0
    autocomplete_fields = ["agency"]


class OldAddressInline(admin.TabularInline):
    model = OldAddress
    extra = 0


@admin.register(Review)
class ReviewAdmin(HistoryAdmin):
    list_display = ["code", "title", "review_type", "published", "audience", "status"]
    list_filter = ["status", "audience", "review_type", "partnerships", "is_thematic"]
    search_fields = ["code", "title", "subject", "partnership_as_named", "partnerships__name"]
    autocomplete_fields = ["partnerships", "themes"]
    readonly_fields = ["references_used"]
    inlines = [SourceDocumentInline, AgencyInvolvedInline, OldAddressInline]
    form = ReviewForm
    save_on_top = True
    cascades = True
    instead = "Delete these first, or keep the review as a draft: readers cannot see drafts."
    fieldsets = [
        (None, {"fields": ["title", "code", "slug", ("review_type", "is_thematic"), "subject"]}),
        ("Who may read it", {"fields": ["status", "audience", "reason", "audience_reason", "sharing_statement"]}),
        ("Where", {"fields": ["partnerships", "partnership_as_named"]}),
        (
            "When, only as a document states it",
            {
                "fields": [
                    ("commissioned_on", "commissioned_precision"),
                    ("incident_on", "incident_precision"),
                    ("published_on", "published_precision"),
                ]
            },
        ),
        ("What, in the document's terms", {"fields": ["children", "harm", "outcome", "reviewer", "themes"]}),
        ("Ours", {"fields": ["content_note", "curator_note", "added_on", "references_used"]}),
    ]

    def save_model(self, request, review, form, change) -> None:
        """Save the record as it is; changes of status and audience go through their actions."""
        wanted = {name: getattr(review, name) for name in ("status", "audience", "audience_reason")}
        held = Review.objects.filter(pk=review.pk).first()
        for name in wanted if held else ():
            setattr(review, name, getattr(held, name))
        super().save_model(request, review, form, change)
        form.decide(review, held, wanted, by=request.user)

    def has_delete_permission(self, request, obj=None) -> bool:
        return may_be_deleted(obj)

    @admin.display(description="published", ordering="published_on")
    def published(self, review):
        return review.published or "not stated"


class SourcedAdmin(HistoryAdmin):
    """What is taken from a document: found by review and document, kept in the document's order."""

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
    instead = "Quotations from this document would lose their source. Move or delete these first."
    autocomplete_fields = ["review", "glossary_terms"]

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
    list_display = ["reference", "part", "document", "differs"]
    ordering = ["document", "pk"]
    sortable_by = ["document"]
    list_select_related = ["document"]
    autocomplete_fields = ["review", "document"]
    search_fields = ["reference", "text"]

    @admin.display(boolean=True)
    def differs(self, wording) -> bool:
        return bool(wording.text)

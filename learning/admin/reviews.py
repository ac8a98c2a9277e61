"""Reviews, their documents and their narrative."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from simple_history.admin import SimpleHistoryAdmin

from learning.actions import publish_review
from learning.models import (
    AgencyInvolved,
    OldAddress,
    Resource,
    Review,
    ReviewSection,
    SourceDocument,
    SourceWording,
)


class SourceDocumentInline(admin.StackedInline):
    model = SourceDocument
    extra = 0
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
class ReviewAdmin(SimpleHistoryAdmin):
    list_display = ["code", "title", "review_type", "published", "audience", "status"]
    list_filter = ["status", "audience", "review_type", "partnerships", "is_thematic"]
    search_fields = ["code", "title", "subject", "partnership_as_named", "partnerships__name"]
    autocomplete_fields = ["partnerships", "themes"]
    readonly_fields = ["references_used"]
    inlines = [SourceDocumentInline, AgencyInvolvedInline, OldAddressInline]
    actions = ["publish"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["title", "code", "slug", ("review_type", "is_thematic"), "subject"]}),
        ("Who may read it", {"fields": ["status", "audience", "audience_reason"]}),
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

    @admin.action(description="Publish the selected reviews to their audience", permissions=["change"])
    def publish(self, request, reviews) -> None:
        for review in reviews:
            try:
                publish_review(review, by=request.user)
            except ValidationError as error:
                self.message_user(request, f"{review}: {error.messages[0]}", messages.ERROR)
            else:
                self.message_user(request, f"{review} is published.", messages.SUCCESS)

    @admin.display(description="published", ordering="published_on")
    def published(self, review):
        return review.published or "not stated"


class SourcedAdmin(SimpleHistoryAdmin):
    """What is taken from a document: found by review and document, kept in the document's order."""

    list_filter = ["review__status", "review__audience"]
    list_select_related = ["review", "document"]
    autocomplete_fields = ["review", "document"]
    ordering = ["review__code", "document__position", "position"]
    search_fields = ["review__code", "review__title", "heading"]


@admin.register(SourceDocument)
class SourceDocumentAdmin(SimpleHistoryAdmin):
    list_display = ["title", "review", "kind", "publisher", "published"]
    list_filter = ["kind"]
    list_select_related = ["review"]
    search_fields = ["title", "slug", "publisher", "review__code", "review__title"]
    autocomplete_fields = ["review", "glossary_terms"]


@admin.register(ReviewSection)
class ReviewSectionAdmin(SourcedAdmin):
    list_display = ["review", "kind", "words", "place", "is_key"]
    list_filter = ["kind", *SourcedAdmin.list_filter]
    search_fields = ["text", *SourcedAdmin.search_fields]

    @admin.display(description="text")
    def words(self, section) -> str:
        return section.text[:90]


@admin.register(Resource)
class ResourceAdmin(SourcedAdmin):
    list_display = ["__str__", "review", "address_state", "address"]
    list_filter = ["address_state", *SourcedAdmin.list_filter]
    search_fields = ["title", "address", *SourcedAdmin.search_fields]


@admin.register(SourceWording)
class SourceWordingAdmin(SimpleHistoryAdmin):
    list_display = ["reference", "part", "document", "differs"]
    list_select_related = ["document"]
    autocomplete_fields = ["review", "document"]
    search_fields = ["reference", "text"]

    @admin.display(boolean=True)
    def differs(self, wording) -> bool:
        return bool(wording.text)

"""Addresses on which reviews are added, edited, checked and corrected."""

from django.urls import path

from .views import changes, checklist, details, documents, preview, reviews, statements

urlpatterns = [
    path("", reviews.review_list, name="manage_reviews"),
    path("add/", reviews.add, name="add_review"),
    path("<slug:slug>/", reviews.review, name="manage_review"),
    path("<slug:slug>/open/", reviews.open_for_editing, name="open_review"),
    path("<slug:slug>/discard/", reviews.discard, name="discard_copy"),
    path("<slug:slug>/details/", details.details, name="review_details"),
    path("<slug:slug>/documents/add/", documents.add, name="add_document"),
    path("<slug:slug>/documents/<int:pk>/file/", documents.add_file, name="add_document_file"),
    path("<slug:slug>/check/", checklist.checklist, name="review_checklist"),
    path("<slug:slug>/ask/", statements.ask_before_publication, name="ask_before_publication"),
    path("<slug:slug>/preview/", preview.page, name="review_preview"),
    path("<slug:slug>/preview.<str:format>", preview.document, name="review_preview_file"),
    path("<slug:slug>/changes/", changes.changes, name="review_changes"),
    path("<slug:slug>/changes/<int:pk>/use-published/", changes.use_published, name="use_published"),
    path("<slug:slug>/changes/publish/", changes.publish, name="publish_corrections"),
]

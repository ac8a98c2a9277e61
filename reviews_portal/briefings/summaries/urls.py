"""URLs under `/manage/reviews/<slug>/briefing/`, for the editors of a review."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.summaries, name="summaries"),
    path("save/", views.save, name="summaries_save"),
    path("save-and-preview/", views.save_and_preview, name="summaries_save_and_preview"),
    path("preview/", views.preview, name="summaries_preview"),
    path("approve/", views.approve, name="summaries_approve"),
    path("withdraw-approval/", views.withdraw_approval, name="summaries_withdraw_approval"),
]

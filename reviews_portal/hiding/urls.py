"""Addresses to hide something at once and to decide what becomes of it; none holds a word of it."""

from django.urls import path

from . import report_views, views

urlpatterns = [
    path("", views.hidden, name="hidden"),
    path("<int:pk>/", views.hiding, name="hiding"),
    path("<int:pk>/file/", views.hidden_file, name="hidden_file"),
    path("<int:pk>/restore/", views.restore, name="hiding_restore"),
    path("<int:pk>/restore-redacted/", views.restore_redacted, name="hiding_restore_redacted"),
    path("<int:pk>/withdraw/", views.withdraw, name="hiding_withdraw"),
    path("reviews/<slug:slug>/", views.hide_part, name="hide_part"),
    path("reviews/<slug:slug>/hide/", views.hide_review, name="hide_review"),
    path("items/<reference:reference>/", views.hide_item, name="hide_item"),
    path("paragraphs/<int:pk>/", views.hide_section, name="hide_section"),
    path("files/<slug:slug>/<int:position>/", views.hide_file, name="hide_file"),
    path("reports/<int:pk>/", report_views.report, name="report"),
    path("reports/<int:pk>/answer/", report_views.answer_report, name="report_answer"),
]

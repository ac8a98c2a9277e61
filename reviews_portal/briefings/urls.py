"""Addresses of exports, and of the versions that were exported."""

from django.urls import path

from . import views

urlpatterns = [
    path("versions/<slug:code>/", views.edition, name="edition"),
    path("versions/<slug:code>.<slug:format>", views.edition_file, name="edition_file"),
    path("schema.json", views.schema, name="briefing_schema"),
    path("<slug:what>.<slug:format>", views.export, name="export_list"),
    path("<slug:what>/<slug:key>.<slug:format>", views.export, name="export"),
]

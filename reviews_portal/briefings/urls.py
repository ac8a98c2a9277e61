"""Addresses of exports, and of the versions that were exported."""

from django.urls import path

from . import long_views, views

urlpatterns = [
    path("versions/<slug:code>/", views.edition, name="edition"),
    path("versions/<slug:code>.<slug:format>", views.edition_file, name="edition_file"),
    path("exports/<slug:key>/", long_views.show, name="long_export"),
    path("exports/<slug:key>/file/", long_views.file, name="long_export_file"),
    path("exports/<slug:key>/<slug:do>/", long_views.act, name="act_on_long_export"),
    path("schema.json", views.schema, name="briefing_schema"),
    path("<slug:what>.<slug:format>", views.export, name="export_list"),
    path("<slug:what>/<slug:key>.<slug:format>", views.export, name="export"),
]

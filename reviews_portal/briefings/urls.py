"""Addresses of the builder, of saved briefings, of exports, and of the versions that were exported."""

from django.urls import path

from . import builder, long_views, saved, views

urlpatterns = [
    path("", builder.builder, name="builder"),
    path("add/", builder.add, name="add_to_briefing"),
    path("mine.<slug:format>", builder.take, name="take_briefing"),
    path("saved/", saved.briefings, name="briefings"),
    path("saved/<slug:key>/", saved.briefing, name="briefing"),
    path("saved/<slug:key>.<slug:format>", saved.briefing_file, name="briefing_file"),
    path("saved/<slug:key>/<slug:do>/", saved.change, name="briefing_change"),
    path("versions/<slug:code>/", views.edition, name="edition"),
    path("versions/<slug:code>.<slug:format>", views.edition_file, name="edition_file"),
    path("exports/<slug:key>/", long_views.show, name="long_export"),
    path("exports/<slug:key>/file/", long_views.file, name="long_export_file"),
    path("exports/<slug:key>/<slug:do>/", long_views.act, name="act_on_long_export"),
    path("schema.json", views.schema, name="briefing_schema"),
    path("<slug:what>.<slug:format>", views.export, name="export_list"),
    path("<slug:what>/<slug:key>.<slug:format>", views.export, name="export"),
]

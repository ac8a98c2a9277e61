"""URLs of the builder, saved briefings, exports, and kept versions."""

from django.urls import path

from .views import builder, exports, long_exports, saved

urlpatterns = [
    path("", builder.builder, name="builder"),
    path("add/", builder.add, name="add_to_briefing"),
    path("mine.<slug:format>", builder.take, name="take_briefing"),
    path("saved/", saved.briefings, name="briefings"),
    path("saved/<slug:key>/", saved.briefing, name="briefing"),
    path("saved/<slug:key>.<slug:format>", saved.briefing_file, name="briefing_file"),
    path("saved/<slug:key>/<slug:do>/", saved.change, name="briefing_change"),
    path("keep/<slug:what>/", exports.keep, name="keep_list"),
    path("keep/<slug:what>/<slug:key>/", exports.keep, name="keep"),
    path("versions/<slug:code>/", exports.edition, name="edition"),
    path("versions/<slug:code>.<slug:format>", exports.edition_file, name="edition_file"),
    path("exports/<slug:key>/", long_exports.show, name="long_export"),
    path("exports/<slug:key>/file/", long_exports.file, name="long_export_file"),
    path("exports/<slug:key>/<slug:do>/", long_exports.act, name="act_on_long_export"),
    path("schema.json", exports.schema, name="briefing_schema"),
    path("<slug:what>.<slug:format>", exports.export, name="export_list"),
    path("<slug:what>/<slug:key>.<slug:format>", exports.export, name="export"),
]

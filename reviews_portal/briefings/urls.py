"""URLs of the builder, saved briefings, exports, and kept versions."""

from django.urls import path

from .views import adding, builder, exports, long_exports, saved

urlpatterns = [
    path("", builder.builder, name="builder"),
    path("save/", builder.save, name="builder_save"),
    path("items/up/", builder.move_up, name="builder_move_up"),
    path("items/down/", builder.move_down, name="builder_move_down"),
    path("items/order/", builder.order, name="builder_order"),
    path("items/remove/", builder.remove, name="builder_remove"),
    path("items/fit/", builder.make_it_fit, name="builder_fit"),
    path("empty/", builder.empty, name="builder_empty"),
    path("save-and-restore/", builder.save_and_restore, name="builder_save_and_restore"),
    path("restore/", builder.restore, name="builder_restore"),
    path("download/<slug:format>/", builder.download, name="builder_download"),
    path("keep-version/", builder.keep_version, name="builder_keep_version"),
    path("save-for-later/", builder.save_for_later, name="builder_save_for_later"),
    path("sign-in/", builder.sign_in, name="builder_sign_in"),
    path("add/", adding.add, name="add_to_briefing"),
    path("mine.<slug:format>", builder.take, name="take_briefing"),
    path("saved/", saved.briefings, name="briefings"),
    path("saved/<slug:key>/", saved.briefing, name="briefing"),
    path("saved/<slug:key>.<slug:format>", saved.briefing_file, name="briefing_file"),
    path("saved/<slug:key>/open/", saved.edit, name="briefing_edit"),
    path("saved/<slug:key>/copy/", saved.make_copy, name="briefing_copy"),
    path("saved/<slug:key>/renew/", saved.renew, name="briefing_renew"),
    path("saved/<slug:key>/share/", saved.share, name="briefing_share"),
    path("saved/<slug:key>/unshare/", saved.stop_sharing, name="briefing_stop_sharing"),
    path("saved/<slug:key>/remove/", saved.remove, name="briefing_remove"),
    path("keep/<slug:what>/", exports.keep, name="keep_list"),
    path("keep/<slug:what>/<slug:key>/", exports.keep, name="keep"),
    path("versions/<slug:code>/", exports.edition, name="edition"),
    path("versions/<slug:code>.<slug:format>", exports.edition_file, name="edition_file"),
    path("exports/<slug:key>/", long_exports.show, name="long_export"),
    path("exports/<slug:key>/file/", long_exports.file, name="long_export_file"),
    path("exports/<slug:key>/stop/", long_exports.stop, name="long_export_stop"),
    path("exports/<slug:key>/again/", long_exports.make_again, name="long_export_again"),
    path("schema.json", exports.schema, name="briefing_schema"),
    path("<slug:what>.<slug:format>", exports.export, name="export_list"),
    path("<slug:what>/<slug:key>.<slug:format>", exports.export, name="export"),
]

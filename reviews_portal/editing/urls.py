"""URLs under `/manage/reviews/`, on which reviews are added, edited, checked and corrected."""

from django.urls import include, path

from .views import (
    changes,
    checklist,
    details,
    documents,
    identity,
    page,
    pasting,
    preview,
    reviews,
    rows,
    several,
    statements,
)

of_row = [
    path("", rows.save, name="row_save"),
    path("split/", rows.split, name="row_split"),
    path("join/", rows.join, name="row_join"),
    path("move/", rows.move, name="row_move"),
    path("move/up/", rows.move_up, name="row_move_up"),
    path("move/down/", rows.move_down, name="row_move_down"),
    path("add/above/", rows.add_above, name="row_add_above"),
    path("add/below/", rows.add_below, name="row_add_below"),
    path("take-out/", rows.take_out, name="row_take_out"),
    path("use-mine/", rows.use_mine, name="row_use_mine"),
    path("keep-theirs/", rows.keep_theirs, name="row_keep_theirs"),
]
of_rows = [
    path("add/", rows.add, name="rows_add"),
    path("paste/", pasting.paste, name="rows_paste"),
    path("marks/", several.marks, name="rows_marks"),
    path("kind/", several.kind, name="rows_kind"),
    path("themes/", several.themes, name="rows_themes"),
    path("themes/add/", several.add_themes, name="rows_add_themes"),
    path("agencies/", several.agencies, name="rows_agencies"),
    path("level/", several.level, name="rows_level"),
    path("key-points/", several.key_points, name="rows_key_points"),
    path("key-points/remove/", several.remove_key_points, name="rows_remove_key_points"),
    path("take-out/", several.take_out, name="rows_take_out"),
    path("put-back/", several.put_back, name="rows_put_back"),
    path("<int:pk>/", include(of_row)),
]
of_review: list = [
    path("", reviews.review, name="manage_review"),
    path("details/", details.details, name="review_details"),
    path("documents/add/", documents.add, name="add_document"),
    path("documents/<int:pk>/", documents.edit, name="edit_document"),
    path("documents/<int:pk>/file/", documents.add_file, name="add_document_file"),
    path("edit/", page.edit, name="review_edit"),
    path("edit/open/", page.open_for_editing, name="review_open"),
    path("edit/suggest/themes/", pasting.suggest_themes, name="edit_suggest_themes"),
    path("edit/suggest/agencies/", pasting.suggest_agencies, name="edit_suggest_agencies"),
    path("rows/", include(of_rows)),
    path("check/", checklist.checklist, name="review_checklist"),
    path("check/decide/", identity.decide, name="identity_decide"),
    path("check/decisions/<int:pk>/reverse/", identity.reverse, name="identity_reverse"),
    path("ask/", statements.ask_before_publication, name="ask_before_publication"),
    path("preview/", preview.page, name="review_preview"),
    path("preview.<slug:format>", preview.document, name="review_preview_file"),
    path("changes/", changes.changes, name="review_changes"),
    path("changes/<int:pk>/use-published/", changes.use_published, name="use_published"),
    path("changes/publish/", changes.publish, name="publish_corrections"),
    path("changes/discard/", reviews.discard, name="discard_copy"),
]
urlpatterns = [
    path("", reviews.review_list, name="manage_reviews"),
    path("add/", reviews.add, name="add_review"),
    path("<slug:slug>/", include(of_review)),
]

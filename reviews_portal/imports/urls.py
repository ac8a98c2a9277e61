"""URLs under `/manage/imports/`, where documents are uploaded and imported."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.import_list, name="imports"),
    path("add/", views.add, name="import_documents"),
    path("<str:key>/", views.show, name="import"),
    path("<str:key>/stop/", views.stop, name="import_stop"),
    path("<str:key>/import-anyway/", views.import_anyway, name="import_anyway"),
    path("<str:key>/add-to-review/", views.add_to, name="import_add_to"),
    path("<str:key>/again/", views.start_again, name="import_again"),
]

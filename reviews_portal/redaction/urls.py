"""Addresses of redactions; none holds a word of them."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.redactions, name="redactions"),
    path("propose/", views.propose, name="propose_redaction"),
    path("<int:pk>/", views.redaction, name="redaction"),
    path("<int:pk>/confirm/", views.confirm, name="redaction_confirm"),
    path("<int:pk>/refuse/", views.refuse, name="redaction_refuse"),
    path("<int:pk>/remove/", views.remove_reader_texts, name="redaction_remove_reader_texts"),
]

"""Addresses of redactions; none holds a word of them."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.redactions, name="redactions"),
    path("propose/", views.propose, name="propose_redaction"),
    path("<int:pk>/", views.redaction, name="redaction"),
    path("<int:pk>/<slug:do>/", views.decide, name="redaction_decision"),
]

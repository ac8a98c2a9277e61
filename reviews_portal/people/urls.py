"""Addresses of people's roles, and of a person's own data."""

from django.urls import path

from . import views

urlpatterns = [
    path("responses/partnerships/<slug:slug>/people/", views.people, name="people"),
    path("responses/partnerships/<slug:slug>/people/invite/", views.invite, name="invite"),
    path(
        "responses/partnerships/<slug:slug>/people/invitations/<int:pk>/cancel/",
        views.cancel_invitation,
        name="cancel_invitation",
    ),
    path("responses/partnerships/<slug:slug>/people/roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("accounts/roles/<int:pk>/leave/", views.leave, name="leave_role"),
    path("accounts/data/", views.take_own_data, name="own_data"),
    path("accounts/remove/", views.remove_account, name="remove_account"),
]

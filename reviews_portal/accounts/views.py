"""Signing in."""

from django.contrib.auth import views
from django.http import HttpResponse

KEPT = "kept"  # what was typed before, signed by the page that it was typed into


class SignIn(views.LoginView):
    """Signs in; what was typed into a page that asked for it waits in the session for that page."""

    template_name = "accounts/sign_in.html"

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        if kept := self.request.POST.get(KEPT):
            self.request.session[KEPT] = kept
        return response

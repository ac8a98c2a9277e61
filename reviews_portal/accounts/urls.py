"""URLs of accounts: the views of allauth, under paths in plain words. The names of the URLs are those allauth uses."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.socialaccount import views as single_sign_on
from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.account, name="account"),
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("confirm/", account.email_verification_sent, name="account_email_verification_sent"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("address/", account.email, name="account_email"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", reauthentication_required(account.password_set), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/code/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("second-factor/webauthn/login/", views.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", views.own_sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("session/", views.session_left, name="session_left"),
    path("single-sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("single-sign-on/cancelled/", single_sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("single-sign-on/failed/", single_sign_on.login_error, name="socialaccount_login_error"),
    # Users are identified by the address from the server; no form asks for another one.
    path("single-sign-on/sign-up/", single_sign_on.login_error, name="socialaccount_signup"),
    path("single-sign-on/connections/", single_sign_on.connections, name="socialaccount_connections"),
]

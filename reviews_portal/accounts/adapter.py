"""Where the portal departs from allauth: who may register, how attempts are counted, how secrets are encrypted."""

import base64
import hashlib
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from qrcode.image.svg import SvgPathImage

from .models import ApprovedDomain, User
from .sessions import has_just_signed_in
from .sign_up import check_letters, is_closed, may_sign_up


class AccountAdapter(DefaultAccountAdapter):
    """Accounts whose log-in is an email address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "duplicate_email": "This is already your email address. Enter a different one.",
        "email_password_mismatch": "The email address or password is incorrect. Check them and try again.",
        "enter_current_password": "The password is incorrect. Enter your current password.",
        "incorrect_code": "The code is incorrect. Enter the code from our most recent email.",
        "incorrect_password": "The password is incorrect. Try again.",
        "rate_limited": "We have just sent you a code. Wait a few minutes before you ask for another one.",
        "too_many_login_attempts": "Too many failed attempts to sign in. Wait five minutes, then try again.",
    }

    def save_user(self, request: HttpRequest, user: User, form, commit: bool = True) -> User:
        """Save and return the new user, marked as a practitioner by domain if their domain is approved."""
        user.by_domain = ApprovedDomain.objects.admits(form.cleaned_data["email"])
        return super().save_user(request, user, form, commit)

    def clean_email(self, email: str) -> str:
        """Return a typed address. Raises ValidationError if it has letters that look like others."""
        check_letters(email)
        return super().clean_email(email)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Ask for a code, as after registration, if the address was last confirmed more than 90 days ago."""
        if not user.is_confirmed:
            EmailAddress.objects.filter(user=user).update(verified=False)
        return super().pre_login(request, user, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether to ask for the password again before a change: not if the user has only just signed in.

        Users with neither a password nor a second factor sign in again through their organisation instead: raises
        ImmediateHttpResponse with a page that says so.
        """
        if not super().is_reauthentication_required(app=app, **kwargs) or has_just_signed_in(self.request):
            return False
        if not self.get_reauthentication_methods(self.request.user):
            messages.warning(
                self.request,
                "To do this, sign out and sign in again through your organisation. Then try again straight away.",
            )
            raise ImmediateHttpResponse(redirect("account"))
        return True

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the key by which attempts are counted: account and network, so that nobody can lock others out."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{truncate_ip(self.get_client_ip(request))}"

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Return an email with the text of its template, in plain text and in HTML."""
        context |= {"portal_name": settings.PORTAL_NAME, "portal_address": settings.PORTAL_ADDRESS}
        plain = super().render_mail(template_prefix, email, context, headers)
        message = EmailMultiAlternatives(
            f"{plain.subject} – {settings.PORTAL_NAME}", plain.body, plain.from_email, plain.to, headers=headers
        )
        html = render_to_string("account/email/message.html", {"text": plain.body})
        message.attach_alternative(html, "text/html")
        return message


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Sign-in through an organisation's own server, which is trusted only for verified addresses at its domains."""

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Raise ImmediateHttpResponse unless this person may sign in this way, or connect their account."""
        email = address_in(sociallogin)
        if problem := self.problem_with(sociallogin, email):
            page = "socialaccount/authentication_error.html"
            raise ImmediateHttpResponse(render(request, page, {"email": email, "problem": problem}, status=403))

    def problem_with(self, sociallogin, email: str) -> str:
        """Return why this sign-in is refused, as a keyword for the error page, or "" if it is allowed."""
        is_known = sociallogin.is_existing or User.objects.with_address(email).exists()
        if not is_at_own_domain(email):
            return "foreign"
        if not is_believed(sociallogin):
            return "unverified"
        if is_closed(email) or (sociallogin.is_existing and not sociallogin.user.is_active):
            return "closed"
        return "" if is_known or may_sign_up(email) else "uninvited"

    def populate_user(self, request: HttpRequest, sociallogin, data: dict[str, Any]) -> User:
        """Return the new user, who is a practitioner by domain if their domain is approved.

        Whether the server is trusted for an address is checked before allauth looks for its account.
        """
        for address in sociallogin.email_addresses:
            address.verified = is_at_own_domain(address.email) and is_believed(sociallogin)
        user = super().populate_user(request, sociallogin, data)
        user.by_domain = ApprovedDomain.objects.admits(user.email or "")
        return user


def claims_in(sociallogin) -> list[dict[str, Any]]:
    """Return the claims of the server about a person, from the userinfo response and from the token."""
    said = sociallogin.account.extra_data
    return [claims for claims in (said.get("userinfo"), said.get("id_token")) if claims] or [said]


def address_in(sociallogin) -> str:
    """Return the address from the server, in lower case."""
    return str(claims_in(sociallogin)[0].get("email") or "").lower()


def is_at_own_domain(email: str) -> bool:
    """Return whether the server is trusted for this address."""
    return email.rpartition("@")[2].lower() in settings.OPENID_DOMAINS


def is_believed(sociallogin) -> bool:
    """Return whether the server says that the address is verified.

    A server that never sends `email_verified` is trusted, because its organisation issues the addresses at its
    domains. It is not trusted if any claim is false, or if it sends the claim for others but not for this person.
    """
    stated = [claims["email_verified"] for claims in claims_in(sociallogin) if "email_verified" in claims]
    if stated:
        return all(value is True or value == "true" for value in stated)
    server = sociallogin.provider.get_oauth2_adapter(context.request)
    return "email_verified" not in server.openid_config.get("claims_supported", [])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps and passkeys; their secrets are encrypted in the database by the portal's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Your code or passkey was not accepted. Try again. App codes change every 30 seconds.",
    }

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an SVG element for a page."""
        svg: str = qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")
        return svg

    def encrypt(self, text: str) -> str:
        return fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return fernet().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type) -> str:
        return ""


def fernet() -> MultiFernet:
    """Return the cipher for secrets: it encrypts with SECRET_KEY, and also decrypts with SECRET_KEY_FALLBACKS."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

"""The forms of allauth, with the labels and help texts of the portal."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm
from django.utils.functional import cached_property

from . import passkeys
from .sign_up import check_may_sign_up

LABELS = {
    "login": "Email address",
    "email": "Email address",
    "oldpassword": "Current password",
    "password": "Password",
    "password1": "New password",
    "password2": "Confirm new password",
    "code": "Code",
    "name": "Passkey name",
    "passwordless": "Sign in with this passkey without a password",
}
HELP = {
    "name": "For example, “my work phone”.",
    "passwordless": "Your device will ask for your fingerprint, face or PIN.",
}


class InOurWords:
    """Sets the portal's labels and help texts, and removes placeholders, which disappear while people type."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, "" if name in {"oldpassword", "password"} else field.help_text)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, account.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(InOurWords, account.SignupForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Create a password"

    def clean_email(self) -> str:
        """Return the address. Raises ValidationError unless it may register."""
        email = super().clean_email()
        check_may_sign_up(email)
        return email


class NewAddressForm(InOurWords, account.AddEmailForm):
    def clean_email(self) -> str:
        """Return the new address. Raises ValidationError unless it may register, as for a new account."""
        email = super().clean_email()
        check_may_sign_up(email)
        return email


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    pass


class ConfirmAddressForm(InOurWords, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetForm(InOurWords, account.ConfirmPasswordResetCodeForm):
    pass


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class SecondFactorForm(InOurWords, mfa.AuthenticateForm):
    @cached_property
    def kinds(self) -> set[str]:
        """The types of second factor that the user has: "totp", "webauthn", "recovery_codes"."""
        return set(self.user.authenticator_set.values_list("type", flat=True))


class SecondFactorAgainForm(InOurWords, mfa.ReauthenticateForm):
    pass


class ActivateAppForm(InOurWords, ActivateTOTPForm):
    pass


class AddPasskeyForm(InOurWords, passkeys.AddPasskeyForm):
    pass


class EditPasskeyForm(InOurWords, EditWebAuthnForm):
    pass

"""Forms that receive a passkey's response (W3C Web Authentication). Anybody can post anything to them."""

import json
from collections.abc import Callable
from struct import error as StructError
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

# What json, fido2 and its CBOR decoder raise for bytes that are not a response. allauth catches only a few of these.
UNREADABLE = (AttributeError, LookupError, RecursionError, StructError, TypeError, ValueError)


class AnswerField(forms.CharField):
    """A hidden field with a passkey's response as JSON. Its value is the parsed JSON, once `parse` has accepted it."""

    widget = forms.HiddenInput

    def __init__(self, parse: Callable[[Any], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parse = parse

    def to_python(self, value: Any) -> Any:
        """Return the parsed JSON. Raises ValidationError for anything that is not a passkey's response."""
        if value in self.empty_values:
            return None
        try:
            answer = json.loads(value)
            self.parse(answer)
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return answer


class SignInForm(allauth.AuthenticateWebAuthnForm):
    """A form that signs a user in with a passkey, or confirms who they are."""

    credential = AnswerField(AuthenticationResponse.from_dict)

    def clean_credential(self) -> Any:
        """Return the authenticator. Raises ValidationError if it is not the user's, or if its signature is wrong."""
        try:
            return super().clean_credential()
        except (InvalidSignature, UnsupportedAlgorithm) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class LoginPasskeyForm(SignInForm, allauth.LoginWebAuthnForm):
    """Sign in with a passkey alone."""


class ReauthenticatePasskeyForm(SignInForm, allauth.ReauthenticateWebAuthnForm):
    """Confirm the user's identity with a passkey."""


class AddPasskeyForm(allauth.AddWebAuthnForm):
    """Add a passkey to the user's account."""

    credential = AnswerField(RegistrationResponse.from_dict)

"""Passkeys: nothing that a stranger sends as an answer makes a page fail, and only a right signature signs in."""

import json
from hashlib import sha256

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from .conftest import sign_in

LOG_IN = "/accounts/second-factor/webauthn/login/"
ADD = "/accounts/second-factor/webauthn/add/"
CREDENTIAL = b"sixteen letters."
PRESENT_AND_VERIFIED = 0b101


def client_data(client: Client, kind: str) -> bytes:
    """Return what a browser says of the challenge that this session was given."""
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    return json.dumps({"type": kind, "challenge": challenge, "origin": "http://testserver"}).encode()


def answer(**response: bytes) -> dict:
    """Return a passkey's answer as a browser sends it."""
    named = websafe_encode(CREDENTIAL)
    written = {name: websafe_encode(value) for name, value in response.items()}
    return {"id": named, "rawId": named, "type": "public-key", "response": written, "clientExtensionResults": {}}


def signed(client: Client, key, user, *, over: bytes = b"") -> dict:
    """Return an answer to the challenge of signing in, signed by the key over the data and `over`."""
    data = AuthenticatorData.create(sha256(b"testserver").digest(), PRESENT_AND_VERIFIED, 0)
    said = client_data(client, "webauthn.get")
    signature = key.sign(data + sha256(said).digest() + over, ec.ECDSA(SHA256()))
    handle = user_pk_to_url_str(user).encode()
    return answer(clientDataJSON=said, authenticatorData=data, signature=signature, userHandle=handle)


def challenged(client: Client) -> Client:
    assert client.post(LOG_IN, headers={"accept": "application/json"}).status_code == 200
    return client


@pytest.fixture
def key(client, user):
    """Return the private key of a passkey that the user has added."""
    sign_in(client, user.email)
    assert client.get(ADD).status_code == 200
    key = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(key.public_key())
    credential = AttestedCredentialData.create(Aaguid(b"\0" * 16), CREDENTIAL, public)
    attested = PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"testserver").digest(), attested, 0, credential)
    made = answer(
        clientDataJSON=client_data(client, "webauthn.create"),
        attestationObject=AttestationObject.create("none", data, {}),
    )
    client.post(ADD, {"name": "Work phone", "passwordless": "on", "credential": json.dumps(made)})
    assert Authenticator.objects.filter(user=user, type="webauthn").exists()
    return key


def test_a_right_signature_signs_in(key, user):
    browser = challenged(Client())
    browser.post(LOG_IN, {"credential": json.dumps(signed(browser, key, user))})
    assert browser.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("over", [b"more", b"\0"])
def test_a_signature_over_anything_else_signs_nobody_in(key, user, over):
    browser = challenged(Client())
    response = browser.post(LOG_IN, {"credential": json.dumps(signed(browser, key, user, over=over))}, follow=True)
    assert response.status_code == 200
    assert "_auth_user_id" not in browser.session


SAID = b'{"type": "webauthn.get", "challenge": "AAAA", "origin": "http://testserver"}'
RIGHT = answer(clientDataJSON=SAID, authenticatorData=b"\0" * 37, signature=b"\0", userHandle=b"1")
HANDLES = {"digits": b"9" * 5000, "number": b"9" * 30, "bytes": b"\xff", "NUL": b"1\0", "none": b""}
STATEMENTS = {"none": b"", "zeros": b"\0\0\0", "endless": b"\x9f" * 5000}
ANSWERS = {
    "digits": "9" * 5000,
    "deep": "[" * 100_000,
    "closed": "[" * 3000 + "]" * 3000,
    "objects": '{"a":' * 3000 + "1" + "}" * 3000,
    "list": "[1]",
    "empty": "{}",
    "null": "null",
    "infinite": "1e400",
    "id alone": '{"id": "AAAA"}',
    "id a number": '{"id": 5, "rawId": 5, "response": []}',
    "half a character": json.dumps(RIGHT | {"id": "\ud800", "rawId": "\ud800"}),
    "letter": json.dumps(RIGHT | {"id": "é", "rawId": "é"}),
    "response a text": json.dumps(RIGHT | {"response": "x"}),
    "extensions": json.dumps(RIGHT | {"clientExtensionResults": 5}),
    "attachment": json.dumps(RIGHT | {"authenticatorAttachment": {}}),
    **{
        f"said {name}": json.dumps(answer(clientDataJSON=said, authenticatorData=b"\0" * 37, signature=b"\0"))
        for name, said in {"number": b"9" * 5000, "deep": b"[" * 100_000, "list": b"[1]", "bytes": b"\xff"}.items()
    },
    **{
        f"data {name}": json.dumps(answer(clientDataJSON=SAID, authenticatorData=data, signature=b"\0"))
        for name, data in {"none": b"", "flags": b"\xff" * 40, "key": b"\0" * 32 + b"\xc1" + b"\0" * 200}.items()
    },
    **{
        f"handle {name}": json.dumps(
            answer(clientDataJSON=SAID, authenticatorData=b"\0" * 37, signature=b"\0", userHandle=handle)
        )
        for name, handle in HANDLES.items()
    },
    **{
        f"statement {name}": json.dumps(answer(clientDataJSON=SAID, attestationObject=statement))
        for name, statement in STATEMENTS.items()
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ANSWERS.values(), ids=ANSWERS)
def test_no_answer_of_a_stranger_makes_signing_in_fail(client, sent):
    response = challenged(client).post(LOG_IN, {"credential": sent}, follow=True)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("sent", ANSWERS.values(), ids=ANSWERS)
def test_no_answer_makes_adding_a_passkey_fail(client, user, sent):
    sign_in(client, user.email)
    client.get(ADD)
    assert client.post(ADD, {"name": "Work phone", "credential": sent}).status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()

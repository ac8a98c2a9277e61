"""What was typed when the session was over."""

import pytest
from django.test import Client

from recommendations.models import ResponseDraft
from tests.recommendations.conftest import WHOLE, page_of, typed


@pytest.fixture
def expired(client_of, asked, draft):
    """Return the answer to a post after the session was over, and what it carries."""
    mark = client_of("writer").get(page_of(asked)).context["writer"]
    response = Client().post(page_of(asked), typed(draft, text="Typed too late.", writer=mark))
    assert response.status_code == 403
    assert "Typed too late." in response.text
    return response.context["kept"]


def sign_in(who: str, kept: str, asked, password: str = "a long password"):
    client = Client()
    data = {"username": f"{who}@example.org", "password": password, "kept": kept, "next": page_of(asked)}
    return client, client.post("/accounts/sign-in/", data)


def test_what_was_typed_after_the_session_is_saved_after_signing_in(asked, expired):
    client, response = sign_in("writer", expired, asked)
    assert response.url == page_of(asked)
    assert client.get(response.url).status_code == 302
    assert ResponseDraft.objects.get().text == "Typed too late."


def test_a_wrong_password_in_between_loses_nothing(asked, expired):
    _, response = sign_in("writer", expired, asked, "wrong")
    assert response.status_code == 200
    assert expired in response.text


def test_what_somebody_else_typed_is_neither_saved_nor_shown(asked, expired):
    client, response = sign_in("second-writer", expired, asked)
    assert "Typed too late." not in client.get(response.url).text
    assert ResponseDraft.objects.get().text == WHOLE["text"]


@pytest.mark.parametrize("forged", ["nonsense", "", "a:b:c"])
def test_what_nobody_signed_is_forgotten(asked, expired, forged):
    client, response = sign_in("writer", forged, asked)
    assert client.get(response.url).status_code == 200
    assert ResponseDraft.objects.get().text == WHOLE["text"]

import re

import pytest

PASSWORD = "a long password"


def sign_in(client, email: str, password: str = PASSWORD, **more):
    """Return the answer to the sign-in form."""
    return client.post("/accounts/sign-in/", {"login": email, "password": password} | more)


def typed_code(message) -> str:
    """Return the code that an e-mail holds."""
    return re.search(r"Your code: (\S+)", message.body)[1]


@pytest.fixture
def user(world):
    return world.people["practitioner"]

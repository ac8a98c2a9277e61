"""The submitted values of a form that could not be processed, to be shown again."""

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
# Fields that are never shown or sent again: a form with one of these must be filled in again.
SECRETS = {"code", "credential", "oldpassword", "password", "password1", "password2"}
MARKS = {"kept", "revision", "writer"}  # long values that the portal signed and nobody typed
LONG = 20  # characters; a shorter single word was selected from a list or is quickly typed again


@dataclass(frozen=True)
class Field:
    """One submitted value of a form."""

    name: str
    value: str

    @property
    def is_shown(self) -> bool:
        """Whether it is shown, because somebody typed it."""
        is_words = len(self.value) > LONG or len(self.value.split()) > 1
        return is_words and self.name not in MARKS

    @property
    def rows(self) -> int:
        """The height of its text box in rows."""
        return 8 if len(self.value) > 100 else 2

    @property
    def label(self) -> str:
        """The name of the field in words."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()


def fields_sent(request: HttpRequest) -> list[Field]:
    """Return the submitted values of a form in order, without its CSRF token, secrets and files."""
    try:
        sent = list(request.POST.lists())
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return []
    return [
        Field(name, value)
        for name, values in sent
        if name not in SECRETS | {TOKEN}
        for value in map(str, values)
        if value.strip()
    ]


def may_be_sent_again(request: HttpRequest) -> bool:
    """Return whether a page may offer to send all submitted values again."""
    return not (request.FILES or SECRETS & set(request.POST))

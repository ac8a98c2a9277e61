"""The typed values of a form that could not be processed, to be shown again."""

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
# Never shown or sent again: a form with one of these must be filled in again.
SECRETS = {"code", "credential", "oldpassword", "password", "password1", "password2"}
MARKS = {"kept", "revision", "writer"}  # long values that the portal signed, and nobody typed
LONG = 20  # characters; a single shorter word was chosen from a list, or is quickly typed again


@dataclass(frozen=True)
class Field:
    """One submitted value of a form."""

    name: str
    value: str

    @property
    def is_shown(self) -> bool:
        """Whether somebody typed it, so that it is shown."""
        is_words = len(self.value) > LONG or len(self.value.split()) > 1
        return is_words and self.name not in MARKS

    @property
    def rows(self) -> int:
        """How many lines tall its box is."""
        return 8 if len(self.value) > 100 else 2

    @property
    def label(self) -> str:
        """The name of the field in words."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()


def fields_sent(request: HttpRequest) -> list[Field]:
    """Return the submitted values of a form, in order, without its token, secrets and files."""
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
    """Return whether all submitted values of a form can be sent again from a page."""
    return not (request.FILES or SECRETS & set(request.POST))

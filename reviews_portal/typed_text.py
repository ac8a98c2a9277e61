"""What was typed into a form, so that a page which cannot take it can still show it."""

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
# Never shown again, nor sent again: with one of these a form is filled in anew.
SECRETS = {"code", "credential", "oldpassword", "password", "password1", "password2"}
MARKS = {"kept", "revision", "writer"}  # long values that the portal signed: nobody typed them
LONG = 20  # characters; a shorter word was chosen or is quickly typed again, unless it has several words


@dataclass(frozen=True)
class Field:
    """One value of a form that was sent."""

    name: str
    value: str

    @property
    def is_shown(self) -> bool:
        """Whether somebody typed it, so that it is shown and not only sent again."""
        is_words = len(self.value) > LONG or len(self.value.split()) > 1
        return is_words and self.name not in MARKS

    @property
    def label(self) -> str:
        """The name of the field as words."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()


def fields_sent(request: HttpRequest) -> list[Field]:
    """Return what a form sent, in its order, without its token, its secrets and its files."""
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
    """Return whether all that a form sent can be put into a page again."""
    return not (request.FILES or SECRETS & set(request.POST))

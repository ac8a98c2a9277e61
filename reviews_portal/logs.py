"""Log filters: logs hold no search words, because these show what readers worry about; and one line for each event."""

import logging
import re
from collections.abc import Container

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, QueryDict

# From a question mark with something right after it to the end of the line, or to the " HTTP/1.1" of a request line.
# Nothing in it repeats within a repetition: a line of 600 KB of spaces took half a minute.
QUERY_STRING = re.compile(r"\?(?=\S).*?(?=\sHTTP/\d|$)", re.MULTILINE)
WORD = re.compile(r"\w+")
REMOVED = "…"
LONGEST_MESSAGE, LONGEST_TRACEBACK = 2_000, 20_000  # characters


class RemoveQueryString(logging.Filter):
    """Takes query strings out of a record, and out of its traceback what the reader asked for.

    Django and gunicorn name the address of a request in their messages, and hang the request itself on the record,
    from where a handler could read it. Belongs on a handler, or on a logger that does not pass its records up.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record; every record goes on to the log."""
        request = record.__dict__.pop("request", None)
        try:
            asked = asked_for(request.GET) if isinstance(request, HttpRequest) else set()
        except SuspiciousOperation:  # more parameters than Django reads, so none can be told from the rest
            asked, record.exc_info, record.exc_text = set(), None, None
        record.msg, record.args = shortened(clean(record.getMessage(), asked), LONGEST_MESSAGE), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = shortened(clean(record.exc_text, asked), LONGEST_TRACEBACK)
        return True


class OneLine(logging.Filter):
    """Removes the traceback from a record that is not about a fault in the portal's code.

    A refused request, an unknown host and an unreachable database get one line each, so that a restart of the database
    does not write 100 lines for each reader. The traceback of a fault stays.
    """

    EXPECTED = (InterfaceError, OperationalError, PermissionDenied, SuspiciousOperation)

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record; return True, so that every record is logged."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not (isinstance(error, self.EXPECTED) or getattr(record, "status_code", 500) < 500):
            return True
        said = (str(error).splitlines() or [""])[0]
        message = record.getMessage()
        record.msg = message if said in message else f"{message} ({type(error).__name__}: {said})"
        record.args = record.exc_info = record.exc_text = None
        return True


def asked_for(query: QueryDict) -> set[str]:
    """Return the words in the values of a query string, in lower case, without numbers such as a page's."""
    words = {word for _, values in query.lists() for value in values for word in WORD.findall(value.lower())}
    return {word for word in words if not word.isdigit()}


def clean(text: str, asked: Container[str]) -> str:
    """Return the text without query strings and search words, whatever their case.

    The time grows only with the text, not with the number of search words.
    """
    text = QUERY_STRING.sub(f"?{REMOVED}", text)
    return WORD.sub(lambda word: REMOVED if word[0].lower() in asked else word[0], text) if asked else text


def shortened(text: str, longest: int) -> str:
    """Return a text, without its middle if it is too long."""
    return text if len(text) <= longest else f"{text[: longest // 2]} {REMOVED} {text[-longest // 2 :]}"

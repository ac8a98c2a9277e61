"""Log filters: no search words in logs, because they show what readers worry about, and one line for most events."""

import logging
import re
from collections.abc import Container

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, QueryDict

# From a question mark followed by something to the end of the line, or to the " HTTP/1.1" of a request line. It has no
# nested repetition, with which a line of 600 KB of spaces took half a minute.
QUERY_STRING = re.compile(r"\?(?=\S).*?(?=\sHTTP/\d|$)", re.MULTILINE)
WORD = re.compile(r"\w+")
REMOVED = "…"
LONGEST_MESSAGE, LONGEST_TRACEBACK = 2_000, 20_000  # characters


class RemoveQueryString(logging.Filter):
    """Removes query strings from a log record, and search words from its traceback.

    Django and gunicorn put the URL of a request in their messages, and attach the request to the record, where a
    handler could read it. Add this filter to handlers, or to loggers that do not propagate.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record; return True, so that every record is logged."""
        request = record.__dict__.pop("request", None)
        try:
            asked = asked_for(request.GET) if isinstance(request, HttpRequest) else set()
        except SuspiciousOperation:  # more parameters than Django parses, so the search words are unknown
            asked, record.exc_info, record.exc_text = set(), None, None
        record.msg, record.args = shortened(clean(record.getMessage(), asked), LONGEST_MESSAGE), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = shortened(clean(record.exc_text, asked), LONGEST_TRACEBACK)
        return True


class OneLine(logging.Filter):
    """Removes the traceback from log records that are not about errors in the portal's code.

    A refused request, an unknown host or an unreachable database is one line, so that a restart of the database does
    not write 100 lines for each reader. Tracebacks of errors stay.
    """

    EXPECTED = (InterfaceError, OperationalError, PermissionDenied, SuspiciousOperation)

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record; return True, so that every record is logged."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not (isinstance(error, self.EXPECTED) or getattr(record, "status_code", 500) < 500):
            return True
        first_line = (str(error).splitlines() or [""])[0]
        message = record.getMessage()
        record.msg = message if first_line in message else f"{message} ({type(error).__name__}: {first_line})"
        record.args = record.exc_info = record.exc_text = None
        return True


def asked_for(query: QueryDict) -> set[str]:
    """Return the words in the values of a query string, in lower case, without numbers such as page numbers."""
    words = {word for _, values in query.lists() for value in values for word in WORD.findall(value.lower())}
    return {word for word in words if not word.isdigit()}


def clean(text: str, asked: Container[str]) -> str:
    """Return the text without query strings and search words in upper or lower case.

    The time depends on the length of the text, not on the number of search words.
    """
    text = QUERY_STRING.sub(f"?{REMOVED}", text)
    return WORD.sub(lambda word: REMOVED if word[0].lower() in asked else word[0], text) if asked else text


def shortened(text: str, longest: int) -> str:
    """Return a text with its middle left out if it is too long."""
    return text if len(text) <= longest else f"{text[: longest // 2]} {REMOVED} {text[-longest // 2 :]}"

"""Keeps the words that people search for out of the logs: they are what a practitioner is worried about."""

import logging
import re
from collections.abc import Iterable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict

# From a question mark with something right after it to the end of the line, or to the " HTTP/1.1" of a request line.
QUERY_STRING = re.compile(r"\?(?=\S).*?(?=\s+HTTP/\d|$)", re.MULTILINE)
REMOVED = "…"


class RemoveQueryString(logging.Filter):
    """Takes query strings out of a record, and out of its traceback what the reader asked for.

    Django and gunicorn name the address of a request in their messages, and hang the request itself on the record,
    from where a handler could read it. Belongs on a handler, or on a logger that does not pass its records up.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record; every record goes on to the log."""
        request = record.__dict__.pop("request", None)
        try:
            asked = asked_for(request.GET) if isinstance(request, HttpRequest) else []
        except SuspiciousOperation:  # more parameters than Django reads, so none can be told from the rest
            asked, record.exc_info, record.exc_text = [], None, None
        record.msg, record.args = clean(record.getMessage(), asked), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = clean(record.exc_text, asked)
        return True


def asked_for(query: QueryDict) -> list[str]:
    """Return the values of a query and the words in them, longest first; numbers such as a page's are not."""
    values = {value.strip() for _, values in query.lists() for value in values}
    words = {word for value in values for word in value.split() if len(word) > 2}
    return sorted({text for text in values | words if text and not text.isdigit()}, key=len, reverse=True)


def clean(text: str, asked: Iterable[str]) -> str:
    """Return the text without query strings and without what was asked for, in any case."""
    text = QUERY_STRING.sub(f"?{REMOVED}", text)
    for value in asked:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", REMOVED, text, flags=re.IGNORECASE)
    return text

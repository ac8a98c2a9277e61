"""No search word reaches a log."""

import importlib
import io
import logging
import re
from typing import cast

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseNotFound
from django.test import Client, RequestFactory
from django.utils.log import log_response

from reviews_portal.logs import LONGEST_MESSAGE, LONGEST_TRACEBACK, QUERY_STRING, RemoveQueryString


@pytest.fixture
def log():
    """Return a logger, and the text that it has written through the filter."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.addFilter(RemoveQueryString())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, text


def request_for(path: str) -> HttpRequest:
    return RequestFactory().get(path)


@pytest.mark.parametrize(
    ("message", "arguments", "expected"),
    [
        ("Not Found: %s", ["/search/?q=fathers"], "Not Found: /search/?…"),
        ('"%s" %s', ["GET /search/?q=fathers HTTP/1.1", 404], '"GET /search/?… HTTP/1.1" 404'),
        (
            "Invalid HTTP request line: 'GET /?q=mother's fear HTTP/1.1'",
            [],
            "Invalid HTTP request line: 'GET /?… HTTP/1.1'",
        ),
        ("Bad line GET /?fathers left out", [], "Bad line GET /?…"),
        (
            "Went from https://portal.example.org/search/?q=fathers",
            [],
            "Went from https://portal.example.org/search/?…",
        ),
        ("Version: 'b?fathers HTTP/1.1'", [], "Version: 'b?… HTTP/1.1'"),
        ("Is anything wrong? Yes", [], "Is anything wrong? Yes"),
        ("%(path)s", [{"path": "/search/?q=fathers"}], "/search/?…"),
    ],
)
def test_query_strings_are_removed_from_messages(log, message, arguments, expected):
    logger, text = log
    logger.warning(message, *arguments)
    assert text.getvalue() == expected + "\n"


def test_what_was_asked_for_is_removed_from_tracebacks(log):
    logger, text = log
    request = request_for("/search/?q=Fathers+left+out&page=2&who=GP")
    try:
        raise ValueError("cannot search for 'fathers left out' or 'left', said GP on page 2")
    except ValueError:
        logger.exception("Internal Server Error: %s", request.get_full_path(), extra={"request": request})
    written = text.getvalue()
    assert "fathers" not in written.lower()
    assert "'left'" not in written
    assert "GP" not in written
    assert "on page 2" in written
    assert "ValueError" in written


def test_a_phrase_is_removed_word_by_word_however_it_is_written(log):
    logger, text = log
    request = request_for("/search/?q=%22Left-out%22+of+it")
    try:
        raise ValueError("'left-out' (LEFT  OUT, of) in it")
    except ValueError:
        logger.exception("Failed", extra={"request": request})
    last = text.getvalue().splitlines()[-1]
    assert last == "ValueError: '…-…' (…  …, …) in …"


@pytest.mark.parametrize(
    "long", [" " * 600_000, "? " * 300_000, "?a " * 200_000, "a\n?b" * 150_000, "HTTP/" * 100_000]
)
def test_the_clean_up_of_a_line_looks_at_each_place_once(log, long):
    """What cost half a minute was a repetition tried again from every place in a row of spaces."""
    logger, text = log
    logger.warning("Not Found: %s", f"/search/?q={long}")
    assert len(text.getvalue()) <= LONGEST_MESSAGE + 10
    assert QUERY_STRING.pattern.count("*") == 1
    assert "+" not in QUERY_STRING.pattern


def test_many_words_cost_one_look_at_the_traceback(log, monkeypatch):
    """Not one a word: 2,000 words in a long traceback were 2,000 looks at it."""
    looks = []
    monkeypatch.setattr("reviews_portal.logs.WORD", Counting(looks))
    logger, text = log
    words = [f"word{number}" for number in range(900)]
    request = request_for("/search/?q=" + "+".join(words))
    try:
        raise ValueError("x " * 50_000 + " ".join(words))
    except ValueError:
        logger.exception("Failed", extra={"request": request})
    assert len(looks) == 3  # the query, the message, the traceback
    assert "word1" not in text.getvalue()
    assert len(text.getvalue()) <= LONGEST_MESSAGE + LONGEST_TRACEBACK + 10
    assert "ValueError" in text.getvalue()


class Counting:
    """The pattern of a word, which notes each text that it goes through."""

    def __init__(self, looks: list[int]) -> None:
        self.looks = looks

    def findall(self, text: str) -> list[str]:
        self.looks.append(len(text))
        return re.findall(r"\w+", text)

    def sub(self, replacement, text: str) -> str:
        self.looks.append(len(text))
        return re.sub(r"\w+", replacement, text)


def test_no_handler_finds_the_request_on_the_record():
    record = logging.makeLogRecord({"msg": "Bad Request", "request": request_for("/?q=fathers")})
    assert RemoveQueryString().filter(record)
    assert not hasattr(record, "request")


def test_what_django_says_of_a_request_is_cleaned(log):
    logger, text = log
    request = request_for("/no-such-page/?q=fathers")
    log_response(
        "%s: %s", "Not Found", request.get_full_path(), response=HttpResponseNotFound(), request=request, logger=logger
    )
    assert text.getvalue() == "Not Found: /no-such-page/?…\n"


def test_gunicorn_logs_a_request_that_it_cannot_read_without_quoting_it():
    """A space that was not encoded makes gunicorn take the words after it for the version of HTTP."""
    record = logging.makeLogRecord(
        {"msg": "Invalid request from ip=127.0.0.1: Invalid HTTP Version: 'left out HTTP/1.1'"}
    )
    logger = importlib.import_module("reviews_portal.gunicorn").error_log
    assert logger.filter(record)
    assert record.getMessage() == "Invalid request from ip=127.0.0.1: Invalid HTTP Version: …"


def test_each_handler_of_the_portal_cleans():
    handlers = cast(dict[str, dict], settings.LOGGING["handlers"])
    assert all(handler["filters"] == ["one_line", "no_query"] for handler in handlers.values())


def lines_of(client: Client, address: str, **headers: str) -> list[str]:
    """Return what the portal's own handler writes while an address is asked for."""
    text = io.StringIO()
    handler = next(one for one in logging.getLogger("django").handlers if one.name == "stderr")
    stream, handler.stream = handler.stream, text
    try:
        client.get(address, **headers)
    finally:
        handler.stream = stream
    return text.getvalue().splitlines()


@pytest.fixture
def unraised() -> Client:
    """Return a browser that gets the error page, as over the network."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_an_unknown_host_is_one_line(unraised):
    (line,) = lines_of(unraised, "/", HTTP_HOST="evil.example.org")
    assert "evil.example.org" in line


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionDenied("not for you"), "PermissionDenied: not for you"),
        (SuspiciousOperation("odd"), "odd"),
        (OperationalError("server closed the connection\n\tThis probably means"), "server closed the connection)"),
        (InterfaceError("connection already closed"), "InterfaceError: connection already closed"),
    ],
)
def test_what_is_refused_and_a_database_that_is_away_are_one_line_each(unraised, monkeypatch, error, said):
    def fails(*arguments: object, **more: object) -> None:
        raise error

    monkeypatch.setattr("reviews_portal.pages.home.render", fails)
    (line,) = lines_of(unraised, "/")
    assert said in line


@pytest.mark.django_db
def test_a_fault_of_the_code_keeps_its_traceback(unraised, monkeypatch):
    monkeypatch.setattr("reviews_portal.pages.home.render", None)
    lines = lines_of(unraised, "/")
    assert "Traceback (most recent call last):" in lines
    assert "not callable" in lines[-1]

"""Run a process that reads a file, and tell a file that is too much for it from a fault of the portal."""

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

# Signals with which a supervisor or an operator ends a process, rather than its limits or a broken library.
ENDED_BY_OTHERS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


logger = logging.getLogger(__name__)


class OverLimitError(Exception):
    """A file whose reading took more time or memory than a process is given, or that broke a library."""


class ReaderFailedError(ValidationError):
    """A file that was not read because of a fault of the portal: the file may be sound, and can be tried again."""

    said = "The file could not be read because of a fault in the portal. Tell your administrator."

    def __init__(self, why: str) -> None:
        super().__init__(self.said)
        self.why = why

    def __str__(self) -> str:
        return self.why


class ServerBusyError(ReaderFailedError):
    """A file that was not read in time because its process did not get the processor time that it is allowed."""

    said = "The file could not be read in time, because the server is busy. Try again in a few minutes."


def answer_of(module: str, arguments: Iterable[str], content: bytes, *, seconds: float) -> dict[str, Any]:
    """Return the answer of `python -m module`, which is given a file on its standard input.

    `seconds` is the time that it may take on a busy server: longer than the processor time that it may use. Raises
    OverLimitError if a limit of its own ended it, ServerBusyError if it took longer than `seconds`, and
    ReaderFailedError if it ended in any other way without an answer.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an error message may quote the file
            cwd=settings.BASE_DIR,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        logger.error("%s was ended after %s seconds.", module, seconds)
        raise ServerBusyError(f"it took longer than {seconds} seconds, on a server that is busy") from error
    except OSError as error:
        raise failed(f"{module} cannot be started: {error.strerror}.") from error
    if done.returncode < 0 and -done.returncode not in ENDED_BY_OTHERS:
        raise OverLimitError
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise failed(f"{module} ended with code {done.returncode} and gave no answer.") from error
    if done.returncode or "failed" in answer:
        raise failed(f"{module} failed: {answer.get('failed', done.returncode)}")
    if "over_limit" in answer:
        raise OverLimitError
    return answer


def failed(why: str) -> ReaderFailedError:
    """Return the error of a process that failed, and log why: forms show only that it did."""
    logger.error("%s", why)
    return ReaderFailedError(why)

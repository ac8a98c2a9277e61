"""Limits of a process that reads a file, which may have been made to exhaust its reader."""

import os
import resource
from contextlib import suppress


def limit(*, memory: int, seconds: int) -> None:
    """Limit the memory of this process, in bytes, and its processor time, and forbid it to write files.

    It gives up the network, too, where the system allows it to make name spaces of its own.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if hasattr(os, "unshare"):
        with suppress(OSError):
            os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)

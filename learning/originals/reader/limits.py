"""Limits of a process that reads a file, which may have been made to exhaust its reader."""

import os
import resource


def limit(*, memory: int, seconds: int) -> None:
    """Limit this process's memory, in bytes, and processor time; forbid it to write files and, where it may, to connect.

    A process may give up the network if the system allows it to make name spaces of its own.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if hasattr(os, "unshare"):
        try:
            os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
        except OSError:
            pass

"""Reads environment variables for the settings, and makes the folder of the portal’s own files private."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def environment_flag(name: str) -> bool:
    """Return whether an environment variable says yes; unset or empty means no.

    Raises ImproperlyConfigured for any other value.
    """
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Set it to 1 or 0, or leave it unset.")


def environment_number(name: str, default: int) -> int:
    """Return the integer in an environment variable, or the default if it is unset or empty."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value!r} is not a number. Set it to one, or unset it for {default}.")
    return int(value)


def environment_list(name: str) -> list[str]:
    """Return the values in a comma-separated environment variable, without blank ones."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def make_private(folder: Path) -> None:
    """Create a folder that only its owner can open, or remove other users' access to an existing one.

    If that fails, the portal continues: a system check reports it, and code that needs the folder fails with a
    message.
    """
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)

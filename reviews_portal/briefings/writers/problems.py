"""Errors of writers."""


class CannotWrite(Exception):
    """The format cannot hold an outline; the message says which item is the cause and what to do."""

"""What goes wrong when a document is written."""


class CannotWrite(Exception):
    """An outline that a format cannot hold; its words say which item, and what to do."""

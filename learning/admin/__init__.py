"""The admin pages on which administrators edit the catalogue."""

from . import originals, people, reports, reviews, statements, vocabularies

__all__ = ["originals", "people", "reports", "reviews", "statements", "vocabularies"]

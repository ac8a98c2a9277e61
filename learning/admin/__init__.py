"""The admin pages on which administrators edit the catalogue."""

from . import people, reports, reviews, statements, vocabularies

__all__ = ["people", "reports", "reviews", "statements", "vocabularies"]

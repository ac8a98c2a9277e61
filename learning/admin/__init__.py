"""Where administrators keep the catalogue."""

from . import people, reports, reviews, statements, vocabularies

__all__ = ["people", "reports", "reviews", "statements", "vocabularies"]

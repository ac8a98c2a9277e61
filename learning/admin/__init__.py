"""The admin pages on which administrators edit the catalogue."""

from . import identity, originals, people, reports, reviews, statements, vocabularies

__all__ = ["identity", "originals", "people", "reports", "reviews", "statements", "vocabularies"]

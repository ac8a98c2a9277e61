"""Export a review as a document."""

from .review import document_of, written

__all__ = ["document_of", "written"]

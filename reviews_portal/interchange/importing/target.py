"""The new review that a document is imported into."""

from dataclasses import dataclass

from learning.models import Review, SourceDocument

from .saving import Saving
from .words import Words


@dataclass(frozen=True)
class Target:
    """A review that was just added, its source documents by their slugs in the document, and its helpers."""

    review: Review
    documents: dict[str, SourceDocument]
    words: Words
    saving: Saving

"""Import a document as a draft review."""

from .reading import read_document
from .review import Imported, Options, import_document, preview

__all__ = ["Imported", "Options", "import_document", "preview", "read_document"]

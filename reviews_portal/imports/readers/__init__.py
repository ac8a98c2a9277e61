"""One module for each format of file, and the registry that chooses between them."""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import Source

MODULES = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
}
TAKEN = "PDF, Word (.docx), PowerPoint (.pptx), a web page (.html), plain text (.txt) or Markdown (.md)"


def reader_of(name: str) -> Callable[[bytes, str], Source]:
    """Return the reader of a file by the end of its name. Raises Refused for formats that are not read."""
    end = PurePosixPath(name).suffix.lower()
    if end not in MODULES:
        raise Refused(f"is not an accepted file type. Save it as {TAKEN}.")
    # Only what this format needs is imported: that takes half of the time.
    return import_module(f"{__name__}.{MODULES[end]}").read


def read_file(content: bytes, name: str) -> Source:
    """Return what a file holds. Raises Refused, with what to do, for one that cannot be read."""
    if not content:
        raise Refused("is empty. Choose the file again.")
    return reader_of(name)(content, name)

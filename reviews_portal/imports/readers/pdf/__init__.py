"""Reads PDF files: text, fonts and rules as PDFium finds them, and the file's own tags where they make sense.

`document` reads the pages. `blocks` has the steps from pages to blocks, in order. Each step is a module.
"""

from .document import read

__all__ = ["read"]

"""Reads PDF files: text, fonts and rules as PDFium finds them, the file's own tags where they make sense.

`document` has the steps in their order; each is a module.
"""

from .document import read

__all__ = ["read"]

"""The calls of PDFium that are made for each letter, with plain numbers for pointers: a third of the time."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

POINTER, INT = ctypes.c_void_p, ctypes.c_int


def plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium whose pointers are numbers, 0 or None for none."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, POINTER).value or 0)


def address(pointer: Any) -> int:
    """Return the number of a pointer."""
    return ctypes.cast(pointer, POINTER).value or 0


unicode_of = plain(raw.FPDFText_GetUnicode, ctypes.c_uint, POINTER, INT)
is_generated = plain(raw.FPDFText_IsGenerated, INT, POINTER, INT)
origin_of = plain(raw.FPDFText_GetCharOrigin, INT, POINTER, INT, POINTER, POINTER)
loose_box_of = plain(raw.FPDFText_GetLooseCharBox, INT, POINTER, INT, POINTER)
object_of = plain(raw.FPDFText_GetTextObject, POINTER, POINTER, INT)
font_of = plain(raw.FPDFTextObj_GetFont, POINTER, POINTER)
object_on_page = plain(raw.FPDFPage_GetObject, POINTER, POINTER, INT)
object_in_form = plain(raw.FPDFFormObj_GetObject, POINTER, POINTER, ctypes.c_ulong)
type_of = plain(raw.FPDFPageObj_GetType, INT, POINTER)
content_of = plain(raw.FPDFPageObj_GetMarkedContentID, INT, POINTER)

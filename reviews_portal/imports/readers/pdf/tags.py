"""The structure that a tagged PDF states: which element each piece of marked content belongs to."""

import ctypes
from typing import Any

import pypdfium2.raw as raw

from .model import Tagged

DEEPEST = 40
MOST_ELEMENTS = 20_000


def wide_text(call: Any, *given: Any) -> str:
    """Return the text of a PDFium call that fills a buffer with UTF-16."""
    length = call(*given, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    call(*given, buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", errors="replace").rstrip("\0")


def tree_of(page: Any) -> list[Tagged]:
    """Return the marked content of a page in the order of its tags, each with the elements around it."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    found: list[Tagged] = []
    count = [0]

    def walk(element: Any, path: tuple[tuple[str, int], ...], language: str) -> None:
        count[0] += 1
        if len(path) > DEEPEST or count[0] > MOST_ELEMENTS:
            return
        kind = wide_text(raw.FPDF_StructElement_GetType, element) or wide_text(
            raw.FPDF_StructElement_GetRawType, element
        )
        path = (*path, (kind, count[0]))
        language = wide_text(raw.FPDF_StructElement_GetLang, element) or language
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, at):
                walk(child, path, language)
            elif (content := raw.FPDF_StructElement_GetChildMarkedContentID(element, at)) >= 0:
                found.append(Tagged(content, path, language))

    try:
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            if child := raw.FPDF_StructTree_GetChildAtIndex(tree, at):
                walk(child, (), "")
    finally:
        raw.FPDF_StructTree_Close(tree)
    return found

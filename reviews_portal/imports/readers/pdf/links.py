"""Links: the words on a page that lead to an address."""

import ctypes
from typing import Any

import pypdfium2.raw as raw

from .lines import text_of
from .model import Box, Piece
from .turning import Turned

MOST_LINKS = 1_000


def links_of(document: Any, page: Any, turned: Turned) -> list[tuple[Box, str]]:
    """Return where the links of a page to other addresses are, and these addresses."""
    found: list[tuple[Box, str]] = []
    place, rect = ctypes.c_int(0), raw.FS_RECTF()
    link = raw.FPDF_LINK()
    while len(found) < MOST_LINKS and raw.FPDFLink_Enumerate(page, place, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or not raw.FPDFLink_GetAnnotRect(link, rect):
            continue
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        if length > 1:
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(document, action, buffer, length)
            address = buffer.value.decode(errors="replace").strip()
            found.append((turned.box(rect.left, rect.bottom, rect.right, rect.top), address))
    return found


def links_in(piece: Piece, links: dict[int, list[tuple[Box, str]]]) -> tuple[tuple[str, str], ...]:
    """Return the words of a piece that are links, with their addresses. One that goes over several lines is one."""
    found: dict[str, list[str]] = {}
    for line in piece.lines:
        for box, address in links.get(line.page, ()):
            inside = [
                glyph
                for glyph in line.glyphs
                if box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1
                and box.top - 1 <= glyph.base - 0.25 * line.size <= box.bottom + 1
            ]
            if inside and (words := text_of(inside, line.size, line.base)):
                found.setdefault(address, []).append(words)
    return tuple((" ".join(words), address) for address, words in found.items())

"""The letters of a page, as PDFium finds them."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from . import calls
from .drawing import read_drawn
from .hidden import annotations_of
from .links import links_of
from .marks_of_fonts import is_symbol_font, readable
from .model import RAISED, Box, Glyph, Page, Style
from .tags import tree_of
from .turning import Turned

BEYOND = 0.15  # of the page: text further outside is hidden; nearer, it runs over the edge
MOST_GLYPHS = 60_000
BOLD = ("bold", "black", "heavy", "semibold", "demi", "-bd", ",bd")
FORCED_BOLD = 1 << 18
MEASURED = frozenset("lIi")  # letters whose width shows how bold a font is
DEGREES = 20  # letters that lean more do not stand on the lines of the page


class TextObjects:
    """What all letters of one text object have in common, asked of PDFium once."""

    def __init__(self, address: int, turned: Turned, faces: Iterator[int], *, tagged: bool) -> None:
        self.turned = turned
        self.address = address
        self.tagged = tagged
        self.matrix = raw.FS_MATRIX()
        self.channels = tuple(ctypes.c_uint() for _ in range(4))
        self.symbols: dict[str, bool] = {}
        self.faces = faces
        self.known: dict[int, tuple[Style, int, bool, float, bool]] = {}
        self.styles: dict[tuple, Style] = {}
        self.fonts: dict[int, tuple[str, bool, bool, int]] = {}
        self.last: tuple[Style, int, bool, float, bool] | None = None
        self.look: tuple[float, ...] | None = None

    def of(self, text_page: Any, index: int, place: tuple[float, float]) -> tuple[Style, int, bool, float, bool]:
        """Return style, marked content, whether an artifact, angle and whether of a symbol font.

        Browsers draw each letter as an object. What follows on the same line in the same font is taken to look the
        same, because asking for all of it takes longer than all else. `place` is the height of the line's letters.
        """
        key = calls.object_of(self.address, index) or 0
        if (found := self.known.get(key)) is None:
            look = (calls.font_of(key) if key else 0, *place)
            if self.last is not None and look == self.look:
                style, _, _, angle, symbol = self.last
                found = (style, *self.marks(key), angle, symbol)
            else:
                found = self.ask(text_page, index, raw.FPDFText_GetTextObject(text_page, index))
            self.known[key] = self.last = found
            self.look = look
        return found

    def marks(self, key: int) -> tuple[int, bool]:
        """Return the marked content of a text object, and whether it is an artifact."""
        if not self.tagged or not key:
            return -1, False
        if (tag := calls.content_of(key)) >= 0:
            return tag, False
        one = ctypes.cast(key, raw.FPDF_PAGEOBJECT)
        marks = range(raw.FPDFPageObj_CountMarks(one))
        return tag, any(mark_name(raw.FPDFPageObj_GetMark(one, at)) == "Artifact" for at in marks)

    def ask(self, text_page: Any, index: int, one: Any) -> tuple[Style, int, bool, float, bool]:
        matrix = self.matrix
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        size = raw.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
        name, bold, italic, face = self.font(raw.FPDFTextObj_GetFont(one)) if one else ("", False, False, 0)
        colour = 0
        if one:
            bold = bold or raw.FPDFTextObj_GetTextRenderMode(one) == 2  # outlined too: drawn bold
            red, green, blue, alpha = self.channels
            if raw.FPDFPageObj_GetFillColor(one, red, green, blue, alpha):
                colour = red.value << 16 | green.value << 8 | blue.value
        look = (name, round(abs(size) * 2) / 2 or 1, bold, italic, colour, face)
        if (style := self.styles.get(look)) is None:
            style = self.styles[look] = Style(*look)
        if name not in self.symbols:
            self.symbols[name] = is_symbol_font(name)
        angle = self.turned.angle(matrix.a, matrix.b) if matrix.b or matrix.a < 0 or self.turned.turn else 0.0
        return style, *self.marks(calls.address(one) if one else 0), angle, self.symbols[name]

    def font(self, font: Any) -> tuple[str, bool, bool, int]:
        """Return the name of a font, whether it is bold and italic, and its number."""
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self.fonts:
            name = text_from(raw.FPDFFont_GetBaseFontName, font) if font else ""
            flags = raw.FPDFFont_GetFlags(font) if font else 0
            plain = name.lower()
            bold = any(word in plain for word in BOLD) or bool(flags > 0 and flags & FORCED_BOLD)
            italic = "italic" in plain or "oblique" in plain
            self.fonts[key] = (name.partition("+")[2] or name, bold, italic, next(self.faces))
        return self.fonts[key]


def text_from(call: Any, *given: Any) -> str:
    """Return the text of a PDFium call that fills a buffer with UTF-8."""
    length = call(*given, None, 0)
    buffer = ctypes.create_string_buffer(length)
    call(*given, buffer, length)
    return buffer.raw[:length].split(b"\0")[0].decode(errors="replace")


def mark_name(mark: Any) -> str:
    """Return the name of a content mark, such as "Artifact"."""
    length = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, None, 0, length)
    buffer = ctypes.create_string_buffer(length.value)
    raw.FPDFPageObjMark_GetName(mark, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length.value, length)
    return buffer.raw[: length.value].decode("utf-16-le", errors="replace").rstrip("\0")


def page_of(document: pdfium.PdfDocument, number: int, tagged: bool, faces: Iterator[int]) -> Page:
    """Return what is on a page, counted from 1. `faces` numbers the fonts of all pages."""
    page = document[number - 1]
    text_page = page.get_textpage()
    try:
        turned = Turned(page)
        result = Page(number, turned.width, turned.height, [], [], [], [])
        angles = read_glyphs(text_page, turned, result, faces, tagged=tagged)
        quarter = max((1, 2, 3), key=lambda turn: angles[turn])
        if angles[quarter] > 0.6 * sum(angles.values()):  # a page on its side without saying so
            turned = Turned(page, quarter)
            result = Page(number, turned.width, turned.height, [], [], [], [])
            read_glyphs(text_page, turned, result, faces, tagged=tagged)
        read_drawn(page, turned, result)
        result.hidden += annotations_of(page)
        result.links = links_of(document, page, turned)
        if tagged:
            result.tree = tree_of(page)
        return result
    finally:
        text_page.close()
        page.close()


def read_glyphs(text_page: Any, turned: Turned, page: Page, faces: Iterator[int], *, tagged: bool) -> Counter[int]:
    """Add the letters of a page; those outside of what it shows are hidden words.

    Returns how many letters stand upright (0) or turned by one, two or three quarters.
    """
    handle = text_page.raw
    address = calls.address(handle)
    objects = TextObjects(address, turned, faces, tagged=tagged)
    tight = tuple(ctypes.c_double() for _ in range(4))
    angles: Counter[int] = Counter()
    spaced = False
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    outside: list[str] = []
    drawn_at, base = (0.0, 0.0), 0.0
    x_slack, y_slack = BEYOND * page.width, BEYOND * page.height
    rect_at, x_at, y_at = (ctypes.addressof(one) for one in (rect, x, y))
    for index in range(min(raw.FPDFText_CountChars(handle), MOST_GLYPHS)):
        code = calls.unicode_of(address, index)
        if code <= 32 and calls.is_generated(address, index) == 1:
            spaced = True
            continue
        calls.loose_box_of(address, index, rect_at)
        style, tag, artifact, angle, symbol = objects.of(handle, index, (rect.bottom, rect.top))
        text = "-" if code == 2 else readable(code, symbol)  # PDFium says 2 for a hyphen that ends a line
        if not text:
            continue
        box = turned.box(rect.left, rect.bottom, rect.right, rect.top)
        if (rect.bottom, rect.top) != drawn_at or angle:  # letters of one line and height stand on one base
            calls.origin_of(address, index, x_at, y_at)
            base = turned.point(x.value, y.value)[1]
            drawn_at = (rect.bottom, rect.top)
        angles[round(angle / 90) % 4 if angle else 0] += 1
        if abs(angle) > DEGREES:  # it reads along another direction: stands as a line of its own
            page.glyphs.append(sideways(text, angle, box, turned.point(x.value, y.value), style, index, tag))
            continue
        if text in MEASURED and text not in (stems := page.stems.setdefault(style.face, {})):
            raw.FPDFText_GetCharBox(handle, index, *tight)
            drawn = turned.box(*(tight[at].value for at in (0, 2, 1, 3)))
            stems[text] = drawn.width / style.size
        if not (-x_slack < box.x0 < page.width + x_slack and -y_slack < base < page.height + y_slack):
            last = page.glyphs[-1] if page.glyphs else None
            # A line that only runs over the edge of the page stays whole.
            if last is None or abs(last.base - base) > 1 or not -1 < box.x0 - last.x1 < 2 * style.size:
                outside.append(" " if spaced else "")
                outside.append(text)
                spaced = False
                continue
        if unicodedata.combining(text[0]) and page.glyphs:
            page.glyphs[-1].text = unicodedata.normalize("NFC", page.glyphs[-1].text + text)
            continue
        if text.isdecimal():
            # Fonts have raised numbers of their own, which stand on the line like others and only look smaller.
            raw.FPDFText_GetCharBox(handle, index, *tight)
            if base - turned.box(*(tight[at].value for at in (0, 2, 1, 3))).bottom > 0.2 * style.size:
                text = text.translate(RAISED)
        page.glyphs.append(Glyph(text, box.x0, box.x1, base, style, index, tag, artifact, spaced))
        spaced = False
    if words := " ".join("".join(outside).split()):
        page.hidden.append(words)
    return angles


def sideways(
    text: str, angle: float, box: Box, origin: tuple[float, float], style: Style, order: int, tag: int
) -> Glyph:
    """Return a letter of turned text, moved to a line of its own to the right of the page's own lines.

    It is measured along its direction, so that the letters of a turned line stand beside each other; 10,000 and more
    tells such lines from those of the page.
    """
    radians = math.radians(angle)
    # y grows downwards, angles upwards
    along = origin[0] * math.cos(radians) - origin[1] * math.sin(radians)
    across = origin[0] * math.sin(radians) + origin[1] * math.cos(radians)
    length = max(box.width, box.height) if len(text) == 1 and not text.isspace() else style.size / 3
    if abs(abs(angle) - 90) < DEGREES:
        length = box.height
    return Glyph(text, 10_000 + along, 10_000 + along + length, 10_000 + across, style, order, tag, box=box)

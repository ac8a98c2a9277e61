"""The rules, boxes and small shapes that are drawn on a page."""

import ctypes
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from . import calls
from .model import Box, Page
from .turning import Turned

MOST_PATHS = 6000  # a page with more is a drawing or a map
THIN = 2.5  # a rectangle not thicker than this is a rule
LARGEST_DOT = 9


def read_drawn(page: Any, turned: Turned, into: Page) -> None:
    """Add the rules and boxes that are drawn on a page."""
    paths = 0

    def read_objects(count: int, get: Any, holder: Any, depth: int) -> None:
        nonlocal paths
        for at in range(count):
            one = get(holder, at)
            kind = calls.type_of(one)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                into.pictures += 1
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
                within = raw.FPDFFormObj_CountObjects(ctypes.cast(one, raw.FPDF_PAGEOBJECT))
                read_objects(within, calls.object_in_form, one, depth - 1)
            elif kind == raw.FPDF_PAGEOBJ_PATH and paths < MOST_PATHS:
                paths += 1
                read_path(pdfium.PdfObject(ctypes.cast(one, raw.FPDF_PAGEOBJECT), page=page), turned, into)

    read_objects(raw.FPDFPage_CountObjects(page), calls.object_on_page, calls.address(page.raw), 4)


def read_path(one: Any, turned: Turned, into: Page) -> None:
    """Add a path: a thin one as a rule, a rectangle as a box, and each straight part of another one as a rule."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(one.raw, fill, stroke)
    if not fill.value and not stroke.value:
        return
    box = turned.box(*one.get_bounds())
    if max(box.width, box.height) < LARGEST_DOT:
        if min(box.width, box.height) > 0.6 * max(box.width, box.height) and fill.value + stroke.value:
            into.dots.append(box)
        return
    if box.width < THIN or box.height < THIN:
        if max(box.width, box.height) > THIN:
            into.rules.append(box)
        return
    segments = raw.FPDFPath_CountSegments(one.raw)
    if segments > 400:
        return
    if (fill.value and is_white(one)) and not stroke.value:
        return
    if fill.value or segments in (4, 5):
        into.boxes.append(box)
    elif stroke.value:
        read_segments(one, segments, turned, into)


def read_segments(one: Any, segments: int, turned: Turned, into: Page) -> None:
    """Add the straight parts of a path that run along or down the page."""
    matrix = one.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    curved = False
    for at in range(segments):
        segment = raw.FPDFPath_GetPathSegment(one.raw, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = turned.point(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        if kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            box = Box(min(last[0], point[0]), min(last[1], point[1]), max(last[0], point[0]), max(last[1], point[1]))
            if min(box.width, box.height) < 0.5 and max(box.width, box.height) > 4:
                into.rules.append(box)
        last = point
    if curved and segments < 40:  # a rounded box
        into.boxes.append(turned.box(*one.get_bounds()))


def is_white(one: Any) -> bool:
    """Return whether a path is filled with white or not at all: the background of a page."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(one.raw, red, green, blue, alpha)
    return alpha.value == 0 or min(red.value, green.value, blue.value) > 250

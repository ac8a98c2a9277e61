"""Where a point of a file is on the page as a reader sees it."""

import math
from typing import Any

import pypdfium2.raw as raw

from .model import Box


class Turned:
    """Moves points of a file to the page as a reader sees it: turned, and with y downwards."""

    def __init__(self, page: Any, more: int = 0) -> None:
        self.turn = (raw.FPDFPage_GetRotation(page) + more) % 4
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        width, height = right - left, top - bottom
        self.width, self.height = (height, width) if self.turn in (1, 3) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the file is on the page."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return where a rectangle of the file is on the page."""
        if self.turn == 0:
            return Box(x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def angle(self, a: float, b: float) -> float:
        """Return by how many degrees a text leans whose matrix begins with these."""
        return (math.degrees(math.atan2(b, a)) - 90 * self.turn + 180) % 360 - 180

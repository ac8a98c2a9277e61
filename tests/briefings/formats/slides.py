"""Slides as python-pptx reads them, for the tests of slides."""

from io import BytesIO

import pptx
from pptx.oxml.ns import qn

from reviews_portal.briefings.outline import LOOKS, Outline
from reviews_portal.briefings.writers.pptx import write
from reviews_portal.briefings.writers.pptx_template import BODY_SIZE, layout_of

from .office import bare

ITEMS = {layout_of(look) for look in LOOKS}
OURS = {"About this version", "Documents quoted"}


def read(outline: Outline):
    """Return the slides that are written of an outline, as python-pptx reads them."""
    return pptx.Presentation(BytesIO(b"".join(write(outline))))


def text_of(slide, index: int) -> str:
    """Return the text of one placeholder of a slide; a slide without it has none."""
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == index:
            return shape.text_frame.text.replace("\v", "\n")
    return ""


def title_of(slide) -> str:
    return slide.shapes.title.text_frame.text


def size_of(slide) -> int:
    """Return the size of the body of a slide, in points."""
    (levels,) = slide.placeholders[1]._element.iter(qn("a:lstStyle"))
    return int(levels[0].find(qn("a:defRPr")).get("sz")) // 100 if len(levels) else BODY_SIZE


def published(slides) -> str:
    """Return the published words on the slides of items."""
    return "".join(
        bare(text_of(slide, 1))
        for slide in slides
        if slide.slide_layout.name in ITEMS and title_of(slide).partition(" (")[0] not in OURS
    )


def titles(slides) -> list[str]:
    return [title_of(slide) for slide in slides]

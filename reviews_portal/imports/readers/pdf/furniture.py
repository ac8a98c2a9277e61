"""Running heads and page numbers: what stands at the edge of page after page."""

import re
from collections import defaultdict

from .model import Box, Line, Page

EDGE = 0.125  # of the height of the page
MARGIN = 0.08
NUMBER = re.compile(
    r"(?:(?:page|tudalen|p\.?)\s*)?[-–|\s]*\d{1,4}[-–|\s]*(?:(?:of|o|/)\s*\d{1,4})?"
    r"(?:\s*\|?\s*(?:page|p a g e|tudalen))?",
    re.IGNORECASE,
)
STATED = re.compile(r"page|tudalen|\bof\b|/|\||p a g e|^[-–]", re.IGNORECASE)


def furniture_of(pages: list[Page], lines: list[list[Line]], tables: list[list[Box]]) -> set[int]:
    """Return the ids of lines that are page furniture. What stands in a table that goes on below is none."""
    found: set[int] = set()
    seen: dict[tuple[str, str], list[tuple[int, Line]]] = defaultdict(list)
    for page, of_page, ruled in zip(pages, lines, tables, strict=True):
        large = [box for box in ruled if box.height > EDGE * page.height]
        for line in of_page:
            if any(box.has_centre(line) for box in large):
                continue
            where = place(line, page)
            if where and line.upright:
                seen[where, key_of(line.text)].append((page.number, line))
            elif not line.upright and (line.x1 < 0.09 * page.width or line.x0 > 0.91 * page.width):
                seen["side", key_of(line.text)].append((page.number, line))
    for (where, key), places in seen.items():
        numbers = {number for number, _ in places}
        bare = key in ("#", "# of #", "page #", "page # of #", "tudalen #")
        if len(numbers) >= least(len(pages), bare=bare) and (where == "side" or level(places)):
            if bare and not counts(places):
                continue
            if any(line.size > 1.35 * median_size(lines) for _, line in places) and len(numbers) < 0.5 * len(pages):
                continue
            found |= {id(line) for _, line in places}
    size = median_size(lines)
    for page, of_page in zip(pages, lines, strict=True):
        found |= page_numbers(page, of_page, len(pages))
        found |= in_margins(page, of_page, size)
    return found


def in_margins(page: Page, lines: list[Line], size: float) -> set[int]:
    """Return small lines in the margins at the top and foot of one page, well away from its text."""
    upright = [line for line in lines if line.upright]
    found = set()
    for line in upright:
        if line.size > 0.92 * size or re.match(r"[⁰¹²³⁴-⁹*†]|\d{1,2}\s+[A-Z]", line.text):
            continue
        if page.tree and line.glyphs[0].tag >= 0:
            continue  # by the tags, a part of the text, such as a footnote
        others = [other for other in upright if abs(other.base - line.base) > 2 * line.size]
        if line.bottom < MARGIN * page.height:
            gap = min((other.top for other in others), default=page.height) - line.bottom
        elif line.top > (1 - MARGIN) * page.height:
            gap = line.top - max((other.bottom for other in others), default=0)
        else:
            continue
        if gap > 1.5 * size:
            found.add(id(line))
    return found


def least(pages: int, *, bare: bool) -> int:
    """Return on how many pages a line must stand to be furniture."""
    if pages < 3:
        return 2
    return 2 if bare else max(2, round(0.38 * (pages - 1)))


def place(line: Line, page: Page) -> str:
    """Return at which edge of the page a line stands, or ""."""
    if line.bottom < EDGE * page.height:
        return "top"
    return "bottom" if line.top > (1 - EDGE) * page.height else ""


def key_of(text: str) -> str:
    """Return a line's text as it is on each page: without its numbers."""
    return re.sub(r"\d+", "#", " ".join(text.lower().split()))


def level(places: list[tuple[int, Line]]) -> bool:
    """Return whether lines stand at nearly the same height, most of them."""
    bases = sorted(line.base for _, line in places)
    middle = bases[len(bases) // 2]
    return sum(abs(base - middle) < 12 for base in bases) >= 0.7 * len(bases)


def counts(places: list[tuple[int, Line]]) -> bool:
    """Return whether the numbers of lines go up with the pages, as page numbers do."""
    offsets = [int(digits[0]) - number for number, line in places if (digits := re.findall(r"\d+", line.text))]
    return bool(offsets) and max(offsets.count(offset) for offset in set(offsets)) >= 0.6 * len(offsets)


def median_size(lines: list[list[Line]]) -> float:
    """Return the size that most lines have."""
    sizes = sorted(line.size for page in lines for line in page)
    return sizes[len(sizes) // 2] if sizes else 10


def page_numbers(page: Page, lines: list[Line], pages: int) -> set[int]:
    """Return lines at the very edge of one page that state its number in words, or stand alone at its foot."""
    found = set()
    foot = max((line.base for line in lines if line.upright), default=0)
    for line in lines:
        if not line.upright or not NUMBER.fullmatch(line.text.strip()) or not place(line, page):
            continue
        digits = [int(one) for one in re.findall(r"\d+", line.text)]
        alone = line.base >= foot - 1 and line.top > 0.9 * page.height and digits[0] == page.number
        alone = alone and (pages > 1 or line.top > (1 - MARGIN) * page.height)
        if (STATED.search(line.text) and abs(digits[0] - page.number) < 30) or alone:
            found.add(id(line))
    return found

"""The meaning of HTML elements: which break lines, and which are headings, lists or data tables."""

import re
from collections.abc import Callable

from lxml import etree

from .marks import letters, roman

UNSEEN = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head", "audio", "video"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BREAKING = {"address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
            "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
            "hgroup", "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
            "search", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead",
            "tr", "ul", *HEADINGS}  # fmt: skip
LISTS = {"ul", "ol", "menu", "dir"}
BOLD = {"b", "strong"}
STYLES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
NUMBERS: dict[str, Callable[[int], str]] = {
    "lower-alpha": letters,
    "lower-latin": letters,
    "upper-alpha": lambda number: letters(number).upper(),
    "upper-latin": lambda number: letters(number).upper(),
    "lower-roman": roman,
    "upper-roman": lambda number: roman(number).upper(),
}


def number_in_style(number: int, style: str) -> str:
    """Return the number of an item of a list in the style of the list: "3", "c", "iii"."""
    return NUMBERS.get(style, str)(number)


def level_of_heading(element: etree._Element) -> int:
    """Return the level of a heading, from 1, or 0 if neither the name nor the role makes it a heading."""
    if element.tag in HEADINGS:
        return HEADINGS[element.tag]
    return min(max(whole(element.get("aria-level"), 2), 1), 6) if element.get("role") == "heading" else 0


def is_address(address: str) -> bool:
    """Return whether a link leads to another page."""
    return bool(address) and not address.startswith("#") and not address.lower().startswith(("javascript:", "data:"))


def is_layout(table: etree._Element) -> bool:
    """Return whether a table only arranges a page: it has tables or headings within it, or one column or row."""
    if table.get("role") in ("presentation", "none"):
        return True
    if next((one for one in table.iter("table", *HEADINGS) if one is not table), None) is not None:
        return True
    rows = [sum(cell.tag in ("td", "th") for cell in row) for row in table.iter("tr")]
    return max(rows, default=0) <= 1 or (len(rows) == 1 and next(table.iter("p", "li"), None) is not None)


def is_short_list(element: etree._Element) -> bool:
    """Return whether a definition list holds names and values: no value has blocks of its own."""
    blocks = element.iter("ul", "ol", "table", "dl", "blockquote", *HEADINGS)
    return all(one is element for one in blocks) and all(
        sum(one.tag in ("p", "div") for one in value) <= 1 for value in element.iter("dd")
    )


def list_style(element: etree._Element) -> str:
    """Return how the items of a list are numbered, by its type or its style."""
    found = re.search(r"list-style(?:-type)?:\s*([a-z-]+)", element.get("style") or "")
    return found[1] if found else STYLES.get(element.get("type") or "", "")


def whole(text: str | None, otherwise: int) -> int:
    """Return the whole number in an attribute, or a default."""
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else otherwise

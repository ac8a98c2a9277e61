"""What a web page hides, and what it only folds away until somebody opens it."""

import re

from lxml import etree

HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
PANEL = re.compile(r"accordion|panel|collaps|toggle|expand|fold|drawer|tab-?(?:content|pane)", re.IGNORECASE)


def is_hidden(element: etree._Element) -> bool:
    """Return whether readers of a page never see an element. What they can open is not hidden."""
    if element.get("aria-hidden") == "true" and not re.search(r"\w", "".join(element.itertext(etree.Element))):
        return True
    hidden = (
        element.get("hidden") is not None
        or bool(HIDDEN.search(element.get("style") or ""))
        or (element.tag == "input" and element.get("type") == "hidden")
    )
    return hidden and not is_panel(element)


def is_panel(element: etree._Element) -> bool:
    """Return whether an element is folded away until somebody opens it."""
    if element.get("role") == "tabpanel" or element.get("aria-labelledby"):
        return True
    return bool(PANEL.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def opens_panel(element: etree._Element) -> bool:
    """Return whether an element is the title of text that it opens, as a heading is. Tabs side by side are none."""
    if element.get("role") == "tab":
        tabs = next((up for up in element.iterancestors() if up.get("role") == "tablist"), None)
        return tabs is None or any(one.get("role") == "tabpanel" for one in tabs.iter(etree.Element))
    return element.get("aria-expanded") is not None and element.get("aria-controls") is not None

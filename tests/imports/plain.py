"""The form in which the words of an import are compared with the right ones."""

import re


def plain(text: str) -> str:
    """Return a text for comparison, without differences in white space, quote marks, dashes and hyphenation."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).replace("*", "")
    text = re.sub("[’‘`]", "'", re.sub("[“”]", '"', text))
    return " ".join(re.sub("[–—‑]", "-", text).replace("\u00ad", "").split()).strip()

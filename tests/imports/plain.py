"""The form in which the words of an import and of a truth are compared."""

import re


def plain(text: str) -> str:
    """Return a text as it is compared: white space, kinds of quote marks and dashes and hyphenation apart."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).replace("*", "")
    text = re.sub("[’‘`]", "'", re.sub("[“”]", '"', text))
    return " ".join(re.sub("[–—‑]", "-", text).replace("\u00ad", "").split()).strip()

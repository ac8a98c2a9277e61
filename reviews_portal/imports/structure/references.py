"""Web addresses in texts, and lines that are nothing but a reference to a publication."""

import re

from reviews_portal.imports.blocks import Block

ADDRESS = re.compile(
    r"(?:https?://|htps?:|www\.)[^\s()<>\]”\"]+[^\s()<>\]”\".,;:]|(?<![\w.@])[\w-]+(?:\.[\w-]+)+/[^\s()<>\]”\"]*[^\s()<>\]”\".,;:]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
# The name of a site, as browsers put it in brackets after the title of a copied link.
SITE = re.compile(r"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:uk|org|com|net|wales|cymru|scot)(?![\w@.-])", re.IGNORECASE)
AT_END = re.compile(r"[\s()<>\[\].,;:–—-]*$")
SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|should|must|will|can|could|may|do|does|did|needs?)\b", re.IGNORECASE
)
LONGEST_REFERENCE = 30  # words


def leads_somewhere(text: str) -> bool:
    """Return whether a text has a web address or a phone number."""
    found = ADDRESS.search(text)
    return (
        bool(found and "@" not in found[0])
        or bool(SITE.search(text))
        or bool(re.search(r"(?<!\d)0\d{2,4}[ \d]{6,9}", text))
    )


def address_of(block: Block) -> str:
    """Return the address that a block leads to, as the document has it, or ""."""
    linked = next((address for _, address in block.links if address.strip("# ")), "")
    found = ADDRESS.search(block.text)
    return linked or (found[0] if found else "")


def is_address_only(text: str) -> bool:
    """Return whether a text is nothing but a web address, perhaps in brackets."""
    found = ADDRESS.search(text)
    return bool(found and "@" not in found[0] and not re.search(r"\w", text[: found.start()] + text[found.end() :]))


def is_reference(text: str) -> bool:
    """Return whether a text is nothing but a web address or the title of a publication with its address or site."""
    found = [*ADDRESS.finditer(text), *SITE.finditer(text)]
    ends = any("@" not in one[0] and AT_END.fullmatch(text[one.end() :]) for one in found)
    title = text[: min(one.start() for one in found)] if found else text
    return ends and len(title.split()) <= LONGEST_REFERENCE and not SENTENCE.search(title)

"""What Word documents and slides have in common: their archive, their parts, diagrams and charts."""

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from learning.originals.reader.contents import MOST_TEXT, Refused
from learning.originals.reader.office import MOST_PARTS, MOST_UNPACKED, PARSER, check_types

from .words import tidy

# What is raised for damaged files besides the libraries' own errors.
UNREADABLE = (
    AttributeError,
    BadZipFile,
    IndexError,
    KeyError,
    NotImplementedError,
    zlib.error,
    RuntimeError,
    TypeError,
    ValueError,
    etree.XMLSyntaxError,
)
PROPERTIES = (
    "title",
    "author",
    "subject",
    "keywords",
    "comments",
    "category",
    "last_modified_by",
    "created",
    "modified",
)
# Signs of Wingdings and Symbol by the last two digits of their character, where they are no letters.
WINGDINGS = {"fc": "✓", "fb": "✗", "fe": "☑", "fd": "☒", "a8": "☐", "6f": "☐", "a7": "▪", "b7": "•", "d8": "➢",
             "76": "❖", "e0": "→", "2d": "–"}  # fmt: skip


def checked(content: bytes, format: str) -> BytesIO:
    """Return a file for a library to open. Raises Refused for one with macros or of another type, or too large."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused("unpacks to too much data. Save it again, or save it as PDF.")
        check_types(archive.read("[Content_Types].xml"), [part.filename for part in parts], format)
        # The libraries do not limit the size of a part with text.
        if any(part.file_size > 20 * MOST_TEXT for part in parts if part.filename.endswith(".xml")):
            raise Refused("has too much text. Split it into one file for each review.")
    return BytesIO(content)


def unreadable() -> Refused:
    """Return why a damaged file is refused."""
    return Refused("cannot be read. It may be damaged, or have a password: open it and save it again, or as PDF.")


def metadata(properties: Any) -> dict[str, str]:
    """Return the properties of a file that say something, by name."""
    said = {}
    for name in PROPERTIES:
        value = getattr(properties, name, None)
        words = value.date().isoformat() if isinstance(value, datetime) else tidy(str(value or ""))
        if words:
            said[name] = words
    return said


def related(part: Any, kind: str) -> list[Any]:
    """Return the parts that a part refers to as of a kind: "footnotes", "header", in the order of the file."""
    return [
        relation.target_part
        for relation in part.rels.values()
        if not relation.is_external and relation.reltype.rpartition("/")[2] == kind
    ]


def tree_of(part: Any) -> etree._Element:
    """Return the XML of a part."""
    element = getattr(part, "_element", None)
    return element if element is not None else etree.fromstring(part.blob, etree.XMLParser(**PARSER))


def target(part: Any, relation: str | None) -> Any:
    """Return the part that a relation leads to, or None."""
    found = part.rels.get(relation) if relation else None
    return None if found is None or found.is_external else found.target_part


def address(part: Any, relation: str | None) -> str:
    """Return the address outside the file that a relation leads to, or ""."""
    found = part.rels.get(relation) if relation else None
    return found.target_ref if found is not None and found.is_external else ""


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of an element, in whatever namespace, or ""."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def graphic_texts(part: Any, element: etree._Element) -> Iterator[str]:
    """Yield the words of diagrams and charts that an element shows, one text for each point, title or name."""
    for one in element.iter("{*}relIds", "{*}chart"):
        shown = target(part, attribute(one, "dm") if local(one) == "relIds" else attribute(one, "id"))
        if shown is None:
            continue
        tree = tree_of(shown)
        if local(one) == "relIds":
            texts = [words_of(point) for point in tree.iter("{*}pt")]
        else:
            names = [value.text or "" for cache in tree.iter("{*}strCache") for value in cache.iter("{*}v")]
            texts = [words_of(rich) for rich in tree.iter("{*}rich")] + names
        yield from dict.fromkeys(filter(None, map(tidy, texts)))


def words_of(element: etree._Element) -> str:
    """Return the words of drawings within an element, a line for each paragraph."""
    return "\n".join("".join(run.text or "" for run in one.iter("{*}t")) for one in element.iter("{*}p"))


def sign(character: str) -> str:
    """Return the sign for a character of a font of signs, given as its code ("F0FC") or itself."""
    code = character if re.fullmatch(r"[0-9A-Fa-f]{4}", character) else f"{ord(character[:1] or ' '):04x}"
    if code.lower().startswith(("f0", "00")):
        return WINGDINGS.get(code[2:].lower(), chr(int(code, 16)))
    return chr(int(code, 16))

"""PDF files: text of each page, metadata, comments, attachments, scripts and form fields."""

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from .contents import Contents, Refused

MOST_OBJECTS = 300_000
MOST_UNKNOWN = 0.01  # the share of characters without a meaning above which a text counts as unreadable
LITTLE_TEXT = 300  # characters on a page
LARGE = 300_000  # pixels of a picture
METADATA = {
    "/Author": "Author",
    "/Title": "Title",
    "/Subject": "Subject",
    "/Keywords": "Keywords",
    "/Creator": "Made with",
    "/Producer": "Made with",
}
# Texts that are not on a page: addresses of links, titles of bookmarks, descriptions of pictures, labels of fields.
BESIDE = ("/URI", "/Title", "/Alt", "/ActualText", "/Contents", "/TU")
MARKS = {"/Link", "/Popup", "/Widget"}  # annotations that are no comments


def read(content: bytes) -> Contents:
    """Return what a PDF contains. Raises Refused for one that is encrypted or cannot be read."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Refused("is encrypted or protected by a password. Save a copy without protection and upload that.")
        pages = list(reader.pages)
    except (PdfReadError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise Refused("cannot be read as a PDF. Open it and save it again as PDF.") from error
    if not pages:
        raise Refused("has no pages. Choose another file.")
    contents = Contents(pages=len(pages))
    read_metadata(reader, contents)
    read_objects(reader, contents)
    for number, page in enumerate(pages, 1):
        if contents.is_late:
            contents.cannot_search("The file takes too long to read.")
            break
        read_annotations(page, number, contents)
        read_text(page, contents)
    saved = content.count(b"startxref")
    if saved > (2 if b"/Linearized" in content[:2048] else 1):
        contents.found("Earlier versions of the file", "Text that was removed from the file may still be in it.")
        contents.cannot_search("The file contains earlier versions of itself.")
    return contents


def read_metadata(reader: PdfReader, contents: Contents) -> None:
    """Note the information that a PDF holds on itself, in both of its places."""
    for name, value in (reader.metadata or {}).items():
        contents.found(METADATA.get(name, f"Property {name.lstrip('/')}"), str(value))
    stream = reader.root_object.get("/Metadata")
    stream = stream.get_object() if stream is not None else None
    if not isinstance(stream, StreamObject):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(stream.get_data(), parser)
    except (etree.XMLSyntaxError, ValueError):
        contents.cannot_search("The metadata of the file cannot be read.")
        return
    for element in tree.iter(etree.Element):
        values = [element.text or "", *(str(value) for value in element.attrib.values())]
        contents.found("Other metadata", *values)


def read_objects(reader: PdfReader, contents: Contents) -> None:
    """Note scripts, attachments, form fields and hidden layers, wherever they are in the file."""
    for number, one in enumerate(objects_of(reader.trailer)):
        if number > MOST_OBJECTS:
            contents.cannot_search("The file has too many parts.")
            return
        for name in BESIDE:
            if isinstance(one.get(name), str | bytes):
                contents.add_text(str(one.get(name)))
        if "/JS" in one or one.get("/S") == "/JavaScript":
            contents.found("JavaScript", "A script that runs when the file is open.")
            contents.add_text(text_of(one.get("/JS")))
        if one.get("/S") == "/Launch":
            contents.found("A link that starts a program", text_of(one.get("/F")) or "A program without a name.")
        if "/EF" in one:
            contents.found("Attached files", text_of(one.get("/UF") or one.get("/F")) or "A file without a name.")
            contents.cannot_search("The file has other files attached to it.")
        if "/FT" in one or "/XFA" in one:
            named = ": ".join(filter(None, [text_of(one.get("/T")), text_of(one.get("/V"))]))
            contents.found("Form fields", named or "Fields to fill in.")
        if one.get("/Type") == "/OCG":
            contents.found("Layers, which may be hidden", text_of(one.get("/Name")) or "A layer without a name.")
        if one.get("/Subtype") in ("/RichMedia", "/Screen", "/Sound", "/Movie"):
            contents.found("Sound or video", "A recording that plays in the file.")
            contents.cannot_search("The file contains sound or video.")


def objects_of(top: Any) -> Iterator[DictionaryObject]:
    """Yield each dictionary that can be reached from the trailer of a PDF."""
    waiting, seen = [top], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [value for name, value in one.items() if name != "/Parent"]
        elif isinstance(one, ArrayObject):
            waiting += [value for value in one if isinstance(value, IndirectObject | DictionaryObject | ArrayObject)]


def text_of(value: Any) -> str:
    """Return the text of a string, a name or a stream."""
    value = value.get_object() if isinstance(value, IndirectObject) else value
    if value is None or (isinstance(value, ArrayObject | DictionaryObject) and not isinstance(value, StreamObject)):
        return ""
    return value.get_data().decode(errors="replace") if isinstance(value, StreamObject) else str(value)


def read_annotations(page: Any, number: int, contents: Contents) -> None:
    """Note the comments on a page, with their authors."""
    annotations: Any = (page.get("/Annots") or ArrayObject()).get_object()
    for one in annotations or ():
        annotation = one.get_object()
        if not isinstance(annotation, DictionaryObject) or annotation.get("/Subtype") in MARKS:
            continue
        author, words = text_of(annotation.get("/T")), text_of(annotation.get("/Contents"))
        contents.found("Comments", f"Page {number}, {author or 'no name'}: {words or 'without words'}")


def has_large_picture(within: Any, depth: int = 3) -> bool:
    """Return whether a page, or a form drawn on it, has a picture that may show text."""
    resources = within.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    for one in (drawn.get_object() if drawn is not None else {}).values():
        inner = one.get_object()
        if inner.get("/Subtype") == "/Image" and int(inner.get("/Width", 0)) * int(inner.get("/Height", 0)) >= LARGE:
            return True
        if depth and inner.get("/Subtype") == "/Form" and has_large_picture(inner, depth - 1):
            return True
    return False


def read_text(page: Any, contents: Contents) -> None:
    """Add the text of a page; note a page whose text cannot be read, such as a scan."""
    text = page.extract_text()
    contents.add_text(text)
    drawn = page.get_contents()
    is_drawn = drawn is not None and drawn.get_data().strip()
    # A scan may have a line of text beside it, such as the number of the page.
    if is_drawn and (not text.strip() or (len(text) < LITTLE_TEXT and has_large_picture(page))):
        contents.cannot_search("Some pages are pictures without text, such as scans.")
    signs = [one for one in text if not one.isspace()]
    unknown = sum(one == "\ufffd" or unicodedata.category(one) in ("Cc", "Cn", "Co") for one in signs)
    if unknown > MOST_UNKNOWN * len(signs):
        contents.cannot_search("Some of the text cannot be read, because of the fonts in the file.")

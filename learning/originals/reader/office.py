"""Word documents and slides: text, properties, comments, tracked changes, hidden slides and notes."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from .contents import Contents, Refused

UNREADABLE = (BadZipFile, zlib.error, KeyError, etree.XMLSyntaxError, ValueError, NotImplementedError, RuntimeError)
MOST_PARTS = 10_000
LARGE = 100_000  # bytes of a picture that may show text
LITTLE_TEXT = 500  # characters for each such picture
MOST_UNPACKED = 400 * 1024 * 1024  # bytes
MAIN = {"docx": "wordprocessingml.document.main+xml", "pptx": "presentationml.presentation.main+xml"}
PROPERTIES = {
    "creator": "Author",
    "lastModifiedBy": "Last modified by",
    "title": "Title",
    "subject": "Subject",
    "keywords": "Keywords",
    "description": "Description",
    "category": "Category",
    "contentStatus": "Status",
    "Company": "Company",
    "Manager": "Manager",
}
BODY = ("word/document", "ppt/slides/slide")
CHANGES = {"ins": "inserted", "del": "deleted", "moveFrom": "moved from here", "moveTo": "moved to here"}
WITH_WORDS = {"xml", "rels", "svg", "vml"}
PICTURES_AND_FONTS = {"bmp", "emf", "fntdata", "gif", "jpeg", "jpg", "odttf", "png", "tif", "tiff", "wdp", "wmf"}
SETTINGS = "/printerSettings/"  # of somebody's printer; python-pptx and Office write them
PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def read(content: bytes, format: str) -> Contents:
    """Return what a Word or PowerPoint file contains.

    Raises Refused for one with macros, one that unpacks to too much, and one that cannot be read.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused("unpacks to too much data. Save it again, or save it as PDF.")
            names = [part.filename for part in parts]
            check_types(archive.read("[Content_Types].xml"), names, format)
            contents = Contents()
            large_pictures = sum("/media/" in part.filename and part.file_size >= LARGE for part in parts)
            read_parts(archive, names, contents)
    except UNREADABLE as error:
        raise Refused("cannot be read. Open it and save it again.") from error
    if format == "pptx":
        contents.pages = sum(bool(re.fullmatch(r"ppt/slides/slide\d+\.xml", name)) for name in names)
    if not contents.has_body:
        contents.cannot_search("The file has no text, only pictures or nothing.")
    elif contents.length < LITTLE_TEXT * large_pictures:
        contents.cannot_search("The file has large pictures with little text beside them, such as scans.")
    return contents


def check_types(types: bytes, names: list[str], format: str) -> None:
    """Raise Refused if a file has macros, or is not of the format that its name says."""
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("contains macros. Save it without macros, or as PDF, and upload that.")
    if MAIN[format].encode() not in types:
        raise Refused("is not of the type that its name says. Open it and save it again.")


def read_parts(archive: ZipFile, names: list[str], contents: Contents) -> None:
    """Read each part of the archive that has words."""
    for name in names:
        if contents.is_late:
            contents.cannot_search("The file takes too long to read.")
            return
        end = name.rpartition(".")[2].lower()
        if name.endswith("/") or name == "[Content_Types].xml" or end in PICTURES_AND_FONTS or SETTINGS in name:
            continue
        if "/embeddings/" in name or "/activeX/" in name or end not in WITH_WORDS:
            contents.found("Embedded files", name.rpartition("/")[2])
            contents.cannot_search("The file has other files embedded in it.")
            continue
        tree = etree.fromstring(archive.read(name), etree.XMLParser(**PARSER))
        if end == "rels":
            read_links(tree, contents)
        elif name.startswith(("docProps/", "customXml/")):
            read_properties(name, tree, contents)
        else:
            read_words(name, tree, contents)


def read_links(tree: etree._Element, contents: Contents) -> None:
    """Add the addresses that a part links to; note those on somebody's computer, which may name them."""
    for element in tree.iter(etree.Element):
        if element.get("TargetMode") == "External" and (target := element.get("Target")):
            contents.add_text(target)
            if not target.lower().startswith(("http:", "https:", "mailto:")):
                contents.found("Links to files on a computer", target)


def read_properties(name: str, tree: etree._Element, contents: Contents) -> None:
    """Note the properties of a file: who wrote it, for whom, and what others added."""
    for element in tree.iter(etree.Element):
        tag, text = etree.QName(element).localname, (element.text or "").strip()
        if tag == "Pages" and text.isdecimal() and name == "docProps/app.xml":
            contents.pages = int(text) or None
        elif tag in PROPERTIES:
            contents.found(PROPERTIES[tag], text)
        elif name == "docProps/custom.xml" and element.get("name"):
            contents.found("Further properties", f"{element.get('name')}: {' '.join(element.itertext())}")
        elif text:
            contents.add_text(text)


def read_words(name: str, tree: etree._Element, contents: Contents) -> None:
    """Add the text of a part, by paragraph; note comments, tracked changes, hidden text and slides, and notes."""
    for text in paragraphs(tree):
        contents.add_text(text)
        contents.has_body = contents.has_body or name.startswith(BODY)
    for element in tree.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in CHANGES and (author := attribute(element, "author")):
            contents.found("Tracked changes", f"{author}, {CHANGES[tag]}: {words_of(element)}")
        elif tag in ("comment", "cm"):
            author = attribute(element, "author") or "no name"
            contents.found("Comments", f"{author}: {words_of(element)}")
        elif tag in ("cmAuthor", "author", "person"):
            contents.found("People who commented", attribute(element, "name") or attribute(element, "author"))
        elif tag == "vanish":
            contents.found("Hidden text", "Some text is marked as hidden.")
        elif tag == "ffData" or (tag == "control" and name.startswith("ppt/")):
            contents.found("Form fields", "Fields to fill in.")
    root = etree.QName(tree).localname
    if root == "sld" and tree.get("show") in ("0", "false"):
        contents.found("Hidden slides", f"Slide {number_in(name)}: {words_of(tree)}")
    if root == "notes" and (words := words_of(tree)):
        contents.found("Speaker notes", f"Slide {number_in(name)}: {words}")
    if root == "sld" and not words_of(tree) and next(tree.iter("{*}blip"), None) is not None:
        contents.cannot_search("Some slides are pictures without text.")


def paragraphs(tree: etree._Element) -> Iterator[str]:
    """Yield the text of each paragraph, with deleted text; of a part without paragraphs, all of its text."""
    found = False
    for paragraph in tree.iter("{*}p"):
        found = True
        if text := words_of(paragraph):
            yield text
    if not found:
        yield from (text.strip() for text in tree.itertext() if text.strip())
    for element in tree.iter(etree.Element):
        tag = etree.QName(element).localname
        if found and tag in ("text", "v") and element.text:  # of comments and charts
            yield element.text
        if tag in ("docPr", "cNvPr"):  # of pictures
            yield " ".join(filter(None, (element.get(name) for name in ("name", "title", "descr"))))


def words_of(element: etree._Element) -> str:
    """Return the text within an element: its runs, with spaces for tabs and line breaks."""
    said = []
    for one in element.iter(etree.Element):
        tag = etree.QName(one).localname
        if tag in ("t", "delText", "instrText", "text") and one.text:
            said.append(one.text)
        elif tag in ("tab", "br", "cr", "p"):
            said.append(" ")
    return "".join(said).strip()


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of an element, in any namespace, or ""."""
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def number_in(name: str) -> str:
    """Return the number at the end of the name of a part."""
    return "".join(re.findall(r"(\d+)\.xml$", name))

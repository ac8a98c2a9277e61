"""Web pages and plain text."""

import re

from lxml import etree, html

from .contents import Contents, Refused

INLINE = {"a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub",
          "sup", "u"}  # fmt: skip
FIELDS = {"input", "select", "textarea", "button"}
ACTIVE = {"script", "iframe", "object", "embed"}


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-8 with a mark, or the encoding of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_text(content: bytes) -> Contents:
    """Return what a text file contains."""
    contents = Contents()
    contents.add_text(decoded(content))
    return contents


def read_html(content: bytes) -> Contents:
    """Return what a web page contains. Raises Refused for a file that is none."""
    text = decoded(content)
    if not re.search(r"<(!doctype\s+html|html|head|body)\b", text[:4096], re.IGNORECASE):
        raise Refused("is not a web page. Choose another file.")
    contents = Contents()
    try:
        # lxml refuses a text that declares its encoding.
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("cannot be read as a web page. Choose another file.") from error
    said: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "comment":
            contents.found("Comments in the code", element.text or "")
            said.append(f"\n{element.tail or ''}")
        elif event == "start":
            read_element(element, contents)
            said += ["" if element.tag in INLINE else "\n", element.text or ""]
        else:
            said += ["" if element.tag in INLINE else "\n", element.tail or ""]
    contents.add_text("".join(said))
    return contents


def read_element(element: html.HtmlElement, contents: Contents) -> None:
    """Note what an element of a web page holds besides its text."""
    if element.tag == "meta" and element.get("name"):
        contents.found("Metadata", f"{element.get('name')}: {element.get('content', '')}")
    if element.tag in ACTIVE or any(name.startswith("on") for name in element.attrib):
        contents.found("JavaScript or embedded content", f"<{element.tag}>")
    if element.tag in FIELDS:
        contents.found("Form fields", element.get("name") or "Fields to fill in.")
    for value in element.attrib.values():
        if value.startswith("data:"):
            contents.cannot_search("The page contains other files, such as pictures.")
        else:
            contents.add_text(value)

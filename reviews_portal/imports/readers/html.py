"""Reads web pages, and pieces of HTML in other files."""

import re

from lxml import etree, html

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import Block, Source

from .html_blocks import Walk
from .html_elements import HEADINGS
from .html_hidden import opens_panel
from .words import arranged, decoded, tidy, with_typed_marks

DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", re.I)
TAGS = re.compile(r"<(!doctype|html|head|body|main|article|div|section|p|h[1-6]|ul|ol|table)\b", re.IGNORECASE)
BEGINS = re.compile(
    r"<(?:main|article|section|header|nav|aside|footer|details|figure|search|dialog|div|p|h[1-6]|[uod]l|table|form)\b",
    re.IGNORECASE,
)
SITE = {"nav", "aside", "footer", "search"}  # elements of the site, where nothing says which is the main one
ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|skip|skiplink|share|social|navbar|pagination|pager|masthead|"
    r"site-?header|site-?footer|back-to-top|sidebar|widget-area)(?:$|[\s_-])",
    re.IGNORECASE,
)
CONTENT = re.compile(r"main|content|(?:main|page)[-_]?content", re.IGNORECASE)
SKIP = re.compile(r"\s*(?:skip to|back to top|neidio i)\b", re.IGNORECASE)
FEWEST = 20  # words that make an element the main one of its page


def read(content: bytes, name: str) -> Source:
    """Return the blocks of a web page; what is visible outside its main part as furniture.

    Raises Refused for a file that is not a page, and for one that is nested too deeply.
    """
    declared = DECLARED.search(content[:4096])
    text = decoded(content, (declared[1] or declared[2]).decode() if declared else "")
    if not TAGS.search(text):
        raise Refused("is not a web page. If it is plain text, give it the name .txt.")
    tree = parsed(text)
    walk = Walk(Furniture(tree))
    walk.walk(tree)
    return Source(name, tuple(arranged(with_typed_marks(walk.blocks))), metadata(tree), tuple(walk.hidden))


def fragment_blocks(text: str, places: str = "paragraph") -> tuple[list[Block], list[str]]:
    """Return the blocks of a piece of HTML, whole or not, and the words in it that are not shown."""
    walk = Walk(lambda element, within: within, places)
    walk.walk(parsed(f"<html><body>{text}</body></html>"))
    return arranged(with_typed_marks(walk.blocks)), walk.hidden


def parsed(text: str) -> html.HtmlElement:
    """Return the tree of a text of HTML. Raises Refused if there is none."""
    try:
        # lxml refuses a text that declares its encoding. Without huge_tree it would drop what is nested deeply.
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
        return html.document_fromstring(with_body(text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("cannot be read as a web page. Open it in a browser and save it again, or as PDF.") from error


def with_body(text: str) -> str:
    """Return a page with the tag of its body, which pages may leave out: the parser would put <main> into the head."""
    if re.search(r"<body\b", text, re.IGNORECASE):
        return text
    found = BEGINS.search(text)
    return f"{text[: found.start()]}<body>{text[found.start() :]}" if found else text


def metadata(tree: html.HtmlElement) -> dict[str, str]:
    """Return what a page says about itself in its head."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        named = (element.get("name") or element.get("property") or "").strip().lower()
        if named and (value := tidy(element.get("content") or "")):
            said.setdefault(named, value)
    title = next(tree.iter("title"), None)
    if title is not None and (words := tidy(title.text_content())):
        said["title"] = words
    return said


class Furniture:
    """Says which elements of a page belong to the site that served it."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.roots = main_elements(tree)
        self.length = len(tree.text_content())
        self.has_main = bool(self.roots)
        self.around = {ancestor for root in self.roots for ancestor in root.iterancestors()}
        # A page whose one main heading is in its header has it there as its own.
        heads = list(tree.iter("h1"))
        own = [one for one in heads if not self.has_main or any(up in self.roots for up in one.iterancestors())]
        outer = [one for one in own if all(up.tag != "header" for up in one.iterancestors())]
        self.headings = set() if (own if self.has_main else outer) else set(heads)

    def __call__(self, element: html.HtmlElement, within: bool) -> bool:
        """Return whether an element is furniture, given whether the one around it is."""
        if element in self.roots or element in self.headings:
            return False
        if element.tag in ("html", "body"):
            return self.has_main
        return within or (element not in self.around and self.is_named(element))

    def is_named(self, element: html.HtmlElement) -> bool:
        """Return whether the name, role or class of an element says that it is of the site."""
        tag = element.tag
        if tag == "button" and opens_panel(element) and next(element.iterancestors("nav", "header"), None) is None:
            return False
        if tag in ("nav", "button", "select", "textarea", "dialog") or element.get("role") in ROLES:
            return next(element.iterancestors(*HEADINGS, "summary"), None) is None
        if not self.has_main and tag in SITE | {"header"}:
            return next(element.iterancestors("article"), None) is None
        if tag == "form":  # some systems put a form around the whole page
            return next(element.iter("h1", "h2", "table", "main", "article"), None) is None
        if tag == "a":
            return (element.get("href") or "").startswith("#") and bool(SKIP.match(element.text_content()))
        if NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            banner = "cookie" in str(element.attrib).lower()
            return next(element.iter("h1"), None) is None and (banner or len(element.text_content()) * 3 < self.length)
        return False


def main_elements(tree: html.HtmlElement) -> set[html.HtmlElement]:
    """Return the elements that hold the content of a page, as the page says; none if it does not.

    Articles, and then what is called the content, count if they hold most of the page: others stand beside it.
    """
    named = [one for one in tree.iter(etree.Element) if one.tag == "main" or one.get("role") == "main"]
    named = [one for one in named if len(one.text_content().split()) >= FEWEST]
    if named:
        return outermost(named)
    called = [one for one in tree.iter("div", "td") if CONTENT.fullmatch(one.get("id") or "")]
    for others in (list(tree.iter("article")), called):
        found = outermost(others)
        words = sum(len(one.text_content().split()) for one in found)
        if words >= FEWEST and words * 2 >= len(tree.text_content().split()):
            return found
    return set()


def outermost(elements: list[html.HtmlElement]) -> set[html.HtmlElement]:
    """Return those of some elements that are in no other of them."""
    all_of_them = set(elements)
    return {one for one in elements if not any(up in all_of_them for up in one.iterancestors())}

"""Build the judged documents: `document.pdf` and `truth.json` from each `source.html`. Run by hand.

    python tests/imports/judged/build_pdf.py [slug ...]

The truth is read from attributes of the source, which are removed before the document is made; README.md in this
folder says what they mean. Words are therefore the same in both. At the end they are compared with what
`pdftotext -raw` reads.

Chromium prints most documents. `<html data-producer="libreoffice">` or `"typst"` chooses another program.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unicodedata
from collections import Counter
from pathlib import Path

import fontpkg_arimo
import typst
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from lxml import html
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
FONTS = Path(fontpkg_arimo.__file__).parent
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {"p", "div", "li", "ul", "ol", "table", "tr", "td", "th", "br", "section", "article"}
# These words belong to a statement, but not to its text.
APART = ("data-type", "data-label", "data-mark", "data-furniture", "data-heading", "data-field")
# These attributes say how the document is built; any other `data-…` is a field of the statement.
STRUCTURE = {"type", "under", "review", "label", "mark", "furniture", "field", "words"}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS = {"•", "◦", "▪", "-", "–", "o"}


def spaced(text: str) -> str:
    """Return text with single spaces, without soft hyphens."""
    return " ".join(text.replace("\u00ad", "").split())


def words_of(element, apart: tuple[str, ...] = ()) -> str:
    """Return the words of an element, without the elements in it that have one of these attributes."""
    parts = []

    def walk(node):
        parts.append(node.text or "")
        for child in node:
            edge = " " if child.tag in BLOCKS else ""
            parts.append(edge)
            if isinstance(child.tag, str) and not any(name in child.attrib for name in apart):
                walk(child)
            parts.append(edge + (child.tail or ""))

    walk(element)
    return spaced("".join(parts))


def label_of(text: str) -> str:
    """Return a printed label without the punctuation around it: "(a)" is "a", "9.1." is "9.1", "4(b)" stays."""
    text = spaced(text).strip(".: ")
    return text[1:-1] if re.fullmatch(r"\([^()]*\)", text) else text.removesuffix(")") if "(" not in text else text


def ancestor(element, name: str):
    """Return the nearest element around this one, or itself, that has the attribute."""
    return next(iter(element.xpath(f"ancestor-or-self::*[@{name}][1]")), None)


class Truth:
    """What a source says about itself."""

    def __init__(self, root):
        self.root = root
        self.body = root.find("body")
        self.statements: list[dict] = []
        self.index: dict = {}  # of a statement's element
        self.heading: dict[str, str] = {}  # the nearest one so far, by language
        self.furniture: list[str] = []
        self.marks: set[str] = set()

    def read(self) -> dict:
        reviews = json.loads(self.root.xpath("string(//script[@id='reviews'])"))
        for element in self.body.iter("*"):
            if element.xpath("ancestor-or-self::script | ancestor-or-self::style"):
                continue
            if "data-mark" in element.attrib:
                self.marks.add(words_of(element))
            elif "data-furniture" in element.attrib:
                self.furniture.append(words_of(element))
                if element.get("data-furniture") == "heading":
                    self.heading[self.language(element)] = words_of(element)
            elif self.is_heading(element):
                self.heading[self.language(element)] = words_of(element, APART[2:4])
            if "data-type" in element.attrib:
                self.add(element)
        return {
            "file": "document.pdf",
            "reviews": reviews,
            "statements": self.statements,
            "furniture": self.furniture,
            "marks": sorted(self.marks),
            "words": self.words(),
        }

    def is_heading(self, element) -> bool:
        if "data-type" in element.attrib or element.get("data-heading") == "none":
            return False
        return element.tag in HEADINGS or "data-heading" in element.attrib

    def language(self, element) -> str:
        return str(element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") or "en")[:2]

    def value(self, text: str) -> str:
        """Return a field's words: those of the element with this id, or the text itself."""
        if not text.startswith("#"):
            return text
        return words_of(self.root.get_element_by_id(text[1:]), APART[1:4])

    def add(self, element):
        review = ancestor(element, "data-review")
        number = review.get("data-review") if review is not None else "0"
        language = self.language(element)
        statement = {
            "review": int(number) if number != "none" else None,
            "type": element.get("data-type"),
            "text": words_of(element, APART),
            "language": language,
        }
        if heading := self.heading.get(language):
            statement["heading"] = heading
        labels = [one for one in element.iter("*") if "data-label" in one.attrib]
        labels = [one for one in labels if ancestor(one, "data-type") is element]
        if labels:
            statement["label"] = label_of(words_of(labels[0]))
        above = element.get("data-under")
        parent = self.root.get_element_by_id(above) if above else None
        if parent is None and element.getparent() is not None:
            parent = ancestor(element.getparent(), "data-type")
        if parent is not None:
            statement["under"] = self.index[parent]
        row = element.xpath("ancestor-or-self::tr[1]") if statement["type"] == "action" else []
        for cell in row[0].xpath(".//*[@data-field]") if row else []:
            if words_of(cell):
                statement[cell.get("data-field")] = words_of(cell, APART[:2])
        for name, text in element.attrib.items():
            if name.startswith("data-") and (field := name[5:].replace("-", "_")) not in STRUCTURE:
                statement[field] = self.value(text)
        for field in [field for field, text in statement.items() if text == ""]:
            del statement[field]
        for field in {"covers", "also"} & statement.keys():
            statement[field] = [spaced(one) for one in statement[field].split(";")]
        self.index[element] = len(self.statements)
        self.statements.append(statement)

    def words(self) -> str:
        return words_of(self.body, ("data-furniture", "data-mark", "type"))

    def unclaimed(self) -> list[str]:
        """Return words that are in no statement, heading, field or furniture: the source has an attribute too few."""
        claims = (*APART, "data-words", "type")
        found = []
        for element in self.body.iter("*"):
            for text, owner in [(element.text, element), (element.tail, element.getparent())]:
                if not (text or "").strip() or (element is self.body and owner is not element):
                    continue
                line = [owner, *owner.iterancestors()]
                if not any(one.tag in HEADINGS or any(name in one.attrib for name in claims) for one in line):
                    found.append(spaced(text))
        return found


def plain(root, wrap: int = 0):
    """Return a copy of the source without its attributes; with `wrap`, its paragraphs are broken by hand."""
    root = html.fromstring(html.tostring(root, encoding="unicode"))
    for script in root.xpath("//script"):
        script.drop_tree()
    for element in root.xpath("//*[@data-wrap-here]") if wrap else []:
        break_lines(element, wrap)
    for element in root.iter("*"):
        for name in [name for name in element.attrib if name.startswith("data-")]:
            del element.attrib[name]
    return root


def break_lines(element, width: int):
    """Put a line break where a typist would have pressed Return, whatever elements the words are in."""
    runs = [(node, side) for node in element.iter("*") for side in ("text", "tail") if getattr(node, side)]
    runs = [(node, side) for node, side in runs if not (node is element and side == "tail")]
    texts = [re.sub(r"\s+", " ", getattr(node, side)) for node, side in runs]
    whole = "".join(texts).strip()
    lines = textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False)
    ends, place = set(), 0
    for line in lines[:-1]:
        place = whole.index(line, place) + len(line)
        ends.add(place)
    place = -(len("".join(texts)) - len("".join(texts).lstrip()))
    for (node, side), text in zip(runs, texts, strict=True):
        marked = "".join("\n" if place + at in ends else letter for at, letter in enumerate(text))
        place += len(text)
        setattr(node, side, marked)
    element.set("style", "white-space: pre-line")


def running(root, name: str) -> str:
    """Take the running head or foot out of the source and return it as HTML."""
    found = root.xpath(f"//{name}[@class='running']")
    if not found:
        return "<span></span>"
    found[0].drop_tree()
    found[0].set("style", "width: 100%")
    return html.tostring(found[0], encoding="unicode", with_tail=False)


def print_chromium(root, target: Path):
    settings = root.attrib
    copy = plain(root, int(settings.get("data-wrap", 0)))
    head, foot = running(copy, "header"), running(copy, "footer")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        copy.find("head").insert(0, html.fragment_fromstring(f"<style>{make_arial(Path(folder))}</style>"))
        page_file = Path(folder) / "page.html"
        page_file.write_bytes(html.tostring(copy, encoding="utf-8", doctype="<!doctype html>"))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        page.pdf(
            path=target,
            prefer_css_page_size=True,
            print_background=True,
            display_header_footer=True,
            header_template=head,
            footer_template=foot,
            tagged="data-tagged" in settings,
        )
        browser.close()


def make_arial(folder: Path) -> str:
    """Cut Arimo, which is as wide as Arial, to its regular, bold and italic faces; return them as CSS.

    Chromium would draw the variable font as shapes (Type 3), which no office program does.
    """
    css = ""
    for path in sorted(FONTS.rglob("*.ttf")):
        style = "italic" if "Italic" in path.name else "normal"
        for weight in [400, 700] if style == "normal" else [400]:
            face = instancer.instantiateVariableFont(TTFont(path), {"wght": weight})
            target = folder / f"{style}-{weight}.ttf"
            face.save(target)
            css += f"@font-face {{ font-family: Arial; font-style: {style};"
            css += f" font-weight: {weight}; src: url('{target.as_uri()}') }}\n"
    return css


def with_footnotes(root):
    """Return a copy in which marks `<sup data-note>` and the paragraphs of `div.notes` are footnotes of the page."""
    root = html.fromstring(html.tostring(root, encoding="unicode"))
    for mark in root.xpath("//sup[@data-note]"):
        number, tail = mark.get("data-note"), mark.tail
        anchor = html.fragment_fromstring(
            f'<a class="sdfootnoteanc" name="sdfootnote{number}anc" href="#sdfootnote{number}sym">'
            f"<sup>{number}</sup></a>"
        )
        anchor.tail = tail
        mark.getparent().replace(mark, anchor)
    for number, note in enumerate(root.xpath("//div[@class='notes']/p"), 1):
        text = words_of(note, ("data-label",))
        note.getparent().getparent().append(
            html.fragment_fromstring(
                f'<div id="sdfootnote{number}"><p class="sdfootnote"><a class="sdfootnotesym"'
                f' name="sdfootnote{number}sym" href="#sdfootnote{number}anc">{number}</a>{text}</p></div>'
            )
        )
    for notes in root.xpath("//div[@class='notes']"):
        notes.drop_tree()
    return root


def print_libreoffice(root, target: Path):
    with tempfile.TemporaryDirectory() as folder:
        page_file = Path(folder) / "document.html"
        page_file.write_bytes(html.tostring(plain(with_footnotes(root)), encoding="utf-8", doctype="<!doctype html>"))
        command = ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless"]
        command += ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder]
        subprocess.run([*command, page_file], check=True, capture_output=True, timeout=180)
        shutil.copy(Path(folder) / "document.pdf", target)


def print_typst(root, target: Path):
    """Set the blocks of the source, one after the other, as `layout.typ` beside it says."""
    blocks = []
    for element in plain(root).find("body").iter("h1", "h2", "h3", "p", "li"):
        depth = len(element.xpath("ancestor::ul"))
        text = words_of(element) if not len(element) else spaced(element.text)  # without the list that is in it
        blocks.append({"tag": element.tag, "class": element.get("class", ""), "depth": depth, "text": text})
    typst.compile(
        target.parent / "layout.typ",
        output=target,
        font_paths=[FONTS],
        sys_inputs={"blocks": json.dumps(blocks)},
    )


def read_words(target: Path, furniture: list[str], marks: set[str]) -> Counter:
    """Return the words of a PDF as poppler reads them, without furniture, marks and line-end hyphens."""
    text = subprocess.run(["pdftotext", "-raw", target, "-"], capture_output=True, text=True, check=True).stdout
    repeated = re.compile("|".join(map(re.escape, sorted(furniture, key=len, reverse=True))) or "$^")
    lines = [line for line in re.split(r"[\n\f]", text) if repeated.sub("", " ".join(line.split())).strip()]
    return counted("\n".join(lines), marks)


def counted(text: str, marks: set[str]) -> Counter:
    """Count words. Some go on in the next line: after a hyphen or a slash, or a full stop after a raised number."""
    text = unicodedata.normalize("NFKC", text.replace("\u00ad\n", "")).replace("\u2010", "-")
    text = re.sub(r"(?<=\w)-\n(?=\w)|(?<=\w/)\n(?=\w)|\n(?=\.\s)", "", text)
    text = "\n".join(" ".join(word for word in line.split() if word not in marks) for line in text.split("\n"))
    return Counter(word.replace("-", "") for word in text.split())


def furniture_of(root, target: Path) -> list[str]:
    """Return what the running head and foot say on each page."""
    info = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
    found = []
    for text in root.xpath("//meta[@name='furniture']/@content"):
        found += dict.fromkeys(
            text.replace("{page}", str(page)).replace("{pages}", str(pages)) for page in range(1, pages + 1)
        )
    return found


def build(folder: Path) -> str:
    """Build one document and return a line about it."""
    root = html.document_fromstring((folder / "source.html").read_bytes())
    for element in root.xpath("//comment()"):
        element.drop_tree()
    target = folder / "document.pdf"
    printers = {"libreoffice": print_libreoffice, "typst": print_typst, "chromium": print_chromium}
    printers[root.get("data-producer", "chromium")](root, target)
    for element in root.xpath("//*[@class='running']"):
        element.drop_tree()
    for mark in root.xpath("//sup[@data-note]"):
        mark.text = mark.text.translate(RAISED)
    read = Truth(root)
    truth = read.read()
    truth["furniture"] = list(dict.fromkeys(truth["furniture"] + furniture_of(root, target)))
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n")
    problems = [f"in no statement: {text}" for text in read.unclaimed()]
    marks = MARKS | read.marks
    expected, printed = counted(truth["words"], marks), read_words(target, truth["furniture"], marks)
    problems += [f"not printed: {dict(expected - printed)}"] * bool(expected - printed)
    problems += [f"printed besides: {dict(printed - expected)}"] * bool(printed - expected)
    for statement in truth["statements"]:
        for field in set(statement) - {"review", "type", "language", "under", "due_on", "covers", "also"}:
            if spaced(statement[field]) not in f"{truth['words']} {' '.join(truth['furniture'])}":
                # A list between a beginning and an end, or a label inside, interrupts the text in `words`.
                missing = counted(statement[field], marks) - expected
                problems += [f"{field} not in the words: {statement[field]}"] * bool(missing)
    kinds = Counter(one["type"] for one in truth["statements"])
    size = target.stat().st_size // 1000
    return "\n   ".join([f"{folder.name}: {kinds.total()} statements, {size} kB, {dict(kinds)}", *problems])


def main(slugs: list[str]):
    folders = [FOLDER / slug for slug in slugs] or sorted(path.parent for path in FOLDER.glob("*/source.html"))
    for folder in folders:
        sys.stdout.write(build(folder) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

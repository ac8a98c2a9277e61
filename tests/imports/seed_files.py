"""Web pages, Word files and PDFs of the seed documents, which are held as text."""

import html
import re
import subprocess
from pathlib import Path

from tests.imports.inventory import documents, listed

HEADING = re.compile(r"(#+)\s+(.*)")
BULLET = re.compile(r"(\s*)[-•]\s+(.*)")
LONGEST_HEADING = 9  # words
PROSE = re.compile(r"[.:;,!?]$|^\W|https?:")


def page_of(text: str, statements: list[dict]) -> str:
    """Return a web page with the words of a seed document: its headings, paragraphs, lists and tables.

    Paragraphs that a page break of the original divided are whole, as the inventory of its statements has them.
    """
    whole = {one["lines"][0]: one["lines"] for one in statements if one["lines"]}
    parts = {one["lines"][0] for one in statements if one["lines"] and one["part"] and one["type"] == "rec_part"}
    lines = text.split("\n")
    body: list[str] = []
    lists: list[int] = []  # the indents of the lists that are open
    taken: set[int] = set()
    for number, line in enumerate(lines, 1):
        if number in taken or not line.strip():
            continue
        bullet = BULLET.match(f"- {line.strip()}" if number in parts else line)
        rest = [] if line.startswith("|") else whole.get(number, [number])[1:]
        taken |= set(rest)
        line = " ".join([line.strip(), *(lines[one - 1].strip() for one in rest)])
        if not bullet:
            body += ["</ul>"] * len(lists)
            lists = []
            body.append(element(line, is_statement=number in whole))
            continue
        indent = len(bullet[1])
        while lists and lists[-1] > indent:
            lists.pop()
            body.append("</ul>")
        if not lists or lists[-1] < indent:
            lists.append(indent)
            body.append("<ul>")
        body.append(f"<li>{marked_up(line.removeprefix('-').removeprefix('•').strip())}</li>")
    body += ["</ul>"] * len(lists)
    content = "".join(tables(body))
    head = "<head><meta charset=utf-8><title>A</title></head>"
    return f"<!doctype html><html>{head}<body><main>{content}</main></body></html>"


def element(line: str, *, is_statement: bool) -> str:
    """Return a line that is no bullet as an element: a row of a table, a heading or a paragraph."""
    if line.startswith("|"):
        cells = line.strip("|").split("|")
        cells = [re.sub(r"<p>([^<]*)(?=</p>|<ul|$)", r"<p><b>\1</b>", cell) for cell in cells]  # headings, in bold
        cells = [re.sub(r"•\s*([^•<]+)", r"<li>\1</li>", cell.strip()) for cell in cells]
        return "" if set(line) <= set("|- ") else f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    if found := HEADING.match(line):
        return f"<h{len(found[1])}>{marked_up(found[2])}</h{len(found[1])}>"
    if not is_statement and len(line.split()) <= LONGEST_HEADING and not PROSE.search(line):
        return f"<h2>{marked_up(line)}</h2>"
    return f"<p>{marked_up(line)}</p>"


def tables(body: list[str]) -> list[str]:
    """Return elements with the rows that follow one another in a table."""
    joined = "\n".join(body)
    return [re.sub(r"(?:<tr>.*</tr>\n?)+", lambda rows: f"<table border=1>{rows[0]}</table>", joined)]


def marked_up(text: str) -> str:
    """Return a text as HTML, with its links, without the asterisks of bold text."""
    escaped = html.escape(text.replace("**", ""), quote=False)
    return re.sub(r"\[([^]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', escaped)


def write_pages(folder: Path) -> list[Path]:
    """Write a web page for each seed document, and return the files."""
    files = []
    for name, text in documents().items():
        file = folder / f"{name}.html"
        file.write_text(page_of(text.read_text(), listed(name)))
        files.append(file)
    return files


def convert(pages: list[Path], end: str) -> list[Path]:
    """Return Word files or PDFs that LibreOffice makes of web pages, beside them. `end` is "docx" or "pdf"."""
    folder = pages[0].parent
    kind = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_web_pdf_Export"}[end]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, pages)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [page.with_suffix(f".{end}") for page in pages]

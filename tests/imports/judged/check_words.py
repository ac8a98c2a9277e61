"""Compare the words of each truth with those that another program reads from its document. Run by hand.

    .venv/bin/python tests/imports/judged/check_words.py [slug ...]

Without slugs it checks the hold-out set. It prints the words that are in one of the two only, each as often as it is
missing, and statements whose words are not in the document.
"""

import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree, html
from marks import HERE, LOST_BULLETS

HIDDEN = "//script | //style | //head | //*[local-name()='Fallback']"


def read_pdf(path: Path) -> str:
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout


def read_html(path: Path) -> str:
    root = html.document_fromstring(path.read_bytes().decode())
    for element in root.xpath(HIDDEN):
        element.drop_tree()
    return " ".join(root.xpath("//text()"))


def read_office(path: Path) -> str:
    """Return the words of the pages, heads and feet, or slides, one paragraph on a line."""
    lines = []
    with zipfile.ZipFile(path) as parts:
        wanted = r"word/(document|header\d*|footer\d*|footnotes)\.xml|ppt/slides/slide\d+\.xml"
        for name in filter(re.compile(wanted).fullmatch, parts.namelist()):
            root = etree.fromstring(parts.read(name))
            for paragraph in root.xpath("//*[local-name()='p'][not(ancestor::*[local-name()='Fallback'])]"):
                pieces = paragraph.xpath(".//*[local-name()='t' or local-name()='br' or local-name()='tab']")
                own = [one for one in pieces if next(one.iterancestors(paragraph.tag)) is paragraph]  # of no text box
                lines.append("".join(one.text or " " for one in own))
    return "\n".join(lines)


READERS = {".pdf": read_pdf, ".html": read_html, ".docx": read_office, ".pptx": read_office, ".txt": Path.read_text}


def counted(text: str) -> Counter:
    text = re.sub(r"(?<=\w)-\n(?=\w)", "-", text.replace("\u00ad", "").replace("\u2010", "-"))
    return Counter(re.findall(r"\w+", text))


def problems_of(folder: Path) -> list[str]:
    truth = json.loads((folder / "truth.json").read_text())
    path = folder / truth["file"]
    furniture = counted(" ".join(truth["furniture"]))
    words = counted(truth["words"]) + furniture
    text = READERS[path.suffix](path)
    read = counted(text)
    found = [f"not in the document: {dict(words - read)}"] * bool(words - read)
    extra = Counter({word: times for word, times in (read - words).items() if word not in LOST_BULLETS})
    for _ in range(text.count("\f")):  # the truth has furniture once that stands on each page
        extra -= furniture
    found += [f"not in the truth: {dict(extra)}"] * bool(extra)
    for statement in truth["statements"]:
        for field in ("text", "heading", "lead", "due", "status", "evidence"):
            if missing := counted(statement.get(field, "")) - counted(truth["words"]):
                found.append(f"{field} not among the words: {dict(missing)}")
    return found


def main(slugs: list[str]) -> None:
    for folder in [HERE / slug for slug in slugs] or sorted(HERE.glob("holdout_*/")):
        truth = json.loads((folder / "truth.json").read_text())
        kinds = Counter(statement["type"] for statement in truth["statements"])
        lines = [f"{folder.name}: {kinds.total()} statements, {dict(kinds)}", *problems_of(folder)]
        sys.stdout.write("\n   ".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

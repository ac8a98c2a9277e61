"""An outline with everything that is difficult, and LibreOffice and pdftotext as readers that do not know us."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from reviews_portal.briefings.outline import Document, Fact, Item, Outline, Part, Section
from reviews_portal.briefings.writers.text import printable

# Commas, quotes, UTF-8, from row 1; the last says that formulas run, as they do when somebody opens the file.
AS_PEOPLE_OPEN_IT = "44,34,76,1,,0,false,false,false,false,false,-1,true"
SPACES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("table", "text")}
MARK = "Professionals only"
MARKUP = [
    '#set page(width: 1cm) #eval("1")',
    r"\input{/etc/passwd} \write18{id}",
    "a ]]> b <![CDATA[ c",
    "<w:p><w:r><w:t>not a paragraph</w:t></w:r></w:p> </a:t> &amp; &#x202e;",
    '=HYPERLINK("http://example.org","press") +1 -1 @SUM(A1)',
    '{ HYPERLINK "http://example.org" } DDEAUTO c:\\\\windows MACROBUTTON x y _x0041_',
]
INVISIBLE = (
    "left\u202eright\u2066 zero\u200bwidth \ufeff bell\x07 null\x00 lone\ud800 non\ufffe tab\there \x85 \x0b \x0c"
)
OTHER_SCRIPTS = "Llŷn, Tŷ Ŵyr; emoji 👶🏽 and 🎓, 漢字かな, العربية, private \uf0b7 use"
LONG_WORD = "Llanfairpwllgwyngyll" * 60
LONG_PARAGRAPH = "The worker asked who else was at home, and wrote down the answer. " * 3100


def tricky_outline(**changes) -> Outline:
    """Return an outline in which each section has a difficulty of its own."""
    lettered = Item(
        "recommendation",
        "Recommendation 1",
        "Partners should:",
        (Part("a", "ask about fathers"), Part("b", "write it down"), Part("c", "tell others")),
        "And report by May.",
        (
            Item("response", "Response: Police", "We did.\n\nAnd will again.", line="Family X · 2021"),
            Item("response", "Response: Health", "Not yet.", (Part("a", "first"), Part("b", "second"))),
        ),
        reference="R0009-1",
        document=0,
        line="Family X · page 3 · 2021 · Police",
        address="https://example.org/recommendations/R0009-1/",
        citation="Family X, page 3, R0009-1",
    )
    again = Item("recommendation", "Recommendation 2", "Also:", (Part("a", "listen"), Part("b", "visit")))
    odd = Item("recommendation", "Recommendation 3", "", (Part("b", "from b on"), Part("iv", "and four")))
    bullets = tuple(
        Item("learning", "Key theme", text, line="Family X · 2021", is_bullet=True) for text in ("Voice", "Fathers")
    )
    typed = Item("response", "Response: Council", "Line one\nline two\n\nNew paragraph", is_typed=True)
    folded = Item("narrative", "", "Folded\nin the source.\n\nA second paragraph.")
    question = Item(
        "question",
        "Reflective question",
        "Who was not asked?",
        reference="R0009-9",
        address="javascript:alert(1)",
        note="Give it ten minutes.",
    )
    made = Outline(
        title="Family X: <learning> & practice",
        made_on=date(2026, 11, 21),
        lead="A briefing from one review, 2021",
        introduction="We meet at ten.",
        content_note="This review describes the death of a baby.",
        facts=(Fact("Children", "=1+1"), Fact("Type", "<b>Serious case review</b>")),
        sections=(
            Section("Recommendations", (lettered, again, odd), note="From the second document."),
            Section("Background", (folded,), (Section("Deeper", bullets, (Section("Deepest", (typed,)),)),)),
            Section("", tuple(Item("good-practice", "Good practice", text) for text in MARKUP)),
            Section(INVISIBLE, (Item("learning", "Learning", INVISIBLE), Item("learning", "Learning", OTHER_SCRIPTS))),
            Section("Long", (Item("learning", "Finding", LONG_WORD), Item("learning", "Finding", LONG_PARAGRAPH))),
            Section("Questions", (question,)),
        ),
        documents=(
            Document("Briefing: Family X", "Family X", "R0009", "Partnership", "May 2021", "", "https://example.org/x.pdf"),
            Document("Response", "Family X", "R0009", licence="OGL 3.0", address="file:///etc/passwd"),
        ),
        portal="Case review learning",
        address="https://example.org/reviews/family-x/",
        code="K7QF-2M",
        code_address="https://example.org/briefings/K7QF-2M/",
        audience=MARK,
        remarks=("2 items are not in it.",),
    )  # fmt: skip
    return replace(made, **changes)


def bare(text: str) -> str:
    """Return a text as it is compared: substitutions made, white space left out."""
    return "".join(printable(text).split())


def converted(data: bytes, name: str, to: str, folder: Path, *how: str) -> Path:
    """Return what LibreOffice makes of a file; `to` is the kind, `how` is what else its command is told.

    Without LibreOffice the test is skipped, or fails with REQUIRE_OFFICE=1.
    """
    missing = [tool for tool in ("soffice", "pdftotext") if shutil.which(tool) is None]
    if missing:
        give_up = pytest.fail if os.environ.get("REQUIRE_OFFICE") == "1" else pytest.skip
        give_up(f"LibreOffice or poppler is not installed here (looked for {', '.join(missing)}).")
    (folder / name).write_bytes(data)
    # Its settings are of this process alone; to make them takes longer than to read a file, so they serve all tests.
    own = f"-env:UserInstallation={(folder.parent / 'libreoffice').as_uri()}"
    subprocess.run(
        ["soffice", own, "--headless", *how, "--convert-to", to, "--outdir", folder, folder / name],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    made = (folder / name).with_suffix(f".{to}")
    assert made.exists(), "LibreOffice could not open the file"
    return made


def cells_of(data: bytes, folder: Path) -> list[list[str]]:
    """Return the rows that LibreOffice Calc reads of a CSV file; what it takes for a formula is given as that."""
    made = converted(data, "file.csv", "fods", folder, f"--infilter=CSV:{AS_PEOPLE_OPEN_IT}")
    rows = etree.parse(made).xpath("//table:table-row[.//text:p]", namespaces=SPACES)
    return [
        [text for cell in row.xpath("table:table-cell", namespaces=SPACES) for text in texts_of(cell)] for row in rows
    ]


def texts_of(cell: etree._Element) -> list[str]:
    """Return the text of a cell, as often as the file says that it is repeated."""
    formula = cell.get(f"{{{SPACES['table']}}}formula")
    times = int(cell.get(f"{{{SPACES['table']}}}number-columns-repeated", 1))
    return [formula or "\n".join(line.xpath("string(.)") for line in cell.xpath("text:p", namespaces=SPACES))] * times


def pdf_pages(data: bytes, name: str, folder: Path) -> list[str]:
    """Return the text of each page that LibreOffice makes of a file."""
    pdf = converted(data, name, "pdf", folder)
    found = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, timeout=60)
    return found.stdout.decode().split("\f")[:-1]


def pdf_places(data: bytes, name: str, folder: Path) -> list[list[tuple[str, float, float]]]:
    """Return each page as LibreOffice draws it: its words, with their right and lower edge in points."""
    pdf = converted(data, name, "pdf", folder)
    found = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, timeout=60)
    word = re.compile(r'xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    pages = found.stdout.decode().split("<page ")[1:]
    return [[(text, float(right), float(low)) for right, low, text in word.findall(page)] for page in pages]


def assert_in_order(texts: list[str], whole: str) -> None:
    """Fail unless each text stands in the whole, after the one before it."""
    place = 0
    for text in texts:
        found = whole.find(bare(text), place)
        assert found >= 0, f"{text[:80]!r} is not there, or not in its place"
        place = found + len(bare(text))

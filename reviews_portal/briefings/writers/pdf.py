"""PDF: A4, tagged, made by Typst to PDF/UA-1 from the template beside this file.

The words go to the template as JSON, where they stay strings: no source text is ever built of them. What no font
has is replaced by a mark that can be seen, because PDF/UA-1 allows no missing letter.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from unicodedata import category

import fontpkg
import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTFont
from qrcode.image.svg import SvgPathImage

from learning.template_functions import SYMBOLS
from reviews_portal.briefings.outline import Item, Outline, as_data

from . import office
from .problems import CannotWrite
from .runs import economical
from .text import SHOWN_AS, linked, printable

TEMPLATE = Path(__file__).with_name("pdf.typ")
NOTO = Path(str(files("manimgx_fonts")))
# Fallback fonts for letters that Inter and Noto Sans lack: scripts, then signs.
SCRIPTS = (
    *("Arabic", "Hebrew", "Bengali", "Gurmukhi", "Gujarati", "Devanagari", "Tamil", "Telugu", "Kannada", "Malayalam"),
    *("Oriya", "Sinhala", "Ethiopic", "Georgian", "Armenian", "Thai", "Lao", "Khmer", "Myanmar"),
)
FONTS = {
    "Inter": next(file.path for file in fontpkg.family("inter").files if file.style == "normal"),
    "Noto Sans": NOTO / "NotoSans[wght].ttf",
    **{f"Noto Sans {script}": NOTO / f"NotoSans{script}[wght].ttf" for script in SCRIPTS},
    "Noto Sans SC": pylopdf_fonts_zh_cn.sans_path(),  # Chinese, simplified and traditional
    "Noto Sans Symbols": NOTO / "NotoSansSymbols[wght].ttf",
    "Noto Emoji": NOTO / "NotoEmoji[wght].ttf",
}
# Characters that need no font: line ends, joiners, variation selectors.
UNSEEN = frozenset("\n\u00ad\u200c\u200d\u180b\u180c\u180d\u180f").union(
    map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0))
)
# Signs that no font has, with the most similar sign that one has.
LIKEST = str.maketrans({"☐": "□", "☒": "[✗]", "✘": "✗", "➔": "→", "➢": "►", "➤": "►"})
AGED = 4  # empty documents, made in a millisecond each, by which what is kept ages after each real one
REFUSED = re.compile(r'text `"(.+?)"`', re.DOTALL)


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the outline as a PDF; raises CannotWrite for what PDF/UA-1 does not allow."""
    if not outline.title.strip():
        raise CannotWrite("A PDF needs a title, and this briefing has none. Give it one.")
    compiled = compiler(outline)
    try:
        made = compiled.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        if "PDF/UA-1" not in str(error):
            raise  # a fault of the template
        raise CannotWrite(why(outline, str(error))) from error
    finally:
        forget(compiled)
    yield cast(bytes, made)  # as it is whenever no file is named


def pages(outline: Outline) -> int:
    """Return how many pages the PDF of an outline has."""
    asked = compiler(outline)
    try:
        return int(asked.query("<pages>", field="value", one=True))
    finally:
        forget(asked)


def forget(used: typst.Compiler) -> None:
    """Have Typst forget what it keeps in memory of documents that were made a while ago.

    It keeps what it lays out, so that the next document that is nearly the same costs less, and forgets what was not
    used in the last ten documents that it compiled. It never does so when it is only asked about one.
    """
    for _ in range(AGED):
        used.compile(b"", format="svg")


def compiler(outline: Outline) -> typst.Compiler:
    """Return what compiles an outline: one for each, so that threads share none of them; the fonts are read once."""
    words = {"outline": json.dumps(data_of(outline)), "symbols": json.dumps(SYMBOLS), "fonts": json.dumps(list(FONTS))}
    return typst.Compiler(TEMPLATE, font_paths=fonts(), sys_inputs=words)


def data_of(outline: Outline) -> dict[str, Any]:
    """Return an outline as the template takes it: with letters that the fonts have, and links that may be followed."""
    data: dict[str, Any] = made_ready(as_data(economical(outline)))
    data |= {"name": shown(outline.name), "code_link": linked(outline.code_address), "qr": ""}
    data |= {
        "check_link": linked(outline.check_address),
        "check_page": outline.check_page,
        "scanned": outline.printed_address,
    }
    if address := outline.printed_address:
        data["qr"] = office.qr(address).make_image(image_factory=SvgPathImage).to_string().decode()
    return data


def made_ready(value: Any) -> Any:
    """Return data with every text as the fonts can show it, and beside each address the link that it may be."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list):
        return [made_ready(one) for one in value]
    if isinstance(value, dict):
        links = {"link": linked(value["address"])} if "address" in value else {}
        return {key: made_ready(one) for key, one in value.items()} | links
    return value


@cache
def fonts() -> typst.Fonts:
    """Return our fonts, and none of the machine's, so that a PDF is the same wherever it is made."""
    folders = dict.fromkeys(path.parent for path in FONTS.values())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


@cache
def letters() -> tuple[frozenset[str], ...]:
    """Return the letters of each of our fonts."""
    return tuple(map(letters_of, FONTS.values()))


def letters_of(path: Path) -> frozenset[str]:
    """Return the letters of a font, and what no font need have."""
    with TTFont(path, lazy=True) as font:
        return UNSEEN.union(map(chr, font.getBestCmap()))


def shown(text: str) -> str:
    """Return a text in which what no font has is a mark that can be seen; an accent needs the font of its letter."""
    text = printable(text).translate(LIKEST)
    if letters()[0].issuperset(text):
        return text
    out: list[str] = []
    holding = letters()
    for letter in text:
        able = holding if letter in UNSEEN or category(letter).startswith("M") else letters()
        holding = tuple(font for font in able if letter in font)
        if not holding:
            letter = SHOWN_AS
            holding = tuple(font for font in letters() if letter in font)
        out.append(letter)
    return "".join(out)


def why(outline: Outline, refusal: str) -> str:
    """Say which item of an outline Typst refused, and what to do."""
    found = REFUSED.search(refusal)
    culprit = found[1] if found else ""
    for item in outline.items():
        if culprit and any(culprit in shown(text) for text in (item.label, *item.texts, item.line, item.note)):
            return (
                f"“{name_of(item)}” holds the text “{culprit}”, which cannot be shown in a PDF to PDF/UA-1. "
                "Leave this item out, or take another format, such as Word."
            )
    return f"This briefing cannot be made a PDF to PDF/UA-1 ({refusal}). Take another format, such as Word."


def name_of(item: Item) -> str:
    """Return how an item is named to the reader: by its reference, or by its first words."""
    return item.reference or " ".join([item.label, *item.text.split()[:8]]).strip()

"""PDF/UA-1: A4, tagged, made by Typst from the templates pdf.typ and pdf_short.typ.

The text goes to the template as JSON and stays strings there: no Typst source is made of it. Characters that no font
has are replaced by a visible mark, because PDF/UA-1 allows no missing glyphs.
"""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
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
SHORT = Path(__file__).with_name("pdf_short.typ")
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
# Characters that need no glyph: line ends, joiners, variation selectors.
UNSEEN = frozenset("\n\u00ad\u200c\u200d\u180b\u180c\u180d\u180f").union(
    map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0))
)
# Signs that no font has, with the most similar sign that one of them has.
LIKEST = str.maketrans({"☐": "□", "☒": "[✗]", "✘": "✗", "➔": "→", "➢": "►", "➤": "►"})
AGED = 4  # empty documents compiled after each real one, in a millisecond each, so that Typst's cache ages
REFUSED = re.compile(r'text `"(.+?)"`', re.DOTALL)


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the outline as a PDF. Raises CannotWrite for what PDF/UA-1 does not allow."""
    if not outline.title.strip():
        raise CannotWrite("A PDF must have a title. Add a title to this briefing.")
    compiled = compiler(outline)
    try:
        made = compiled.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        if "PDF/UA-1" not in str(error):
            raise  # an error in the template
        raise CannotWrite(why(outline, str(error))) from error
    finally:
        forget(compiled)
    yield cast(bytes, made)  # the type of the result if no file is named


def pages(outline: Outline) -> int:
    """Return the number of pages of an outline's PDF."""
    asked = compiler(outline)
    try:
        return int(asked.query("<pages>", field="value", one=True))
    finally:
        forget(asked)


def forget(used: typst.Compiler) -> None:
    """Make Typst drop its cache of documents that were compiled a while ago.

    Typst caches layouts, so that a document much like an earlier one compiles faster, and drops what the last ten
    compilations did not use. Queries, such as that of `pages()`, do not count as compilations.
    """
    for _ in range(AGED):
        used.compile(b"", format="svg")


def compiler(outline: Outline) -> typst.Compiler:
    """Return a compiler for an outline; threads must not share one. The fonts are read only once.

    Everything is given as one input. Typst takes several in a random order, and does not find its layout of the same
    document again if the order is another.
    """
    given = json.dumps({"outline": data_of(outline), "symbols": SYMBOLS, "fonts": list(FONTS)})
    template = SHORT if outline.called else TEMPLATE
    return typst.Compiler(template, font_paths=fonts(), sys_inputs={"given": given})


def data_of(outline: Outline) -> dict[str, Any]:
    """Return an outline as data for the template: with printable text and allowed links."""
    data: dict[str, Any] = made_ready(as_data(economical(outline)))
    data["who_wrote"] = shown(office.bullets_are_quotes(outline))
    data |= {"name": shown(outline.name), "code_link": linked(outline.code_address), "qr": ""}
    data |= {
        "check_link": linked(outline.check_address),
        "check_page": outline.check_page,
        "scanned": outline.printed_address,
    }
    if address := outline.printed_address:
        data["qr"] = drawn(address)
    return data


@lru_cache(maxsize=64)
def drawn(address: str) -> str:
    """Return the QR code of a URL as SVG, kept because fitting a document to its pages typesets it several times."""
    return cast(bytes, office.qr(address).make_image(image_factory=SvgPathImage).to_string()).decode()


def made_ready(value: Any) -> Any:
    """Return data with every text made printable, and `link`, the allowed target, beside each address."""
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
    """Return our fonts and none of the machine's, so that a PDF is the same everywhere."""
    folders = dict.fromkeys(path.parent for path in FONTS.values())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


@cache
def letters() -> tuple[frozenset[str], ...]:
    """Return the characters of each of our fonts."""
    return tuple(map(letters_of, FONTS.values()))


def letters_of(path: Path) -> frozenset[str]:
    """Return the characters of a font, with those that need no glyph."""
    with TTFont(path, lazy=True) as font:
        return UNSEEN.union(map(chr, font.getBestCmap()))


def shown(text: str) -> str:
    """Return a text with marks for characters that no font has; an accent must be in the font of its letter."""
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
    """Return a message that says which item Typst refused, and what to do."""
    found = REFUSED.search(refusal)
    culprit = found[1] if found else ""
    for item in outline.items():
        if culprit and any(culprit in shown(text) for text in (item.label, *item.texts, item.line, item.note)):
            return (
                f"“{name_of(item)}” contains “{culprit}”, which an accessible PDF cannot show. "
                "Leave this item out, or choose another format, such as Word."
            )
    return f"This briefing cannot be made into an accessible PDF ({refusal}). Choose another format, such as Word."


def name_of(item: Item) -> str:
    """Return the reference of an item, or its first words, for a message."""
    return item.reference or " ".join([item.label, *item.text.split()[:8]]).strip()

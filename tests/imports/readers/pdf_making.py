"""Makes PDFs for the tests: drawn letter by letter as odd producers do, or set by Typst with tags."""

from io import BytesIO
from pathlib import Path

import fontpkg
import pikepdf
import typst

from reviews_portal.imports.blocks import Block, BlockKind, Source
from reviews_portal.imports.readers.pdf import read

FOLDER = Path(__file__).parent / "pdfs"
FONTS = {"R": "Helvetica", "B": "Helvetica-Bold", "Z": "ZapfDingbats", "S": "Symbol"}
SHORT = {
    BlockKind.HEADING: "h",
    BlockKind.PARAGRAPH: "p",
    BlockKind.LIST_ITEM: "li",
    BlockKind.TABLE_ROW: "tr",
    BlockKind.FOOTNOTE: "fn",
    BlockKind.FURNITURE: "~",
}
LOREM = (
    "The panel read the records of nine agencies and met the family twice in the spring. It found that staff had "
    "worked hard to see the children and that their managers had not always known what they saw. "
)


def text(x: float, y: float, words: str, font: str = "R", size: float = 11, turn: str = "1 0 0 1") -> str:
    """Return the operators that draw words; y counts from the top of the page."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {turn} {x} {842 - y} Tm ({escaped}) Tj ET\n"


def lines(x: float, y: float, *said: str, font: str = "R", size: float = 11, lead: float = 14) -> str:
    """Return the operators that draw lines below each other."""
    return "".join(text(x, y + at * lead, one, font, size) for at, one in enumerate(said))


def box(x: float, y: float, width: float, height: float) -> str:
    """Return the operators that draw a rectangle."""
    return f"0.5 w {x} {842 - y - height} {width} {height} re S\n"


def rule(x0: float, y: float, x1: float) -> str:
    """Return the operators that draw a rule across."""
    return f"0.5 w {x0} {842 - y} m {x1} {842 - y} l S\n"


def drawn(*pages: str, rotate: int = 0, encryption: pikepdf.Encryption | None = None) -> bytes:
    """Return a PDF whose pages are drawn by some operators. Its fonts are not embedded."""
    document = pikepdf.new()
    for content in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary({
                f"/{name}": pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name(f"/{font}"),
                    **({"Encoding": pikepdf.Name.WinAnsiEncoding} if name in "RB" else {}),
                )
                for name, font in FONTS.items()
            })
        )  # fmt: skip
        page.obj.Contents = document.make_stream(content.encode("cp1252"))
        if rotate:
            page.obj.Rotate = rotate
    saved = BytesIO()
    document.save(saved, encryption=encryption or False)
    return saved.getvalue()


def set_by_typst(source: str) -> bytes:
    """Return a tagged PDF of a document in Typst's markup, in Arimo at 11 points."""
    folder = Path(fontpkg.__file__).parent.parent / "fontpkg_arimo" / "files"
    head = '#set text(font: "Arimo", size: 11pt, lang: "en")\n#set page(margin: 2cm)\n'
    return typst.compile((head + source).encode(), font_paths=[str(folder)], ignore_system_fonts=True)


def source_of(content: bytes) -> Source:
    """Return what the reader makes of a PDF."""
    return read(content, "made.pdf")


def outline(content: bytes) -> list[str]:
    """Return the blocks of a PDF as short lines: kind, level of headings and items, mark and text."""
    return [line_of(block) for block in source_of(content).blocks]


def line_of(block: Block) -> str:
    """Return a block as a short line."""
    level = str(block.level) if block.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM) else ""
    said = " | ".join(block.cells) if block.cells else block.text
    header = "*" if block.header else ""
    return f"{SHORT[block.kind]}{level}{header} {block.mark + ' ' if block.mark else ''}{said}".strip()

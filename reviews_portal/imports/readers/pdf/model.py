"""What the steps of reading a PDF hand to each other. Lengths are in points; y grows downwards from the page's top."""

from dataclasses import dataclass, field

from ...blocks import BlockKind

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a run of letters is drawn. Within a document, each is one object, so that they are compared at no cost."""

    font: str
    size: float
    bold: bool
    italic: bool
    colour: int  # 0xRRGGBB
    face: int = 0  # which font of which page, until `weights` has settled what is bold


@dataclass(slots=True, eq=False)
class Glyph:
    """One character where it stands. `order` is its place in the file's own order, `tag` its marked content."""

    text: str
    x0: float
    x1: float
    base: float
    style: Style
    order: int
    tag: int = -1
    artifact: bool = False
    spaced: bool = False  # PDFium sees a space before it
    box: "Box | None" = None  # of a turned letter: where it is on the page


@dataclass(slots=True)
class Box:
    """A rectangle, such as a drawn box, a cell or a region."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, other: "Box | Line", slack: float = 2) -> bool:
        """Return whether another lies within this, but for a little."""
        return (
            other.x0 >= self.x0 - slack
            and other.x1 <= self.x1 + slack
            and other.top >= self.top - slack
            and other.bottom <= self.bottom + slack
        )

    def has_centre(self, other: "Box | Line") -> bool:
        """Return whether the centre of another lies within this."""
        x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(slots=True, eq=False)
class Line:
    """A piece of text on one line: all of a line, or what stands between two wide gaps."""

    glyphs: list[Glyph]
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    style: Style  # of most of its letters
    text: str = ""
    bold: float = 0  # share of its letters
    mark: str = ""  # a list mark that stood apart from the text
    text_x0: float = 0  # where the text after the mark begins
    underlined: bool = False
    upright: bool = True
    language: str = ""
    page: int = 0

    @property
    def size(self) -> float:
        return self.style.size


@dataclass(slots=True, eq=False)
class Grid:
    """A ruled table: its bounds and, for each row, the boxes of its cells with the columns that they begin in."""

    box: Box
    rows: list[list[tuple[int, Box]]]
    columns: int
    shaded: set[int] = field(default_factory=set)  # rows with a background of their own


@dataclass(slots=True)
class Hint:
    """What the tags of a file say of a piece of it."""

    kind: str  # the tag: P, H1, LI, TD …
    level: int = 0
    key: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of the file before it is a block: its lines, and what it was found to be."""

    page: int
    lines: list[Line]
    kind: BlockKind | None = None
    text: str = ""
    mark: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    header: bool = False
    hint: Hint | None = None
    region: int = 0  # pieces of one column or box have the same
    starts_region: bool = False
    language: str = ""
    right: float = 0  # the right edge that its lines were filled to
    columns: tuple[float, ...] = ()  # of a table row: where its columns begin
    indent: float = 0
    fixed: bool = False  # its kind is certain


@dataclass(slots=True, eq=False)
class Page:
    """What was taken from one page."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Box]  # thin: lines of tables, underlines
    boxes: list[Box]  # drawn rectangles that may hold text
    dots: list[Box]  # small drawn shapes, such as the bullets of browsers
    pictures: int = 0
    stems: dict[int, dict[str, float]] = field(default_factory=dict)  # by face: how wide some letters are drawn
    grids: list[Grid] = field(default_factory=list)
    walls: list[Box] = field(default_factory=list)
    tree: list["Tagged"] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[tuple[Box, str]] = field(default_factory=list)


@dataclass(slots=True)
class Tagged:
    """A piece of marked content with the tags that it stands in, outermost first."""

    content: int
    path: tuple[tuple[str, int], ...]  # tag and number of each element
    language: str = ""

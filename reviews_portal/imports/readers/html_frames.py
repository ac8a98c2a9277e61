"""The state of the HTML elements that are open while a page is read."""

from dataclasses import dataclass, field


@dataclass
class Item:
    """A list item: its mark, and whether a block already has it."""

    mark: str
    used: bool = False


@dataclass
class Cell:
    """A cell of a table, while it is read."""

    heads: bool
    columns: int
    rows: int
    lines: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Table:
    """A data table, while it is read. `held` says for how many more rows a cell covers each column."""

    held: dict[int, int] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    in_head: bool = False

    def end_row(self) -> tuple[list[str], bool, tuple[tuple[str, str], ...]]:
        """End a row. Return its cells, whether they are all header cells, and the links in them.

        There is a cell for each column. It is empty where another cell spans it.
        """
        cells: list[str] = []
        waiting = list(reversed(self.cells))
        while waiting or self.held.get(len(cells)):
            if self.held.get(len(cells)):
                self.held[len(cells)] -= 1
                cells.append("")
                continue
            cell = waiting.pop()
            for column in range(len(cells), len(cells) + cell.columns):
                self.held[column] = cell.rows - 1
            cells += ["\n".join(cell.lines)] + [""] * (cell.columns - 1)
        header = bool(self.cells) and (self.in_head or all(cell.heads for cell in self.cells))
        links = tuple(link for cell in self.cells for link in cell.links)
        self.cells = []
        return cells, header, links


@dataclass
class Frame:
    """The effect of an open element on the text within it."""

    tag: str
    furniture: bool = False
    language: str = ""
    bold: bool = False
    heading: int = 0
    depth: int = -1  # of the list that it is in
    address: str = ""
    footnote: bool = False
    preserved: bool = False
    superscript: bool = False
    item: Item | None = None
    cell: Cell | None = None
    table: Table | None = None
    number: int = 1  # of the next item of a list
    step: int = 1
    style: str = ""

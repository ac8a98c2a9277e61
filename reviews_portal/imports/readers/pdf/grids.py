"""Ruled tables: the cells that the drawn rules and boxes of a page form."""

import itertools
from collections.abc import Iterable

from .model import Box, Grid, Page

NEAR = 3.0  # points between edges that count as one
SHORTEST = 6.0
MOST_EDGES = 1500

Edge = tuple[float, float, float]  # where it is, and from where to where it runs


def find_grids(page: Page) -> None:
    """Add to a page its ruled tables, the boxes that rules form, and the upright edges between cells.

    Cells below each other in one column are boxes. A table of one column is a stack of rules across, between which
    white space may part columns.
    """
    across, down = edges_of(page)
    page.walls = [Box(x, top, x, bottom) for x, top, bottom in down if bottom - top > 8]
    if len(across) + len(down) > MOST_EDGES:
        return
    framed: list[Box] = []
    for rows, columns in connected(across, down):
        if len(columns) >= 3 and len(rows) >= 2 and (grid := grid_of(rows, columns, across, down)):
            page.grids.append(grid)
        elif len(columns) >= 2 and len(rows) >= 2:
            framed += [Box(columns[0], top, columns[-1], bottom) for top, bottom in itertools.pairwise(rows)]
    framed += rounded(page.rules)
    page.boxes += framed
    for stack in stacks_of(across, [*(grid.box for grid in page.grids), *framed]):
        box = Box(stack[0][1], stack[0][0], stack[0][2], stack[-1][0])
        page.grids.append(
            Grid(box, [[(0, Box(one[1], one[0], one[2], two[0]))] for one, two in itertools.pairwise(stack)], 1)
        )


def rounded(rules: list[Box]) -> list[Box]:
    """Return the boxes whose four sides are drawn apart, because their corners are round."""
    across = [rule for rule in rules if rule.width > rule.height]
    down = [rule for rule in rules if rule.width <= rule.height]
    found = []
    for top in across:
        for left in down:
            radius = top.x0 - left.x0
            if not 2 < radius < 24 or abs(left.top - top.top - radius) > 1.5:
                continue
            right = [one for one in down if abs(one.x0 - top.x1 - radius) < 1.5 and abs(one.top - left.top) < 1.5]
            below = [one for one in across if abs(one.x0 - top.x0) < 1.5 and abs(one.top - left.bottom - radius) < 1.5]
            if right and below:
                found.append(Box(left.x0, top.top, right[0].x1, below[0].bottom))
    return found


def edges_of(page: Page) -> tuple[list[Edge], list[Edge]]:
    """Return the edges that are drawn across and down a page, those on one line joined."""
    across: list[Edge] = []
    down: list[Edge] = []
    for rule in page.rules:
        if rule.width >= rule.height:
            across.append(((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        else:
            down.append(((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    for box in page.boxes:
        if box.width > 0.97 * page.width and box.height > 0.9 * page.height:
            continue
        across += [(box.top, box.x0, box.x1), (box.bottom, box.x0, box.x1)]
        down += [(box.x0, box.top, box.bottom), (box.x1, box.top, box.bottom)]
    return joined(across), joined(down)


def joined(edges: Iterable[Edge]) -> list[Edge]:
    """Return edges with those at one place, which touch, as one."""
    at: list[list[Edge]] = []
    for edge in sorted(edges):
        if at and edge[0] - at[-1][0][0] <= NEAR:
            at[-1].append(edge)
        else:
            at.append([edge])
    result: list[Edge] = []
    for group in at:
        place = sum(edge[0] for edge in group) / len(group)
        runs: list[list[float]] = []
        for _, begin, end in sorted(group, key=lambda edge: edge[1]):
            if runs and begin <= runs[-1][1] + NEAR:
                runs[-1][1] = max(runs[-1][1], end)
            else:
                runs.append([begin, end])
        result += [(place, begin, end) for begin, end in runs if end - begin >= SHORTEST]
    return result


def connected(across: list[Edge], down: list[Edge]) -> list[tuple[list[float], list[float]]]:
    """Return where rows and columns part, for each set of edges that cross or meet."""
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, top, bottom) in enumerate(down, len(across)):
            if x0 - NEAR <= x <= x1 + NEAR and top - NEAR <= y <= bottom + NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[set[float], set[float]]] = {}
    # A table that a page cuts, or without an outer border, ends where its edges end.
    ends: dict[int, tuple[list[float], list[float]]] = {}
    for i, (y, x0, x1) in enumerate(across):
        groups.setdefault(root(i), (set(), set()))[0].add(y)
        ends.setdefault(root(i), ([], []))[1].extend((x0, x1))
    for j, (x, top, bottom) in enumerate(down, len(across)):
        groups.setdefault(root(j), (set(), set()))[1].add(x)
        ends.setdefault(root(j), ([], []))[0].extend((top, bottom))
    return [
        (with_ends(rows, ends[key][0]), with_ends(columns, ends[key][1])) if rows and columns else ([], [])
        for key, (rows, columns) in groups.items()
    ]


def with_ends(places: set[float], ends: list[float]) -> list[float]:
    """Return places in order, with the first and last of some ends, where these lie beyond them."""
    result = sorted(places)
    if ends and min(ends) < result[0] - 4 * NEAR:
        result.insert(0, min(ends))
    if ends and max(ends) > result[-1] + 4 * NEAR:
        result.append(max(ends))
    return result


def grid_of(rows: list[float], columns: list[float], across: list[Edge], down: list[Edge]) -> Grid | None:
    """Return the table of some edges: elementary cells that no edge parts are one. None if it has one column."""

    def has_edge(edges: list[Edge], place: float, begin: float, end: float) -> bool:
        middle = (begin + end) / 2
        return any(abs(at - place) <= NEAR and first <= middle <= last for at, first, last in edges)

    height, width = len(rows) - 1, len(columns) - 1
    owner = {(r, c): (r, c) for r in range(height) for c in range(width)}
    for r in range(height):
        for c in range(width):
            if c and not has_edge(down, columns[c], rows[r], rows[r + 1]):
                owner[r, c] = owner[r, c - 1]
            elif r and not has_edge(across, rows[r], columns[c], columns[c + 1]):
                owner[r, c] = owner[r - 1, c]
    cells: dict[tuple[int, int], Box] = {}
    for (r, c), first in owner.items():
        box = cells.setdefault(first, Box(columns[c], rows[r], columns[c + 1], rows[r + 1]))
        box.x0, box.x1 = min(box.x0, columns[c]), max(box.x1, columns[c + 1])
        box.top, box.bottom = min(box.top, rows[r]), max(box.bottom, rows[r + 1])
    if not cells:
        return None
    # The space between boxes that stand apart is no cell.
    kept = {first: box for first, box in cells.items() if box.width > 2 * NEAR and box.height > 2 * NEAR}
    by_row: dict[int, list[tuple[int, Box]]] = {}
    for (r, c), box in sorted(kept.items()):
        by_row.setdefault(r, []).append((c, box))
    if max((len(row) for row in by_row.values()), default=0) < 2:
        return None
    used = sorted({c for row in by_row.values() for c, _ in row})
    number = {c: at for at, c in enumerate(used)}
    table = [[(number[c], box) for c, box in row] for _, row in sorted(by_row.items())]
    return Grid(Box(columns[0], rows[0], columns[-1], rows[-1]), table, len(used))


def stacks_of(across: list[Edge], found: list[Box]) -> list[list[Edge]]:
    """Return sets of three and more rules of one width, one below the other: tables without upright rules."""
    sets: dict[tuple[int, int], list[Edge]] = {}
    for edge in across:
        if edge[2] - edge[1] < 150 or any(
            box.top - NEAR <= edge[0] <= box.bottom + NEAR and box.x0 - NEAR <= edge[1] <= box.x1 for box in found
        ):
            continue
        for key in sets:
            if abs(key[0] - edge[1]) < 4 and abs(key[1] - edge[2]) < 4:
                sets[key].append(edge)
                break
        else:
            sets[round(edge[1]), round(edge[2])] = [edge]
    return [edges for edges in sets.values() if len(edges) >= 3]

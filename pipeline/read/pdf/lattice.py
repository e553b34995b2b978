"""Ruled (lattice) tables from painted lines, on arrays.

Belongs here: pdfplumber's table logic (edges, snapping, joining, intersections, cells, tables) with
the same results, computed on arrays instead of dictionaries.
Does not belong here: text (`cell_text`), sides drawn open (`open_sides`), unruled tables
(`pipeline.read.stream`).

Tolerances and their comparisons (inclusive or not) are pdfplumber's on purpose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from pipeline.read.pdf.arrays import Floats, Ints, Mask, run_ends, run_starts
from pipeline.read.pdf.coordinates import Box
from pipeline.read.pdf.paths import Artwork
from pipeline.read.pdf.pdfium_calls import SEGMENT_BEZIER

# More pairs than this are compared in slices, to bound memory on drawings.
_PAIRS_AT_ONCE = 4_000_000
# Room for the rounding of shifted coordinates, far below any tolerance.
_ROUNDING = 1e-7

# Left column, upper row, right column, lower row.
Corners = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The settings of pdfplumber's line strategies."""

    snap_x: float = 3
    snap_y: float = 3
    join_x: float = 3
    join_y: float = 3
    min_length: float = 3
    min_length_prefilter: float = 1
    intersection_x: float = 3
    intersection_y: float = 3
    strict_v: bool = False
    strict_h: bool = False


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of one direction: `at` across it, from `low` to `high` along it."""

    at: Floats
    low: Floats
    high: Floats


def merged_edges(art: Artwork, tolerances: Tolerances) -> tuple[Edges, Edges]:
    """Return the vertical and horizontal edges, snapped and joined."""
    t = tolerances
    vertical, horizontal = edges_of(art, t)
    return (
        merge(vertical, t.snap_x, t.join_y, t.min_length),
        merge(horizontal, t.snap_y, t.join_x, t.min_length),
    )


def within(v: Edges, h: Edges, page: Box) -> tuple[Edges, Edges]:
    """Return the edges as far as they are on the page; most are."""
    x0, top, x1, bottom = page
    return _cut(v, (x0, x1), (top, bottom)), _cut(h, (top, bottom), (x0, x1))


def _cut(edges: Edges, across: tuple[float, float], along: tuple[float, float]) -> Edges:
    low, high = np.maximum(edges.low, along[0]), np.minimum(edges.high, along[1])
    # A line along the very edge of the page is on it.
    keep = (edges.at >= across[0] - 1) & (edges.at <= across[1] + 1) & (high > low)
    return Edges(edges.at[keep], low[keep], high[keep])


def cells_between(v: Edges, h: Edges, tolerances: Tolerances) -> list[list[Box]]:
    """Return the tables that merged edges form, each as the list of its cells' boxes."""
    if not len(v.at) or not len(h.at):
        return []
    t = tolerances
    return group_cells(cells_of(v, h, t.intersection_x, t.intersection_y))


def edges_of(art: Artwork, tolerances: Tolerances) -> tuple[Edges, Edges]:
    """Split painted paths into vertical and horizontal edges.

    As pdfplumber: a line is one edge (anything not level counts as vertical),
    a rectangle four, a curve one per axis-parallel step between its points.
    """
    starts = art.starts
    if not len(starts):
        nothing = Edges(*np.zeros((3, 0)))
        return nothing, nothing
    stops = np.append(starts[1:], len(art.kinds))
    length = stops - starts
    first, last = art.points[starts], art.points[stops - 1]
    closed = art.closed
    curved = np.logical_or.reduceat(art.kinds == SEGMENT_BEZIER, starts)
    back = (first == last).all(axis=1)
    # Closing a subpath that does not end where it began adds a point.
    length_closed = length + (closed & ~back)
    line = ~curved & (length >= 2) & ((length_closed == 2) | (closed & (length_closed == 3)))
    four = starts[~curved & (length_closed == 5) & (closed | back)]
    p = art.points[four[:, None] + np.arange(4)]
    x, y = p[:, :, 0], p[:, :, 1]
    square = (
        (x[:, 0] == x[:, 1]) & (y[:, 1] == y[:, 2]) & (x[:, 2] == x[:, 3]) & (y[:, 3] == y[:, 0])
    ) | ((y[:, 0] == y[:, 1]) & (x[:, 1] == x[:, 2]) & (y[:, 2] == y[:, 3]) & (x[:, 3] == x[:, 0]))
    rect = np.zeros(len(starts), dtype=np.bool_)
    rect[np.searchsorted(starts, four[square])] = True

    a, b = art.points[starts[line]], art.points[starts[line] + 1]
    level = a[:, 1] == b[:, 1]
    low, high = np.minimum(a, b), np.maximum(a, b)
    v = [np.column_stack((low[~level, 0], low[~level, 1], high[~level, 1]))]
    h = [np.column_stack((low[level, 1], low[level, 0], high[level, 0]))]
    a, b = p[square, 0], p[square, 2]
    low, high = np.minimum(a, b), np.maximum(a, b)
    steps_v, steps_h = _curve_steps(art, (length >= 2) & ~line & ~rect, curved)
    if not tolerances.strict_v:
        sides = [np.column_stack((x, low[:, 1], high[:, 1])) for x in (low[:, 0], high[:, 0])]
        v += [*sides, steps_v]
    if not tolerances.strict_h:
        sides = [np.column_stack((y, low[:, 0], high[:, 0])) for y in (low[:, 1], high[:, 1])]
        h += [*sides, steps_h]
    shortest = tolerances.min_length_prefilter
    return _edges(v, shortest), _edges(h, shortest)


def _curve_steps(art: Artwork, curve: Mask, curved: Mask) -> tuple[Floats, Floats]:
    """Axis-parallel steps of the subpaths marked, as vertical and horizontal edges."""
    # All steps of the polygons: from each point to the next of its subpath,
    # and from the last back to the first where the subpath is closed.
    subpath = np.repeat(np.arange(len(curve)), np.diff(np.append(art.starts, len(art.kinds))))
    straight = curve & ~curved
    step = np.flatnonzero(straight[subpath[1:]] & (subpath[1:] == subpath[:-1]))
    shut = np.flatnonzero(straight & art.closed)
    last = np.append(art.starts[1:], len(art.kinds)) - 1
    begin = [art.points[step], art.points[last[shut]]]
    end = [art.points[step + 1], art.points[art.starts[shut]]]
    for k in np.flatnonzero(curve & curved).tolist():
        points = np.array(art.segments_of(k)[0]).reshape(-1, 2)
        begin.append(points[:-1])
        end.append(points[1:])
    a, b = np.concatenate(begin), np.concatenate(end)
    low, high = np.minimum(a, b), np.maximum(a, b)
    upright = low[:, 0] == high[:, 0]
    level = (low[:, 1] == high[:, 1]) & ~upright
    return (
        np.column_stack((low[upright, 0], low[upright, 1], high[upright, 1])),
        np.column_stack((low[level, 1], low[level, 0], high[level, 0])),
    )


def _edges(parts: list[Floats], shortest: float) -> Edges:
    table = np.concatenate(parts)
    table = table[table[:, 2] - table[:, 1] >= shortest]
    return Edges(table[:, 0], table[:, 1], table[:, 2])


def merge(edges: Edges, snap: float, join: float, shortest: float) -> Edges:
    """Snap edges that lie close together, join those that follow each other."""
    at, low, high = edges.at, edges.low, edges.high
    if not len(at):
        return edges
    if snap > 0:
        at = _snapped(at, snap)
    order = np.lexsort((low, at))
    at, low, high = at[order], low[order], high[order]
    fresh = run_starts(len(at), at[1:] != at[:-1])
    # How far the edges of a line reach up to each of them: a running maximum per line, lines kept
    # apart by shifting each beyond the one before.
    span = float(high.max() - low.min()) + join + 1
    shift = (np.cumsum(fresh) - 1) * span
    reach = np.maximum.accumulate(high + shift) - shift
    fresh[1:] |= low[1:] > reach[:-1] + join + _ROUNDING
    starts = np.flatnonzero(fresh)
    low, high = low[starts], np.maximum.reduceat(high, starts)
    keep = high - low >= shortest
    return Edges(at[starts][keep], low[keep], high[keep])


def _snapped(values: Floats, tolerance: float) -> Floats:
    """Replace each value by the mean of its chain of close neighbours."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    # A chain goes on while the next value is at most `last + tolerance`.
    starts = run_starts(len(ordered), ordered[1:] > ordered[:-1] + tolerance)
    chain = np.cumsum(starts) - 1
    means = np.bincount(chain, weights=ordered) / np.bincount(chain)
    # A lone position needs no mean; keep it free of rounding.
    first = ordered[starts]
    means = np.where(first == ordered[run_ends(starts)], first, means)
    snapped = np.empty_like(values)
    snapped[order] = means[chain]
    return snapped


def cells_of(v: Edges, h: Edges, x_tolerance: float, y_tolerance: float) -> list[Box]:
    """Return the smallest cell that starts at each crossing of two edges.

    Two crossings are connected when one edge passes through both.  From each
    crossing the nearest connected crossing below and to the right are tried
    in order until their fourth corner exists and is connected too.
    """
    v_index, h_index = _crossings(v, h, x_tolerance, y_tolerance)
    if not len(v_index):
        return []
    xs, ys = np.unique(v.at), np.unique(h.at)
    column = np.searchsorted(xs, v.at)[v_index]
    row = np.searchsorted(ys, h.at)[h_index]
    crossing = column * len(ys) + row
    if len(xs) * len(ys) > _PAIRS_AT_ONCE or len(np.unique(crossing)) < len(crossing):
        corners = _cells_among(column, row, v_index, h_index)
    else:
        corners = _cells_on_grid(column, row, v_index, h_index, (len(xs), len(ys)))
    x_at, y_at = xs.tolist(), ys.tolist()
    return [(x_at[c], y_at[r], x_at[k], y_at[below]) for c, r, k, below in corners]


def _cells_on_grid(
    column: Ints, row: Ints, v_index: Ints, h_index: Ints, shape: tuple[int, int]
) -> list[Corners]:
    """Cells where one edge of each direction runs through every crossing.

    Then no other crossing stands between two neighbours on one edge, and the nearest neighbours
    decide all but merged cells.
    """
    v_at = np.full(shape, -1, dtype=np.int64)
    h_at = np.full(shape, -1, dtype=np.int64)
    v_at[column, row] = v_index
    h_at[column, row] = h_index
    order = np.lexsort((row, column))
    column, row = column[order], row[order]
    n = len(column)
    below = np.full(n, -1, dtype=np.int64)
    same = v_at[column[1:], row[1:]] == v_at[column[:-1], row[:-1]]
    below[:-1][same] = row[1:][same]
    across = np.lexsort((column, row))
    right = np.full(n, -1, dtype=np.int64)
    ahead = h_at[column[across][1:], row[across][1:]] == h_at[column[across][:-1], row[across][:-1]]
    right[across[:-1][ahead]] = column[across][1:][ahead]

    possible = (below >= 0) & (right >= 0)
    closed = (
        possible
        & (v_at[right, below] >= 0)
        & (v_at[right, below] == v_at[right, row])
        & (h_at[right, below] == h_at[column, below])
    )
    undecided = possible & ~closed
    if undecided.any():
        v_list, h_list = v_at.tolist(), h_at.tolist()
        for k in np.flatnonzero(undecided).tolist():
            corner = _opposite_corner(v_list, h_list, int(column[k]), int(row[k]))
            if corner:
                right[k], below[k] = corner
                closed[k] = True
    corners = np.column_stack((column, row, right, below))[closed]
    return [(c, r, k, low) for c, r, k, low in corners.tolist()]


def _opposite_corner(
    v_at: list[list[int]], h_at: list[list[int]], c: int, r: int
) -> tuple[int, int] | None:
    """Right column and lower row of the cell that starts at a crossing."""
    vertical, horizontal = v_at[c][r], h_at[c][r]
    right = [k for k in range(c + 1, len(h_at)) if h_at[k][r] == horizontal]
    for below in range(r + 1, len(v_at[c])):
        if v_at[c][below] != vertical:
            continue
        level = h_at[c][below]
        for k in right:
            corner = v_at[k][below]
            if corner >= 0 and corner == v_at[k][r] and h_at[k][below] == level:
                return k, below
    return None


def _cells_among(column: Ints, row: Ints, v_index: Ints, h_index: Ints) -> list[Corners]:
    """Cells where several edges may run through one crossing."""
    # Crossings by grid position, each with the edges that run through it.
    vertical: dict[tuple[int, int], set[int]] = defaultdict(set)
    horizontal: dict[tuple[int, int], set[int]] = defaultdict(set)
    for c, r, i, j in zip(
        column.tolist(), row.tolist(), v_index.tolist(), h_index.tolist(), strict=True
    ):
        vertical[c, r].add(i)
        horizontal[c, r].add(j)
    by_column: dict[int, list[int]] = defaultdict(list)
    by_row: dict[int, list[int]] = defaultdict(list)
    points = sorted(vertical)
    for c, r in points:
        by_column[c].append(r)
        by_row[r].append(c)

    cells: list[Corners] = []
    for c, r in points:
        here_v, here_h = vertical[c, r], horizontal[c, r]
        columns_right = by_row[r]
        right = [
            k
            for k in columns_right[bisect_left(columns_right, c) + 1 :]
            if not here_h.isdisjoint(horizontal[k, r])
        ]
        rows_below = by_column[c]
        below = [
            k
            for k in rows_below[bisect_left(rows_below, r) + 1 :]
            if not here_v.isdisjoint(vertical[c, k])
        ]
        corner = next(
            (
                (k, b)
                for b in below
                for k in right
                if (k, b) in vertical
                and not vertical[k, b].isdisjoint(vertical[k, r])
                and not horizontal[c, b].isdisjoint(horizontal[k, b])
            ),
            None,
        )
        if corner:
            cells.append((c, r, *corner))
    return cells


def _crossings(v: Edges, h: Edges, x_tolerance: float, y_tolerance: float) -> tuple[Ints, Ints]:
    step = max(1, _PAIRS_AT_ONCE // max(1, len(h.at)))
    left, right = [], []
    for start in range(0, len(v.at), step):
        part = slice(start, start + step)
        hit = (
            (v.low[part, None] <= h.at + y_tolerance)
            & (v.high[part, None] >= h.at - y_tolerance)
            & (v.at[part, None] >= h.low - x_tolerance)
            & (v.at[part, None] <= h.high + x_tolerance)
        )
        i, j = np.nonzero(hit)
        left.append(i + start)
        right.append(j)
    if not left:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    return np.concatenate(left), np.concatenate(right)


def group_cells(cells: list[Box]) -> list[list[Box]]:
    """Group cells that share corners into tables; a single cell is no table."""
    parent = list(range(len(cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    owner: dict[tuple[float, float], int] = {}
    for i, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            other = owner.setdefault(corner, i)
            if other != i:
                a, b = root(other), root(i)
                if a != b:
                    parent[max(a, b)] = min(a, b)
    groups: dict[int, list[Box]] = defaultdict(list)
    for i, cell in enumerate(cells):
        groups[root(i)].append(cell)
    tables = [group for group in groups.values() if len(group) > 1]
    return sorted(tables, key=lambda table: min((c[1], c[0]) for c in table))

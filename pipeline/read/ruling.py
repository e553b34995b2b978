"""Ruled tables from lines, on arrays.

Belongs here: pdfplumber's table logic (edges, snapping, joining,
intersections, cells, tables) with the same results, computed on arrays
instead of dictionaries.  Does not belong here: text.

Each function states where it follows pdfplumber; tolerances and their
comparisons (inclusive or not) are the same on purpose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from pipeline.read.frame import Box, Floats
from pipeline.read.paths import Subpath

# More pairs than this are compared in slices, to bound memory on drawings.
_PAIRS_AT_ONCE = 4_000_000


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


def find_cells(subpaths: list[Subpath], tolerances: Tolerances) -> list[list[Box]]:
    """Return the tables on a page, each as the list of its cells' boxes."""
    vertical, horizontal = edges_of(subpaths, tolerances)
    if not len(vertical.at) or not len(horizontal.at):
        return []
    t = tolerances
    v = merge(vertical, t.snap_x, t.join_y, t.min_length)
    h = merge(horizontal, t.snap_y, t.join_x, t.min_length)
    return group_cells(cells_of(v, h, t.intersection_x, t.intersection_y))


def edges_of(subpaths: list[Subpath], tolerances: Tolerances) -> tuple[Edges, Edges]:
    """Split subpaths into vertical and horizontal edges.

    As pdfplumber: a line is one edge (anything not level counts as vertical),
    a rectangle four, a curve one per axis-parallel step between its points.
    """
    v: list[tuple[float, float, float]] = []
    h: list[tuple[float, float, float]] = []
    # pdfplumber lists lines first, then rectangles, then curves.  The order
    # only decides which of equal edges comes first, so it is not kept here.
    any_v, any_h = not tolerances.strict_v, not tolerances.strict_h
    for path in subpaths:
        points = path.points
        kind = path.kind
        if kind == "line":
            (ax, ay), (bx, by) = points
            if ay == by:
                h.append((ay, ax, bx) if ax <= bx else (ay, bx, ax))
            else:
                v.append((min(ax, bx), ay, by) if ay <= by else (min(ax, bx), by, ay))
        elif not (any_v or any_h):
            continue
        elif kind == "rect":
            (ax, ay), _, (bx, by) = points[:3]
            if ax > bx:
                ax, bx = bx, ax
            if ay > by:
                ay, by = by, ay
            if any_h:
                h.append((ay, ax, bx))
                h.append((by, ax, bx))
            if any_v:
                v.append((ax, ay, by))
                v.append((bx, ay, by))
        else:
            previous = points[0]
            for point in points[1:]:
                (ax, ay), (bx, by) = previous, point
                previous = point
                if ax == bx:
                    if any_v:
                        v.append((ax, min(ay, by), max(ay, by)))
                elif ay == by and any_h:
                    h.append((ay, min(ax, bx), max(ax, bx)))
    shortest = tolerances.min_length_prefilter
    return _edges(v, shortest), _edges(h, shortest)


def _edges(triples: list[tuple[float, float, float]], shortest: float) -> Edges:
    table = np.array(triples, dtype=np.float64).reshape(len(triples), 3)
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
    merged: list[tuple[float, float, float]] = []
    here = start = end = np.nan
    for x, a, b in zip(at[order].tolist(), low[order].tolist(), high[order].tolist(), strict=True):
        if x == here and a <= end + join:
            end = max(end, b)
            continue
        # The first comparison is with no edge yet (not a number): false.
        if end - start >= shortest:
            merged.append((here, start, end))
        here, start, end = x, a, b
    if end - start >= shortest:
        merged.append((here, start, end))
    table = np.array(merged, dtype=np.float64).reshape(len(merged), 3)
    return Edges(table[:, 0], table[:, 1], table[:, 2])


def _snapped(values: Floats, tolerance: float) -> Floats:
    """Replace each value by the mean of its chain of close neighbours."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    # A chain goes on while the next value is at most `last + tolerance`.
    starts = np.concatenate(([True], ordered[1:] > ordered[:-1] + tolerance))
    chain = np.cumsum(starts) - 1
    means = np.bincount(chain, weights=ordered) / np.bincount(chain)
    # A lone position needs no mean; keep it free of rounding.
    first = ordered[starts]
    last = ordered[np.concatenate((np.flatnonzero(starts)[1:] - 1, [len(ordered) - 1]))]
    means = np.where(first == last, first, means)
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
    column = np.searchsorted(xs, v.at)[v_index].tolist()
    row = np.searchsorted(ys, h.at)[h_index].tolist()
    # Crossings by grid position, each with the edges that run through it.
    vertical: dict[tuple[int, int], set[int]] = defaultdict(set)
    horizontal: dict[tuple[int, int], set[int]] = defaultdict(set)
    for c, r, i, j in zip(column, row, v_index.tolist(), h_index.tolist(), strict=True):
        vertical[c, r].add(i)
        horizontal[c, r].add(j)
    by_column: dict[int, list[int]] = defaultdict(list)
    by_row: dict[int, list[int]] = defaultdict(list)
    points = sorted(vertical)
    for c, r in points:
        by_column[c].append(r)
        by_row[r].append(c)

    x_at, y_at = xs.tolist(), ys.tolist()
    cells: list[Box] = []
    for c, r in points:
        here_v, here_h = vertical[c, r], horizontal[c, r]
        rows_below = by_column[c]
        columns_right = by_row[r]
        right = [
            k
            for k in columns_right[bisect_left(columns_right, c) + 1 :]
            if not here_h.isdisjoint(horizontal[k, r])
        ]
        if not right:
            continue
        found = None
        for below in rows_below[bisect_left(rows_below, r) + 1 :]:
            if here_v.isdisjoint(vertical[c, below]):
                continue
            below_h = horizontal[c, below]
            for k in right:
                corner = vertical.get((k, below))
                if (
                    corner is not None
                    and not corner.isdisjoint(vertical[k, r])
                    and not below_h.isdisjoint(horizontal[k, below])
                ):
                    found = (x_at[c], y_at[r], x_at[k], y_at[below])
                    break
            if found:
                cells.append(found)
                break
    return cells


def _crossings(
    v: Edges, h: Edges, x_tolerance: float, y_tolerance: float
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
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


def rows_of(cells: list[Box]) -> list[list[Box | None]]:
    """Arrange a table's cells in rows; None where no cell starts."""
    lefts = sorted({cell[0] for cell in cells})
    by_top: dict[float, dict[float, Box]] = defaultdict(dict)
    for cell in cells:
        by_top[cell[1]][cell[0]] = cell
    return [[by_top[top].get(left) for left in lefts] for top in sorted(by_top)]

"""Column edges of tables: which are one edge, and which edges of two pages are the same.

Belongs here: positions across the page, in points.
Does not belong here: rows, texts other than whether a column has any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.read.layout import RawTable

# Two column edges nearer than this are one ruling line (pdfplumber joins at 3 points too).
EDGE_TOLERANCE = 3.0
# A column this narrow that never holds text is a drawing of a thick or double line.
_STRIP = 12.0
# Chained strips are one line only up to this width.
_WIDEST_EDGE = 24.0
# Left and right pages may have other margins: a whole table moved by no more than this.
_SHIFT = 40.0
# Edges of the same column set again on the next page may drift this far when nothing else moved.
_DRIFT = 12.0


@dataclass(frozen=True, slots=True)
class Edge:
    """One column edge: where it is, or from where to where when it is drawn as an empty strip."""

    low: float
    high: float

    def distance(self, x: float) -> float:
        """How far `x` is from the edge, 0 within it."""
        return max(self.low - x, x - self.high, 0.0)

    def gap(self, other: Edge) -> float:
        """How far the other edge is from this one, 0 when they overlap."""
        return max(self.low - other.high, other.low - self.high, 0.0)

    def moved(self, dx: float) -> Edge:
        """The edge `dx` points to the right."""
        return Edge(self.low + dx, self.high + dx)


def edges_of(raw: RawTable) -> list[Edge]:
    """The column edges of a table, left to right; empty strips count as one edge."""
    cells = [cell for row in raw.rows for cell in row if cell is not None]
    xs = _cluster([cell.x0 for cell in cells] + [cell.x1 for cell in cells])
    filled = {(_nearest(xs, cell.x0), _nearest(xs, cell.x1)) for cell in cells if cell.text.strip()}
    edges: list[Edge] = []
    for i, x in enumerate(xs):
        strip = (
            i > 0
            and x - xs[i - 1] <= _STRIP
            and (i - 1, i) not in filled
            and x - edges[-1].low <= _WIDEST_EDGE
        )
        if strip:
            edges[-1] = Edge(edges[-1].low, x)
        else:
            edges.append(Edge(x, x))
    return edges if len(edges) > 1 else [Edge(xs[0], xs[0]), Edge(xs[-1], xs[-1])]


def _cluster(values: Iterable[float]) -> list[float]:
    """Sorted values with neighbours nearer than the tolerance taken as one (their first)."""
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > EDGE_TOLERANCE:
            result.append(value)
    return result


def _nearest(values: Sequence[float], x: float) -> int:
    return min(range(len(values)), key=lambda i: abs(values[i] - x))


def index_of(edges: Sequence[Edge], x: float) -> int:
    """The edge nearest to `x`."""
    return min(range(len(edges)), key=lambda i: edges[i].distance(x))


def shift_between(ours: Sequence[Edge], theirs: Sequence[Edge]) -> float:
    """How far `theirs` is to be moved to lie on `ours`: 0, or by what aligns left or right ends."""
    candidates = [0.0, ours[0].low - theirs[0].low, ours[-1].high - theirs[-1].high]
    near = [dx for dx in candidates if abs(dx) <= _SHIFT]

    def misfit(dx: float) -> float:
        return sum(min(e.gap(t.moved(dx)) for e in ours) for t in theirs)

    return min(near, key=misfit)


def same_columns(ours: Sequence[Edge], theirs: Sequence[Edge], tolerance: float) -> bool:
    """Whether both have the same number of edges at the same places, a shift of all aside."""
    if len(ours) != len(theirs):
        return False
    dx = shift_between(ours, theirs)
    return all(a.gap(b.moved(dx)) <= tolerance for a, b in zip(ours, theirs, strict=True))


def drifted_columns(ours: Sequence[Edge], theirs: Sequence[Edge]) -> bool:
    """Whether the n-th edges of both are near each other, none further than a column's half."""
    narrowest = min((b.low - a.high for a, b in pairwise(ours)), default=0.0)
    return same_columns(ours, theirs, min(_DRIFT, max(EDGE_TOLERANCE, narrowest / 2)))


def within_columns(ours: Sequence[Edge], theirs: Sequence[Edge]) -> bool:
    """Whether each of `theirs` is one of `ours` and the outer edges agree."""
    dx = shift_between(ours, theirs)
    moved = [edge.moved(dx) for edge in theirs]
    return (
        all(any(e.gap(t) <= EDGE_TOLERANCE for e in ours) for t in moved)
        and ours[0].gap(moved[0]) <= EDGE_TOLERANCE
        and ours[-1].gap(moved[-1]) <= EDGE_TOLERANCE
    )


def most_columns(ours: Sequence[Edge], theirs: Sequence[Edge]) -> bool:
    """Whether `theirs` are `ours` but for an outer column left open, in place."""
    if len(theirs) < max(3, len(ours) - 1):
        return False
    return all(any(e.gap(t) <= EDGE_TOLERANCE for e in ours) for t in theirs)


def align(parts: Sequence[Sequence[Edge]]) -> tuple[int, list[list[int]]]:
    """Number of edges of the joined table, and for each part the index of each of its edges there.

    The n-th edge of a part with as many edges as the first is its n-th edge (pages may set the
    same columns a little wider); the edges of other parts are matched by position.
    """
    joined = list(parts[0])
    moved = [[e.moved(shift_between(parts[0], part)) for e in part] for part in parts]
    are_counted = [len(part) == len(parts[0]) for part in parts]
    for part, is_counted in zip(moved, are_counted, strict=True):
        if not is_counted:
            fresh = [e for e in part if min(b.gap(e) for b in joined) > 2 * EDGE_TOLERANCE]
            joined = sorted([*joined, *fresh], key=lambda e: e.low)
    counted = [joined.index(e) for e in parts[0]]
    return len(joined), [
        counted if is_counted else _nearest_in_order(joined, part)
        for part, is_counted in zip(moved, are_counted, strict=True)
    ]


def _nearest_in_order(joined: Sequence[Edge], part: Sequence[Edge]) -> list[int]:
    """Index of the nearest joined edge for each; two never share one while there is room."""
    result: list[int] = []
    for e in part:
        nearest = min(range(len(joined)), key=lambda i: joined[i].gap(e))
        if result and nearest <= result[-1] and result[-1] + 1 < len(joined):
            nearest = result[-1] + 1
        result.append(nearest)
    return result

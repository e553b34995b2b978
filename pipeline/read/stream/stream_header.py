"""The header of a stream table: which heading is over which columns.

Belongs here: leaves (headings of one column) and spanners (headings over several), the columns each
is over, the rows of the header.
Does not belong here: lines of headings (`heading_lines`), columns of the body and edges
(`column_positions`), rows (`table_rows`), what a heading means.

The rules follow from how forms are set: a heading stands in the middle of its cell, across and
down; a spanner reaches over whole columns; the heading of a column without a spanner, the stub's
above all, stands in the middle of all header rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline.read.stream.column_positions import BodyColumn, ColumnSpan, edges_between
from pipeline.read.stream.heading_lines import Heading, headings_of
from pipeline.read.stream.word_rows import LevelRule, Span, WordRow

# All distances are in font sizes.
# A heading lower than another by more than this is on another level.
_LOWER = 0.3
# Costs of a pairing: a column without a heading, a leaf without a column, a possible spanner that is
# no leaf; a heading aside of its column, aside where other columns are aligned otherwise, and where
# this column is.
_NO_HEADING, _NO_COLUMN, _NO_LEAF = 20.0, 10.0, 3.0
_ASIDE, _NOT_USUAL, _WRONG_SIDE = 0.5, 2.0, 50.0
# A pairing counts where another costs more by so much at least.
_CLEARLY = 0.5
# Costs of a spanner: over one column alone, a column on the lowest level left out, one that stands in
# the middle of all levels taken in, its text wider than its columns.
_ALONE, _LEFT_OUT, _TAKEN, _NARROW = 0.5, 20.0, 1.0, 5.0


@dataclass(slots=True)
class HeaderCell:
    """A heading over the columns `first` to `last`, in the header rows `upper` to `lower`."""

    heading: Heading
    first: int
    last: int
    upper: int = 0
    lower: int = 0


@dataclass(slots=True)
class StreamHeader:
    """Edges of columns, what stands in each in the body (None where nothing does), and the cells of
    the header in `depth` rows."""

    edges: list[float]
    columns: list[BodyColumn | None]
    cells: list[HeaderCell] = field(default_factory=list)
    depth: int = 0


def header_over(
    rows: Sequence[WordRow],
    columns: Sequence[BodyColumn],
    rules: Sequence[LevelRule],
    outer: Span | None,
    pitch: float,
) -> StreamHeader | None:
    """Return the header that the rows form over the columns of the body.

    `rules` are level rules between the rows that do not go all across: they show which columns a
    spanner is over. `outer` is where the table begins and ends, where that is known; `pitch` is how
    far apart rows of the body are. None where the same headings could as well stand over other
    columns.
    """
    leaves, spanners = _leaves_and_spanners(headings_of(rows, columns, pitch))
    pairing = _clear_pairing(leaves, spanners, columns)
    if pairing is None:
        return None
    spans, headings = pairing
    spanners = [s for s in spanners if not any(s is heading for heading in headings)]
    edges = edges_between(spans, outer)
    nodes = [
        _HeaderNode(k, k, edges[k], edges[k + 1], heading, []) for k, heading in enumerate(headings)
    ]
    result = StreamHeader(edges, [span.column for span in spans])
    tree = _tree(nodes, spanners, rules)
    result.depth = max((node.depth for node in tree), default=0)
    for node in tree:
        _add_cells(node, 0, result)
    return result


# Leaves and spanners.


def _leaves_and_spanners(headings: Sequence[Heading]) -> tuple[list[Heading], list[Heading]]:
    """Headings that are leaves for sure, and those that are or may be spanners.

    Those with others below them are spanners; those between two others that stand lower may be.
    """
    leaves: list[Heading] = []
    spanners: list[Heading] = []
    for heading in headings:
        may_span = _has_below(heading, headings) or _is_between(heading, headings)
        (spanners if may_span else leaves).append(heading)
    return leaves, spanners


def _lower(heading: Heading, headings: Sequence[Heading]) -> list[Heading]:
    return [other for other in headings if other.top >= heading.bottom - _LOWER * heading.size]


def _has_below(heading: Heading, headings: Sequence[Heading]) -> bool:
    return any(h.x0 < heading.x1 and heading.x0 < h.x1 for h in _lower(heading, headings))


def _is_between(heading: Heading, headings: Sequence[Heading]) -> bool:
    """Whether others stand lower on both sides and nothing else between these."""
    lower = _lower(heading, headings)
    left = max(
        (h for h in lower if h.centre < heading.centre), key=lambda h: h.centre, default=None
    )
    right = min(
        (h for h in lower if h.centre > heading.centre), key=lambda h: h.centre, default=None
    )
    if left is None or right is None:
        return False
    return not any(
        left.centre < h.centre < right.centre
        for h in headings
        if h is not heading and h is not left and h is not right
    )


# What each column reaches over, and its leaf (None without one).
Pairing = tuple[list[ColumnSpan], list[Heading | None]]


def _clear_pairing(
    leaves: Sequence[Heading], spanners: Sequence[Heading], columns: Sequence[BodyColumn]
) -> Pairing | None:
    """The best pairing of columns and headings.

    Where nothing shows how amounts are aligned, None if taking them as aligned right and as aligned
    left gives different pairings that fit alike.
    """
    if all(column.shown_by != "none" for column in columns):
        return _paired(leaves, spanners, columns)[1]
    (cost, best), (other_cost, other) = sorted(
        (
            _paired(
                leaves,
                spanners,
                [c if c.shown_by != "none" else replace(c, align=align) for c in columns],
            )
            for align in ("right", "left")
        ),
        key=lambda priced: priced[0],
    )
    is_same = [span.heading for span in best[0]] == [span.heading for span in other[0]]
    return best if is_same or other_cost - cost >= _CLEARLY else None


def _paired(
    leaves: Sequence[Heading], spanners: Sequence[Heading], columns: Sequence[BodyColumn]
) -> tuple[float, Pairing]:
    """The cheapest pairing of columns and headings in order, and its cost."""
    certain = {id(h) for h in leaves}
    everything = [*leaves, *spanners]
    heads = sorted(
        [*leaves, *(h for h in spanners if not _has_below(h, everything))], key=lambda h: h.centre
    )
    m, n = len(heads), len(columns)

    @cache
    def best(i: int, j: int) -> tuple[float, str]:
        if i == m and j == n:
            return 0.0, ""
        options = []
        if i < m and j < n:
            options.append((_distance(heads[i], columns[j]) + best(i + 1, j + 1)[0], "both"))
        if i < m:
            cost = _NO_COLUMN if id(heads[i]) in certain else _NO_LEAF
            options.append((cost + best(i + 1, j)[0], "heading"))
        if j < n:
            options.append((_NO_HEADING + best(i, j + 1)[0], "column"))
        return min(options)

    spans: list[ColumnSpan] = []
    headings: list[Heading | None] = []
    i = j = 0
    while i < m or j < n:
        step = best(i, j)[1]
        heading = heads[i] if step != "column" else None
        column = columns[j] if step != "heading" else None
        if column is not None or (heading is not None and id(heading) in certain):
            spans.append(ColumnSpan(column, (heading.x0, heading.x1) if heading else None))
            headings.append(heading)
        i += step != "column"
        j += step != "heading"
    return best(0, 0)[0], (spans, headings)


def _distance(heading: Heading, column: BodyColumn) -> float:
    """What it costs to pair a heading with a column, by where the cell of the column must reach."""
    size = heading.size
    if heading.x0 < column.x1 and column.x0 < heading.x1:
        return 0.02 * abs(heading.centre - column.centre) / size
    is_left = heading.x1 <= column.x0
    gap = (column.x0 - heading.x1 if is_left else heading.x0 - column.x1) / size
    sides = {"right": is_left, "left": not is_left, "centre": False}
    if sides.get(column.align, True):
        return _ASIDE + 0.1 * gap
    return (_WRONG_SIDE if column.shown_by == "own" else _NOT_USUAL) + 0.1 * gap


# Spanners over columns.


@dataclass(slots=True)
class _HeaderNode:
    """The columns `first` to `last` under one heading, or one column without a heading."""

    first: int
    last: int
    low: float
    high: float
    heading: Heading | None
    below: list[_HeaderNode]

    @property
    def depth(self) -> int:
        """How many header rows it needs."""
        return (self.heading is not None) + max((node.depth for node in self.below), default=0)


def _tree(
    nodes: list[_HeaderNode], spanners: Sequence[Heading], rules: Sequence[LevelRule]
) -> list[_HeaderNode]:
    """The nodes put under the spanners, the lowest spanners first."""
    left = sorted(spanners, key=lambda h: -h.middle)
    while left:
        level = [h for h in left if left[0].middle - h.middle <= _LOWER * h.size]
        left = left[len(level) :]
        nodes = _under(nodes, sorted(level, key=lambda h: h.centre), rules)
    return nodes


def _under(
    nodes: list[_HeaderNode], level: list[Heading], rules: Sequence[LevelRule]
) -> list[_HeaderNode]:
    """The nodes, each spanner of a level over the run of nodes whose middle is nearest to its own."""
    m, n = len(level), len(nodes)
    lowest = max((node.heading.middle for node in nodes if node.heading), default=0.0)
    shown = _shown_by_rules(nodes, level, rules)

    def omitted(k: int) -> float:
        if shown is not None:
            return _LEFT_OUT if shown[k] else 0.0
        heading = nodes[k].heading
        is_lowest = heading is not None and lowest - heading.middle <= _LOWER * heading.size
        return _LEFT_OUT if is_lowest else 0.0

    def taken(k: int) -> float:
        if shown is not None:
            return 0.0 if shown[k] else _LEFT_OUT
        heading = nodes[k].heading
        if heading is None:
            return 0.0
        if heading.middle - level[0].middle <= _LOWER * heading.size:
            return _LEFT_OUT
        return _TAKEN if lowest - heading.middle > _LOWER * heading.size else 0.0

    @cache
    def best(i: int, k: int) -> tuple[float, int]:
        """Cost of the nodes from k on under the headings from i on, and how many are under i."""
        if k == n:
            return (0.0 if i == m else _LEFT_OUT * 100 * (m - i)), 0
        options = [(omitted(k) + best(i, k + 1)[0], 0)]
        if i < m:
            cost = 0.0
            for stop in range(k + 1, n + 1):
                cost += taken(stop - 1)
                options.append(
                    (cost + _off_centre(level[i], nodes[k:stop]) + best(i + 1, stop)[0], stop - k)
                )
        return min(options)

    result: list[_HeaderNode] = []
    i = k = 0
    while k < n:
        count = best(i, k)[1]
        if not count:
            result.append(nodes[k])
            k += 1
            continue
        below = nodes[k : k + count]
        first, last = below[0], below[-1]
        result.append(_HeaderNode(first.first, last.last, first.low, last.high, level[i], below))
        i, k = i + 1, k + count
    return result


def _off_centre(heading: Heading, nodes: Sequence[_HeaderNode]) -> float:
    low, high = nodes[0].low, nodes[-1].high
    cost = abs((low + high) / 2 - heading.centre) / heading.size
    if heading.x0 < low - heading.size or heading.x1 > high + heading.size:
        cost += _NARROW
    return cost + (_ALONE if len(nodes) == 1 else 0.0)


def _shown_by_rules(
    nodes: Sequence[_HeaderNode], level: Sequence[Heading], rules: Sequence[LevelRule]
) -> list[bool] | None:
    """Whether each node is under a spanner of the level, None where no rule shows it."""
    bottom = max(h.bottom for h in level) - 1
    below = [n.heading.top for n in nodes if n.heading and n.heading.top > bottom]
    if not below:
        return None
    between = [rule for rule in rules if bottom <= rule.at <= min(below) + 1]
    if not between:
        return None
    return [
        any(rule.low - 2 <= (n.low + n.high) / 2 <= rule.high + 2 for rule in between)
        for n in nodes
    ]


def _add_cells(node: _HeaderNode, upper: int, result: StreamHeader) -> None:
    """Put headings into header rows: a spanner into one, a leaf down to the last."""
    if node.heading is None:
        for below in node.below:
            _add_cells(below, upper, result)
        return
    lower = upper if node.below else result.depth - 1
    result.cells.append(HeaderCell(node.heading, node.first, node.last, upper, lower))
    for below in node.below:
        _add_cells(below, upper + 1, result)


def row_edges(header: StreamHeader, top: float, bottom: float) -> list[float]:
    """Return the y of the edges between the header rows, the outer ones first and last."""
    edges = [top]
    for k in range(header.depth - 1):
        above = [cell.heading.bottom for cell in header.cells if cell.lower == k]
        below = [cell.heading.top for cell in header.cells if cell.upper == k + 1]
        at = (max(above, default=top) + min(below, default=bottom)) / 2
        edges.append(min(max(at, edges[-1] + 0.1), bottom - 0.1))
    edges.append(bottom)
    return edges

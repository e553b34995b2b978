"""Headings of a table without ruling lines: what stands over which columns.

Belongs here: putting lines of headings together, telling headings of one column from those of
several, the columns each is over.
Does not belong here: columns of the body and edges (`spread`), rows (`aligned`), what a heading
means.

Rules follow from how forms are set: a heading stands in the middle of its cell, across and down; a
cell over several columns reaches over whole columns; a column that takes up all rows of headings
has its own in the middle of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline.read.layout import TextLine
from pipeline.read.stream.column_positions import Column, Place, edges_between
from pipeline.read.stream.word_rows import LevelRule, Row, Span, leading_of

# All distances are in font sizes.
# Words nearer than this are one phrase; single characters are spaced up to the second.
_PHRASE, _SPACED = 0.35, 6.0
_SINGLES = 3
# Lines of one heading begin, end or centre as near as this.
_CENTRED = 0.6
# Headings this much lower are on another level.
_LOWER = 0.3
# What it costs to leave a column without a heading, a heading without a column, and a heading that
# may be over several columns without one of its own; and to pair what does not stand one over the
# other, where other columns are aligned otherwise, and where this one is.
_NO_HEADING, _NO_COLUMN, _NO_OWN = 20.0, 10.0, 3.0
_ASIDE, _NOT_USUAL, _WRONG_SIDE = 0.5, 2.0, 50.0
# So much less must one way to pair cost than another.
_CLEARLY = 0.5
# What it costs a heading over columns to be over one alone, to leave one on the lowest level out,
# to take one that stands in the middle of all levels, or not to reach over its own text.
_ALONE, _LEFT_OUT, _TAKEN, _NARROW = 0.5, 20.0, 1.0, 5.0


@dataclass(slots=True)
class Heading:
    """The lines of one heading."""

    lines: list[list[TextLine]]

    @property
    def words(self) -> list[TextLine]:
        """All words, line by line."""
        return [word for line in self.lines for word in line]

    @property
    def x0(self) -> float:
        """Left end."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Right end."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.x0 + self.x1) / 2

    @property
    def size(self) -> float:
        """Font size."""
        return self.lines[0][0].size


@dataclass(slots=True)
class Placed:
    """A heading over the columns `first` to `last`, in the rows of headings `upper` to `lower`."""

    heading: Heading
    first: int
    last: int
    upper: int = 0
    lower: int = 0


@dataclass(slots=True)
class Headings:
    """Edges of columns, what stands in each below its heading (None where nothing does), and the
    headings over them in `depth` rows."""

    edges: list[float]
    columns: list[Column | None]
    placed: list[Placed] = field(default_factory=list)
    depth: int = 0


def headings_over(
    rows: Sequence[Row],
    columns: Sequence[Column],
    rules: Sequence[LevelRule],
    outer: Span | None,
    pitch: float,
) -> Headings | None:
    """Return the headings of the rows over the columns of the body below them.

    `rules` are level lines between the rows that do not go all across: they show which columns a
    heading above them is over; `outer` is where the table begins and ends, where that is known;
    `pitch` is how far rows of the body are apart. None where the same headings could as well stand
    over other columns.
    """
    found = _put_together(rows, columns, pitch)
    alone, over = _told_apart(found)
    paired = _paired_surely(alone, over, columns)
    if paired is None:
        return None
    places, headings = paired
    over = [h for h in over if not any(h is own for own in headings)]
    edges = edges_between(places, outer)
    nodes = [_Node(k, k, edges[k], edges[k + 1], heading, []) for k, heading in enumerate(headings)]
    result = Headings(edges, [place.column for place in places])
    tree = _grouped(nodes, over, rules)
    result.depth = max((node.depth for node in tree), default=0)
    for node in tree:
        _place(node, 0, result)
    return result


# Lines of headings.


def _put_together(rows: Sequence[Row], columns: Sequence[Column], pitch: float) -> list[Heading]:
    """Phrases of one line, and lines of one heading, put together."""
    lines: list[list[list[TextLine]]] = []
    for row in rows:
        line = _phrases(row, columns)
        lines.append([part for phrase in line for part in _parted(phrase, lines, columns)])
    found: list[Heading] = []
    for line in lines:
        for phrase in line:
            above = _above(phrase, line, found, pitch)
            if above is None:
                found.append(Heading([phrase]))
            else:
                above.lines.append(phrase)
    return found


def _phrases(row: Row, columns: Sequence[Column]) -> list[list[TextLine]]:
    """Words near to each other, and single characters that are spaced out over one column."""

    def parted(low: float, high: float) -> bool:
        """Whether a column ends or another begins between."""
        return any(
            (c.align != "left" and low <= c.x1 <= high)
            or (c.align != "right" and low <= c.x0 <= high)
            for c in columns
        )

    phrases: list[list[TextLine]] = []
    for piece in row.pieces:
        if phrases:
            last = phrases[-1][-1]
            gap = (piece.x0 - last.x1) / piece.size
            is_spaced = len(last.text) == len(piece.text) == 1 and gap < _SPACED
            if gap < _PHRASE or (is_spaced and not parted(last.x1, piece.x0)):
                phrases[-1].append(piece)
                continue
        phrases.append([piece])
    return phrases


def _parted(
    phrase: list[TextLine], above: list[list[list[TextLine]]], columns: Sequence[Column]
) -> list[list[TextLine]]:
    """Three or more single characters that stand alone under one heading are headings each, as the
    levels of a code are, unless they stand over one column."""
    if len(phrase) < _SINGLES or any(len(piece.text) > 1 for piece in phrase):
        return [phrase]
    if any(sum(c.x0 < p.x1 and p.x0 < c.x1 for p in phrase) > 1 for c in columns):
        return [phrase]
    over = [
        other
        for others in above
        for other in others
        if other[0].x0 < phrase[-1].x1 and phrase[0].x0 < other[-1].x1
    ]
    return [[piece] for piece in phrase] if over else [phrase]


def _above(
    phrase: list[TextLine],
    line: list[list[TextLine]],
    found: Sequence[Heading],
    pitch: float,
) -> Heading | None:
    """The heading whose next line a phrase is: close below its last, aligned with it, no wider,
    and nothing else of the same line below it."""
    x0, x1 = phrase[0].x0, phrase[-1].x1
    size = phrase[0].size
    middle = (phrase[0].top + phrase[0].bottom) / 2
    for heading in reversed(found):
        last = heading.lines[-1]
        a0, a1 = last[0].x0, last[-1].x1
        gap = middle - (last[0].top + last[0].bottom) / 2
        is_aligned = min(abs(a0 - x0), abs(a1 - x1), abs(a0 + a1 - x0 - x1) / 2) <= _CENTRED * size
        if not (0 < gap <= leading_of(size, pitch) and is_aligned and a1 - a0 > x1 - x0 - size):
            continue
        below = [p for p in line if p[0].x0 < a1 and a0 < p[-1].x1]
        if len(below) == 1:
            return heading
    return None


# One column or several.


def _told_apart(found: Sequence[Heading]) -> tuple[list[Heading], list[Heading]]:
    """Headings that are of one column for sure, and those that are or may be over several.

    Those with others under them are over several; those between two others that stand lower may be.
    """
    alone: list[Heading] = []
    over: list[Heading] = []
    for heading in found:
        is_over = _has_under(heading, found) or _is_between(heading, found)
        (over if is_over else alone).append(heading)
    return alone, over


def _lower(heading: Heading, found: Sequence[Heading]) -> list[Heading]:
    return [other for other in found if other.top >= heading.bottom - _LOWER * heading.size]


def _has_under(heading: Heading, found: Sequence[Heading]) -> bool:
    return any(h.x0 < heading.x1 and heading.x0 < h.x1 for h in _lower(heading, found))


def _is_between(heading: Heading, found: Sequence[Heading]) -> bool:
    """Whether others stand lower at both sides and nothing else between these."""
    lower = _lower(heading, found)
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
        for h in found
        if h is not heading and h is not left and h is not right
    )


Pairs = tuple[list[Place], list[Heading | None]]


def _paired_surely(
    alone: Sequence[Heading], over: Sequence[Heading], columns: Sequence[Column]
) -> Pairs | None:
    """Columns and headings in order; where nothing shows how amounts are aligned, as fits best.

    None where amounts at the right and at the left of their cells fit alike, and differently.
    """
    if all(column.shown_by != "none" for column in columns):
        return _paired(alone, over, columns)[1]
    (cost, pairs), (other, others) = sorted(
        (
            _paired(
                alone, over, [c if c.shown_by != "none" else replace(c, align=a) for c in columns]
            )
            for a in ("right", "left")
        ),
        key=lambda found: found[0],
    )
    is_same = [place.heading for place in pairs[0]] == [place.heading for place in others[0]]
    return pairs if is_same or other - cost >= _CLEARLY else None


def _paired(
    alone: Sequence[Heading], over: Sequence[Heading], columns: Sequence[Column]
) -> tuple[float, Pairs]:
    """What it costs, and columns and headings in order, as many paired as stand one over the other."""
    certain = {id(h) for h in alone}
    everything = [*alone, *over]
    heads = sorted(
        [*alone, *(h for h in over if not _has_under(h, everything))], key=lambda h: h.centre
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
            cost = _NO_COLUMN if id(heads[i]) in certain else _NO_OWN
            options.append((cost + best(i + 1, j)[0], "heading"))
        if j < n:
            options.append((_NO_HEADING + best(i, j + 1)[0], "column"))
        return min(options)

    places: list[Place] = []
    headings: list[Heading | None] = []
    i = j = 0
    while i < m or j < n:
        step = best(i, j)[1]
        heading = heads[i] if step != "column" else None
        column = columns[j] if step != "heading" else None
        if column is not None or (heading is not None and id(heading) in certain):
            places.append(Place(column, (heading.x0, heading.x1) if heading else None))
            headings.append(heading)
        i += step != "column"
        j += step != "heading"
    return best(0, 0)[0], (places, headings)


def _distance(heading: Heading, column: Column) -> float:
    """What it costs to pair a heading with a column, by where the column's cell must reach."""
    size = heading.size
    if heading.x0 < column.x1 and column.x0 < heading.x1:
        return 0.02 * abs(heading.centre - column.centre) / size
    is_left = heading.x1 <= column.x0
    gap = (column.x0 - heading.x1 if is_left else heading.x0 - column.x1) / size
    sides = {"right": is_left, "left": not is_left, "centre": False}
    if sides.get(column.align, True):
        return _ASIDE + 0.1 * gap
    return (_WRONG_SIDE if column.shown_by == "own" else _NOT_USUAL) + 0.1 * gap


# Headings over several columns.


@dataclass(slots=True)
class _Node:
    """Columns from `first` to `last` under one heading, or one column without."""

    first: int
    last: int
    low: float
    high: float
    heading: Heading | None
    below: list[_Node]

    @property
    def depth(self) -> int:
        """How many rows of headings it needs."""
        return (self.heading is not None) + max((node.depth for node in self.below), default=0)


def _grouped(
    nodes: list[_Node], over: Sequence[Heading], rules: Sequence[LevelRule]
) -> list[_Node]:
    """The nodes put under the headings over several of them, the lowest headings first."""
    left = sorted(over, key=lambda h: -h.middle)
    while left:
        level = [h for h in left if left[0].middle - h.middle <= _LOWER * h.size]
        left = left[len(level) :]
        nodes = _under(nodes, sorted(level, key=lambda h: h.centre), rules)
    return nodes


def _under(nodes: list[_Node], level: list[Heading], rules: Sequence[LevelRule]) -> list[_Node]:
    """Each heading of a level over a run of nodes: the runs whose middles are nearest to them."""
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

    result: list[_Node] = []
    i = k = 0
    while k < n:
        count = best(i, k)[1]
        if not count:
            result.append(nodes[k])
            k += 1
            continue
        own = nodes[k : k + count]
        result.append(_Node(own[0].first, own[-1].last, own[0].low, own[-1].high, level[i], own))
        i, k = i + 1, k + count
    return result


def _off_centre(heading: Heading, nodes: Sequence[_Node]) -> float:
    low, high = nodes[0].low, nodes[-1].high
    cost = abs((low + high) / 2 - heading.centre) / heading.size
    if heading.x0 < low - heading.size or heading.x1 > high + heading.size:
        cost += _NARROW
    return cost + (_ALONE if len(nodes) == 1 else 0.0)


def _shown_by_rules(
    nodes: Sequence[_Node], level: Sequence[Heading], rules: Sequence[LevelRule]
) -> list[bool] | None:
    """Whether each node is under a heading of the level, None where no line shows it."""
    bottom = max(h.bottom for h in level) - 1
    below = [n.heading.top for n in nodes if n.heading and n.heading.top > bottom]
    if not below:
        return None
    own = [rule for rule in rules if bottom <= rule.at <= min(below) + 1]
    if not own:
        return None
    return [
        any(rule.low - 2 <= (n.low + n.high) / 2 <= rule.high + 2 for rule in own) for n in nodes
    ]


def _place(node: _Node, upper: int, result: Headings) -> None:
    """Headings into rows: those with others below in one, others down to the last."""
    if node.heading is None:
        for below in node.below:
            _place(below, upper, result)
        return
    lower = upper if node.below else result.depth - 1
    result.placed.append(Placed(node.heading, node.first, node.last, upper, lower))
    for below in node.below:
        _place(below, upper + 1, result)


def row_edges(headings: Headings, top: float, bottom: float) -> list[float]:
    """Return the y of the edges between the rows of headings, the outer ones first and last."""
    edges = [top]
    for k in range(headings.depth - 1):
        above = [p.heading.bottom for p in headings.placed if p.lower == k]
        below = [p.heading.top for p in headings.placed if p.upper == k + 1]
        at = (max(above, default=top) + min(below, default=bottom)) / 2
        edges.append(min(max(at, edges[-1] + 0.1), bottom - 0.1))
    edges.append(bottom)
    return edges

"""Takes off the frames that some writers paint inside cells: margins of a cell that look like cells.

A word processor may paint a cell's inner margins and each of its lines of text as boxes of their
own. Their edges are no rules a reader sees, yet a table finder makes cells of them: narrow empty
ones beside the text, as high as all its lines, and empty ones over and under it as wide as the cell.

Belongs here: such margins and the text between them made one cell, by geometry alone.
Does not belong here: finding cells on a page, joining pages, the meaning of any word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.read.layout import RawCell, RawTable, in_rows

# Sides nearer than this are one.
_SAME = 1.0
# The widest margin beside a text.
_MARGIN = 12.0
# An empty strip over the table's width lower than a line of text is no row; two may follow.
_STRIP, _WIDEST = 7.0, 14.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """The cells of one framed text: what it is made of, and the margins over and under it."""

    lines: list[RawCell]
    sides: list[RawCell]
    over: RawCell | None
    under: RawCell | None

    def margins(self) -> list[RawCell]:
        """What is over and under the text."""
        return [margin for margin in (self.over, self.under) if margin is not None]


def without_frames(raw: RawTable) -> RawTable:
    """The table with each text and the margins painted around it as one cell."""
    cells = [cell for row in raw.rows for cell in row if cell is not None]
    frames = _frames(cells)
    if not any(line.text.strip() for frame in frames for line in frame.lines):
        return raw
    whole: list[RawCell] = []
    gone: set[int] = set()
    for frame in sorted(_parted(frames), key=lambda frame: -len(frame.margins())):
        parts = [*frame.lines, *frame.sides, *frame.margins()]
        if not any(id(part) in gone for part in parts):
            gone.update(id(part) for part in parts)
            whole.append(_joined(frame.lines, parts))
    kept = [cell for cell in cells if id(cell) not in gone]
    return replace(raw, rows=in_rows(_level(kept + whole)))


def _parted(frames: Sequence[_Frame]) -> list[_Frame]:
    """The frames with each margin in one of them.

    Where no rule shows between two cells one margin parts them. It is the cell's whose other
    margin is as high, else the lower one's.
    """
    above = {id(frame.under): frame for frame in frames if frame.under is not None}
    below = {id(frame.over): frame for frame in frames if frame.over is not None}
    uppers = {
        key
        for key in above.keys() & below.keys()
        if _misfit(above[key].under, above[key].over) + _SAME
        < _misfit(below[key].over, below[key].under)
    }
    return [
        replace(
            frame,
            over=None if id(frame.over) in uppers else frame.over,
            under=None if id(frame.under) in below.keys() - uppers else frame.under,
        )
        for frame in frames
    ]


def _misfit(one: RawCell | None, other: RawCell | None) -> float:
    if one is None or other is None:
        return float("inf")
    return abs((one.bottom - one.top) - (other.bottom - other.top))


class _CellsBySide:
    """Cells by the position of one of their sides, in points."""

    def __init__(self, cells: Iterable[RawCell], side: Callable[[RawCell], float]) -> None:
        self._side = side
        self._cells: dict[int, list[RawCell]] = {}
        for cell in cells:
            self._cells.setdefault(round(side(cell)), []).append(cell)

    def at(self, value: float) -> list[RawCell]:
        """The cells whose side is at `value`."""
        near = (round(value) + step for step in (-1, 0, 1))
        return [
            cell
            for key in near
            for cell in self._cells.get(key, ())
            if _is_same(self._side(cell), value)
        ]


def _frames(cells: Sequence[RawCell]) -> list[_Frame]:
    empty = [cell for cell in cells if not cell.text.strip()]
    margins = [cell for cell in empty if cell.x1 - cell.x0 <= _MARGIN]
    if not margins:
        return []
    broad = [cell for cell in cells if cell.x1 - cell.x0 > _MARGIN]
    by_left, by_right = _CellsBySide(broad, lambda c: c.x0), _CellsBySide(broad, lambda c: c.x1)
    starts, stops = _CellsBySide(margins, lambda c: c.x0), _CellsBySide(margins, lambda c: c.x1)
    tops, bottoms = _CellsBySide(empty, lambda c: c.top), _CellsBySide(empty, lambda c: c.bottom)
    frames: dict[int, _Frame] = {}
    for margin in margins:
        for beside in (by_left.at(margin.x1), by_right.at(margin.x0)):
            lines = _lines_beside(margin, beside)
            if not lines or id(lines[0]) in frames:
                continue
            left = [m for m in stops.at(lines[0].x0) if _is_as_high(m, margin)][:1]
            right = [m for m in starts.at(lines[0].x1) if _is_as_high(m, margin)][:1]
            tries = [
                _frame(lines, sides, bottoms, tops) for sides in ([*left, *right], left, right)
            ]
            # A column that only happens to be narrow and empty stands on one side of a text.
            frame = next((f for f in tries if len(f.margins()) == 2), tries[0])
            if len(frame.margins()) == 2 or len(frame.sides) == 2:
                frames[id(lines[0])] = frame
    return list(frames.values())


def _frame(
    lines: list[RawCell], sides: list[RawCell], bottoms: _CellsBySide, tops: _CellsBySide
) -> _Frame:
    """The frame with these sides, and the margins as wide as it over and under it."""
    x0 = min(part.x0 for part in (*lines, *sides))
    x1 = max(part.x1 for part in (*lines, *sides))
    over, under = (
        next((c for c in near if _is_same(c.x0, x0) and _is_same(c.x1, x1)), None)
        for near in (bottoms.at(lines[0].top), tops.at(lines[-1].bottom))
    )
    return _Frame(lines, sides, over, under)


def _lines_beside(margin: RawCell, cells: Iterable[RawCell]) -> list[RawCell]:
    """The cells beside a margin, one under the other, that together are as high as it."""
    lines = sorted(
        (c for c in cells if c.top >= margin.top - _SAME and c.bottom <= margin.bottom + _SAME),
        key=lambda c: c.top,
    )
    if not lines:
        return []
    edges = [margin.top, *(line.bottom for line in lines)]
    is_whole = _is_same(edges[-1], margin.bottom) and all(
        _is_same(line.top, edge) for line, edge in zip(lines, edges, strict=False)
    )
    is_even = all(
        _is_same(line.x0, lines[0].x0) and _is_same(line.x1, lines[0].x1) for line in lines
    )
    return lines if is_whole and is_even else []


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME


def _is_as_high(cell: RawCell, other: RawCell) -> bool:
    return _is_same(cell.top, other.top) and _is_same(cell.bottom, other.bottom)


def _joined(lines: Sequence[RawCell], parts: Sequence[RawCell]) -> RawCell:
    filled = [line for line in lines if line.text.strip()]
    return RawCell(
        min(part.x0 for part in parts),
        min(part.top for part in parts),
        max(part.x1 for part in parts),
        max(part.bottom for part in parts),
        "\n".join(line.text for line in filled),
        next((line.first_x0 for line in filled), None),
    )


def _level(cells: Sequence[RawCell]) -> list[RawCell]:
    """The cells with edges that only empty strips part taken as one edge; strips are no cells."""
    filled = {(cell.top, cell.bottom) for cell in cells if cell.text.strip()}
    level_of: dict[float, float] = {}
    start = last = 0.0
    for y in sorted({y for cell in cells for y in (cell.top, cell.bottom)}):
        is_strip = y - last <= _STRIP and y - start <= _WIDEST and (last, y) not in filled
        start = start if level_of and is_strip else y
        level_of[y], last = start, y
    level = [replace(cell, top=level_of[cell.top], bottom=level_of[cell.bottom]) for cell in cells]
    return [cell for cell in level if cell.bottom > cell.top or cell.text.strip()]

"""The cells of a table without ruling lines.

Belongs here: rows of the table by text or by level lines, the column each word stands in, cells
over several columns.
Does not belong here: which rows are the table's (`aligned_rows`), where columns are (`spread`),
what heads what (`headings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.read.layout import RawCell, RawTable, TextLine
from pipeline.read.stream.column_positions import body_columns, column_of
from pipeline.read.stream.headings import Headings, headings_over, row_edges
from pipeline.read.stream.table_rows import Block
from pipeline.read.stream.word_rows import (
    NUMBER,
    USUAL_PITCH,
    LevelRule,
    Row,
    Span,
    ends_of,
    entered_pitch,
    leading_of,
)

# Lines of a broken label are nearer than this share of the pitch of rows.
_WRAPPED = 0.75
_SPACE = 0.5
# Texts that begin further than this from the edge of their column, in font sizes, may be centred.
_INDENT = 1.5
# Level lines over less than this share of the table are over some columns only.
_ALL_ACROSS = 0.95
# So much nearer, in font sizes, is the row a line belongs to.
_NEARER = 0.1
# Words of a column that goes on may lie this far over its edges.
_OVERHANG = 3.0
# More words than this over columns are no headings.
_MOST = 300
# Level lines this near to the first and last row are the table's.
_NEAR = 20.0


def edges_of(table: RawTable) -> list[float]:
    """Return the edges of the columns of a table without ruling lines, the outer ones as well."""
    return sorted({edge for row in table.rows for c in row if c for edge in (c.x0, c.x1)})


def table_of(
    block: Block, lines: Sequence[LevelRule], above: Sequence[float] | None = None
) -> tuple[RawTable, list[int]] | None:
    """Return the table of a block and the characters it takes up, None where it is none.

    `above` are the edges of columns that it may go on in.
    """
    columns = body_columns(block.body) if block.body else []
    if block.is_sure and len(columns) < 2:
        return None
    if len(columns) + sum(len(row.words) for row in block.header) > _MOST:
        return None
    top = (block.header or block.body)[0].top - 1
    pitch = entered_pitch(block.body)
    continued = None if block.header or above is None else _in_columns(block.body, above)
    headings = continued or headings_over(
        block.header, columns, _partial(lines, block), block.outer, pitch
    )
    if headings is None or not (continued or block.is_sure or _is_headed(block, headings)):
        return None
    edges = headings.edges
    cells: list[list[RawCell | None]] = []
    body = _bands(block.body, edges, lines) if block.body else []
    split = block.header[-1].bottom + 1 if block.header else top
    if body and block.header:
        split = max(split, min(body[0][0][0], block.body[0].top))
        body[0] = ((split, body[0][0][1]), body[0][1])
    if block.header:
        cells += _heading_cells(headings, row_edges(headings, top, split))
    figures = [column is not None and column.is_figures for column in headings.columns]
    cells += [_cells(members, edges, figures, *span) for span, members in body]
    bottom = body[-1][0][1] if body else split
    rows = [*block.header, *block.body]
    used = [i for row in rows for _, own in row.words for i in own]
    return RawTable(edges[0], top, edges[-1], bottom, cells, is_ruled=False), used


def _in_columns(rows: Sequence[Row], edges: Sequence[float]) -> Headings | None:
    """Columns between given edges, where every word of the rows lies in one of them."""
    members: list[list[TextLine]] = [[] for _ in pairwise(edges)]
    for piece in (piece for row in rows for piece in row.pieces):
        k = _place((piece.x0 + piece.x1) / 2, edges)
        if piece.x0 < edges[k] - _OVERHANG or piece.x1 > edges[k + 1] + _OVERHANG:
            return None
        members[k].append(piece)
    return Headings(list(edges), [column_of(own) if own else None for own in members])


def _partial(lines: Sequence[LevelRule], block: Block) -> list[LevelRule]:
    """The level lines among the headings that do not go all across."""
    if not block.header:
        return []
    low, high = ends_of([*block.header, *block.body])
    return [
        line
        for line in lines
        if block.header[0].top < line.at < block.header[-1].bottom
        and line.high - line.low < _ALL_ACROSS * (high - low)
    ]


def _is_headed(block: Block, headings: Headings) -> bool:
    """Whether headings stand over all amounts, and over two columns at least."""
    lowest = {
        k
        for p in headings.placed
        if p.lower == headings.depth - 1
        for k in range(p.first, p.last + 1)
    }
    return len(lowest) >= 2 and all(
        _place((piece.x0 + piece.x1) / 2, headings.edges) in lowest
        for row in block.body
        for piece in row.amounts()
    )


def _heading_cells(headings: Headings, ys: Sequence[float]) -> list[list[RawCell | None]]:
    """The rows of headings; None where a cell covers."""
    edges = headings.edges
    count = len(edges) - 1
    covered = {
        (row, column)
        for p in headings.placed
        for row in range(p.upper, p.lower + 1)
        for column in range(p.first, p.last + 1)
    }
    at = {(p.upper, p.first): p for p in headings.placed}
    rows: list[list[RawCell | None]] = []
    for row in range(headings.depth):
        cells: list[RawCell | None] = []
        for column in range(count):
            placed = at.get((row, column))
            if placed is not None:
                cells.append(
                    RawCell(
                        edges[column],
                        ys[row],
                        edges[placed.last + 1],
                        ys[placed.lower + 1],
                        "\n".join(_joined(line) for line in placed.heading.lines),
                        placed.heading.x0,
                    )
                )
            elif (row, column) in covered:
                cells.append(None)
            else:
                cells.append(
                    RawCell(edges[column], ys[row], edges[column + 1], ys[row + 1], "", None)
                )
        rows.append(cells)
    return rows


def _bands(
    rows: list[Row], edges: Sequence[float], lines: Sequence[LevelRule]
) -> list[tuple[Span, list[Row]]]:
    """Rows of the body: between long level lines where there are, else one a row of text."""
    low, high = edges[0], edges[-1]
    cuts = sorted(
        line.at
        for line in lines
        if line.is_across(low, high) and rows[0].top - _NEAR < line.at < rows[-1].bottom + _NEAR
    )
    if cuts and cuts[0] < rows[0].middle and cuts[-1] > rows[-1].middle:
        banded = [((a, b), [row for row in rows if a <= row.middle < b]) for a, b in pairwise(cuts)]
        if all(sum(row.is_entered for row in members) <= 1 for _, members in banded):
            return [(span, members) for span, members in banded if members]
    groups = _wrapped(rows)
    ends = [rows[0].top - 1]
    ends += [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    ends.append(rows[-1].bottom + 1)
    return list(zip(pairwise(ends), groups, strict=True))


def _wrapped(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of text put together that are one row of the table: labels broken over lines.

    Lines of one label are set closer than rows; its amounts stand at one of them or between.
    """
    pitch = entered_pitch(rows) or USUAL_PITCH * rows[0].size
    groups = [[rows[0]]]
    for k in range(1, len(rows)):
        above, row = rows[k - 1 : k + 1]
        below = rows[k + 1] if k + 1 < len(rows) else None
        gap = row.middle - above.middle
        limit = min(leading_of(row.size, pitch), _WRAPPED * pitch)
        alone = sum(r.is_entered for r in (*groups[-1], row)) <= 1
        # The first line of a label whose amounts stand midway is nearer to these than to the row
        # before.
        is_first = (
            below is not None
            and not row.is_entered
            and any(r.is_entered for r in groups[-1])
            and below.middle - row.middle < gap - _NEARER * row.size
        )
        if gap < limit and alone and not is_first:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


@dataclass(slots=True)
class _Entry:
    """Words of one cell, line by line, and the columns they reach over."""

    first: int
    last: int
    lines: list[list[TextLine]]


def _cells(
    rows: Sequence[Row],
    edges: Sequence[float],
    figures: Sequence[bool],
    top: float,
    bottom: float,
) -> list[RawCell | None]:
    """One row of the table; text that runs over several columns is one cell over them."""
    entries: list[_Entry] = []
    for row in rows:
        fresh: list[_Entry] = []
        for piece in row.pieces:
            first, last = _reach(piece, edges)
            middle = _place((piece.x0 + piece.x1) / 2, edges)
            before = fresh[-1] if fresh else None
            if before is not None and first <= before.last:
                ours = before.lines[0][-1]
                own = _place((ours.x0 + ours.x1) / 2, edges)
                if own < middle and piece.x0 > ours.x1:
                    # Texts that reach over their cells: each in its own column.
                    before.last = min(before.last, middle - 1)
                    first = max(first, before.last + 1)
                else:
                    before.last = max(before.last, last)
                    before.lines[0].append(piece)
                    continue
            fresh.append(_Entry(first, max(first, last), [[piece]]))
        for entry in _over_empty(fresh, edges, figures) if len(rows) == 1 else fresh:
            other = next(
                (e for e in entries if e.first <= entry.last and entry.first <= e.last), None
            )
            if other is None:
                entries.append(entry)
            else:
                other.first = min(other.first, entry.first)
                other.last = max(other.last, entry.last)
                other.lines += entry.lines
    at = {entry.first: entry for entry in entries}
    cells: list[RawCell | None] = []
    covered = -1
    for c in range(len(edges) - 1):
        if c <= covered:
            cells.append(None)
            continue
        here = at.get(c)
        covered = c if here is None else here.last
        lines = here.lines if here else []
        cells.append(
            RawCell(
                edges[c],
                top,
                edges[covered + 1],
                bottom,
                "\n".join(_joined(line) for line in lines),
                lines[0][0].x0 if lines else None,
            )
        )
    return cells


def _over_empty(
    entries: list[_Entry], edges: Sequence[float], figures: Sequence[bool]
) -> list[_Entry]:
    """The entries of a row, a text in the middle of columns that are empty reaching over them."""
    taken = {k for entry in entries for k in range(entry.first, entry.last + 1)}
    for entry in entries:
        (pieces,) = entry.lines
        size, at = pieces[0].size, entry.first
        is_stray = figures[at]
        is_indented = pieces[0].x0 - edges[at] >= _INDENT * size
        if entry.last > at or NUMBER.match(pieces[0].text) or not (is_stray or is_indented):
            continue
        low = high = at
        while low and low - 1 not in taken:
            low -= 1
        while high + 2 < len(edges) and high + 1 not in taken:
            high += 1
        centre = (pieces[0].x0 + pieces[-1].x1) / 2

        def off(first: int, last: int, centre: float = centre) -> float:
            return abs((edges[first] + edges[last + 1]) / 2 - centre)

        runs = [(a, b) for a in range(low, at + 1) for b in range(at, high + 1) if a < b]
        best = min(runs, key=lambda run: off(*run), default=(at, at))
        if off(*best) < size and (is_stray or off(at, at) > size):
            entry.first, entry.last = best
    return entries


def _joined(pieces: Sequence[TextLine]) -> str:
    text = pieces[0].text
    for a, b in pairwise(pieces):
        text += (" " if b.x0 - a.x1 > _SPACE * b.size else "") + b.text
    return text


def _reach(piece: TextLine, edges: Sequence[float]) -> tuple[int, int]:
    """First and last column a word stands in, a little overhang aside; a number is in one."""
    if NUMBER.match(piece.text):
        first = _place((piece.x0 + piece.x1) / 2, edges)
        return first, first
    slack = 0.5 * piece.size
    first = _place(min(piece.x0 + slack, piece.x1), edges)
    return first, max(first, _place(max(piece.x1 - slack, piece.x0), edges))


def _place(x: float, edges: Sequence[float]) -> int:
    return max(0, min(len(edges) - 2, sum(1 for edge in edges if edge <= x) - 1))

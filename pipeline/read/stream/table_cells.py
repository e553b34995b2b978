"""The cells of a stream table.

Belongs here: rows of the table by text or by level rules, the column each word stands in, cells over
several columns.
Does not belong here: which rows of words are the table (`table_rows`), where columns are
(`column_positions`), which heading is over which (`stream_header`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.domain.text import is_amount_like
from pipeline.read.layout import RawCell, RawTable, TextLine
from pipeline.read.stream.column_positions import body_columns, column_of
from pipeline.read.stream.stream_header import StreamHeader, header_over, row_edges
from pipeline.read.stream.table_rows import TableRows
from pipeline.read.stream.word_rows import (
    USUAL_PITCH,
    LevelRule,
    Span,
    WordRow,
    ends_of,
    entered_pitch,
    leading_of,
)

# Lines of a broken label are nearer than this share of the pitch of rows.
_WRAPPED = 0.75
# A gap over this, in font sizes, is a space.
_SPACE = 0.5
# Texts that begin further than this from the edge of their column, in font sizes, may be centred.
_INDENT = 1.5
# Level rules over less than this share of the table are over some columns only.
_ALL_ACROSS = 0.95
# A line belongs to the row below it where that is nearer by so much, in font sizes.
_NEARER = 0.1
# Words may overhang the edges of the column of the page before by so much (points).
_OVERHANG = 3.0
# A header and columns of more words than this are none.
_MOST = 300
# Level rules within this many points of the first and last row are the table's.
_NEAR = 20.0


def edges_of(table: RawTable) -> list[float]:
    """Return the x of all edges of a stream table's columns, from the left."""
    return sorted({edge for row in table.rows for c in row if c for edge in (c.x0, c.x1)})


def table_of(
    table: TableRows, rules: Sequence[LevelRule], above: Sequence[float] | None = None
) -> tuple[RawTable, list[int]] | None:
    """Return the table that the rows form and the indices of its characters, None if they form none.

    `above` are the edges of columns that it may continue.
    """
    columns = body_columns(table.body) if table.body else []
    if table.is_sure and len(columns) < 2:
        return None
    if len(columns) + sum(len(row.words) for row in table.header) > _MOST:
        return None
    top = (table.header or table.body)[0].top - 1
    pitch = entered_pitch(table.body)
    continued = None if table.header or above is None else _in_columns(table.body, above)
    header = continued or header_over(
        table.header, columns, _partial(rules, table), table.outer, pitch
    )
    if header is None or not (continued or table.is_sure or _is_headed(table, header)):
        return None
    edges = header.edges
    cells: list[list[RawCell | None]] = []
    body = _bands(table.body, edges, rules) if table.body else []
    split = table.header[-1].bottom + 1 if table.header else top
    if body and table.header:
        split = max(split, min(body[0][0][0], table.body[0].top))
        body[0] = ((split, body[0][0][1]), body[0][1])
    if table.header:
        cells += _header_cells(header, row_edges(header, top, split))
    figures = [column is not None and column.is_figures for column in header.columns]
    cells += [_cells(members, edges, figures, *span) for span, members in body]
    bottom = body[-1][0][1] if body else split
    rows = [*table.header, *table.body]
    used = [i for row in rows for _, indices in row.words for i in indices]
    return RawTable(edges[0], top, edges[-1], bottom, cells, is_ruled=False), used


def _in_columns(rows: Sequence[WordRow], edges: Sequence[float]) -> StreamHeader | None:
    """Columns between given edges, without a header; None where a word lies over an edge."""
    members: list[list[TextLine]] = [[] for _ in pairwise(edges)]
    for piece in (piece for row in rows for piece in row.pieces):
        k = _column_of(piece, edges)
        if piece.x0 < edges[k] - _OVERHANG or piece.x1 > edges[k + 1] + _OVERHANG:
            return None
        members[k].append(piece)
    return StreamHeader(list(edges), [column_of(pieces) if pieces else None for pieces in members])


def _partial(rules: Sequence[LevelRule], table: TableRows) -> list[LevelRule]:
    """The level rules among the header rows that do not go all across."""
    if not table.header:
        return []
    low, high = ends_of([*table.header, *table.body])
    return [
        rule
        for rule in rules
        if table.header[0].top < rule.at < table.header[-1].bottom
        and rule.high - rule.low < _ALL_ACROSS * (high - low)
    ]


def _is_headed(table: TableRows, header: StreamHeader) -> bool:
    """Whether leaves stand over all amounts, and over two columns at least."""
    headed = {
        k
        for cell in header.cells
        if cell.lower == header.depth - 1
        for k in range(cell.first, cell.last + 1)
    }
    return len(headed) >= 2 and all(
        _column_of(piece, header.edges) in headed for row in table.body for piece in row.amounts()
    )


def _header_cells(header: StreamHeader, ys: Sequence[float]) -> list[list[RawCell | None]]:
    """The header rows of the table; None where a cell covers."""
    edges = header.edges
    covered = {
        (row, column)
        for cell in header.cells
        for row in range(cell.upper, cell.lower + 1)
        for column in range(cell.first, cell.last + 1)
    }
    at = {(cell.upper, cell.first): cell for cell in header.cells}

    def raw(row: int, column: int) -> RawCell | None:
        cell = at.get((row, column))
        if cell is None:
            if (row, column) in covered:
                return None
            return RawCell(edges[column], ys[row], edges[column + 1], ys[row + 1], "", None)
        return RawCell(
            edges[column],
            ys[row],
            edges[cell.last + 1],
            ys[cell.lower + 1],
            "\n".join(_joined(line) for line in cell.heading.lines),
            cell.heading.x0,
        )

    return [[raw(row, column) for column in range(len(edges) - 1)] for row in range(header.depth)]


def _bands(
    rows: list[WordRow], edges: Sequence[float], rules: Sequence[LevelRule]
) -> list[tuple[Span, list[WordRow]]]:
    """Rows of the body: between long level rules where there are any, else by text."""
    low, high = edges[0], edges[-1]
    cuts = sorted(
        rule.at
        for rule in rules
        if rule.is_across(low, high) and rows[0].top - _NEAR < rule.at < rows[-1].bottom + _NEAR
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


def _wrapped(rows: Sequence[WordRow]) -> list[list[WordRow]]:
    """Rows of words grouped into rows of the table: a label may be broken over lines.

    Lines of one label are set closer than rows; its amounts stand beside one of them or between two.
    """
    pitch = entered_pitch(rows) or USUAL_PITCH * rows[0].size
    groups = [[rows[0]]]
    for k in range(1, len(rows)):
        above, row = rows[k - 1 : k + 1]
        below = rows[k + 1] if k + 1 < len(rows) else None
        gap = row.middle - above.middle
        limit = min(leading_of(row.size, pitch), _WRAPPED * pitch)
        alone = sum(r.is_entered for r in (*groups[-1], row)) <= 1
        # The first line of a label whose amounts stand midway is nearer to them than to the row above.
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
    """The words of one cell line by line, and the columns `first` to `last` that they reach over."""

    first: int
    last: int
    lines: list[list[TextLine]]


def _cells(
    rows: Sequence[WordRow],
    edges: Sequence[float],
    figures: Sequence[bool],
    top: float,
    bottom: float,
) -> list[RawCell | None]:
    """One row of the table; text that runs over several columns is one cell over them."""
    entries: list[_Entry] = []
    for row in rows:
        fresh = _entries_of(row, edges)
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
    while len(cells) < len(edges) - 1:
        here = at.get(len(cells)) or _Entry(len(cells), len(cells), [])
        text = "\n".join(_joined(line) for line in here.lines)
        first_x0 = here.lines[0][0].x0 if here.lines else None
        left, right = edges[here.first], edges[here.last + 1]
        cells.append(RawCell(left, top, right, bottom, text, first_x0))
        cells += [None] * (here.last - here.first)
    return cells


def _entries_of(row: WordRow, edges: Sequence[float]) -> list[_Entry]:
    """The words of one line put together by the columns they reach over."""
    entries: list[_Entry] = []
    for piece in row.pieces:
        first, last = _reach(piece, edges)
        before = entries[-1] if entries else None
        if before is not None and first <= before.last:
            neighbour = before.lines[0][-1]
            column = _column_of(piece, edges)
            if _column_of(neighbour, edges) < column and piece.x0 > neighbour.x1:
                # Texts that overhang their cells: each in its own column.
                before.last = min(before.last, column - 1)
                first = max(first, before.last + 1)
            else:
                before.last = max(before.last, last)
                before.lines[0].append(piece)
                continue
        entries.append(_Entry(first, max(first, last), [[piece]]))
    return entries


def _over_empty(
    entries: list[_Entry], edges: Sequence[float], figures: Sequence[bool]
) -> list[_Entry]:
    """The entries of a row; a text in the middle of empty columns reaches over them."""
    taken = {k for entry in entries for k in range(entry.first, entry.last + 1)}
    for entry in entries:
        (pieces,) = entry.lines
        size, at = pieces[0].size, entry.first
        is_stray = figures[at]
        is_indented = pieces[0].x0 - edges[at] >= _INDENT * size
        if entry.last > at or is_amount_like(pieces[0].text) or not (is_stray or is_indented):
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
    if is_amount_like(piece.text):
        first = _column_of(piece, edges)
        return first, first
    slack = 0.5 * piece.size
    first = _column_at(min(piece.x0 + slack, piece.x1), edges)
    return first, max(first, _column_at(max(piece.x1 - slack, piece.x0), edges))


def _column_of(piece: TextLine, edges: Sequence[float]) -> int:
    """The column that holds the middle of a word."""
    return _column_at((piece.x0 + piece.x1) / 2, edges)


def _column_at(x: float, edges: Sequence[float]) -> int:
    return max(0, min(len(edges) - 2, bisect_right(edges, x) - 1))

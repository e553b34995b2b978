"""Takes apart tables that are drawn on one another with a title row between.

Belongs here: where within one grid a table ends and the next begins, by its edges and rows.
Does not belong here: tables apart on the page, titles as lines of text, the meaning of any word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.grid.edges import EDGE_TOLERANCE
from pipeline.grid.row_texts import filled_cells, is_data, row_texts
from pipeline.read.layout import RawCell, RawTable, table_of_cells

# A title row reaches over at least this share of the grid.
_FULL = 0.9
# Fewer rows than this are no table.
_MIN_ROWS = 2

RawRow = Sequence[RawCell | None]


def unstack(raw: RawTable) -> list[RawTable]:
    """The tables of a grid, top to bottom: the grid itself unless others are stacked in it.

    A row with one text over the whole width begins another table when amounts stand above and
    below it, and either no inner edge above goes on below, or the rows after it are the rows after
    the grid's own title again.
    """
    starts = [0]
    for r in range(_MIN_ROWS, len(raw.rows) - _MIN_ROWS + 1):
        above, below = raw.rows[starts[-1] : r], raw.rows[r:]
        if (
            r - starts[-1] >= _MIN_ROWS
            and _is_full(raw.rows[r], raw)
            and not _reaches_past(above, raw.rows[r])
            and (_other_edges(above, below, raw) or _same_head(above, below, raw))
            and _has_data(above)
            and _has_data(below)
        ):
            starts.append(r)
    if len(starts) == 1:
        return [raw]
    return [
        table_of_cells([cell for row in raw.rows[a:b] for cell in row if cell is not None])
        for a, b in pairwise([*starts, len(raw.rows)])
    ]


def _is_full(row: RawRow, raw: RawTable) -> bool:
    filled = filled_cells(row)
    return len(filled) == 1 and filled[0].x1 - filled[0].x0 >= _FULL * (raw.x1 - raw.x0)


def _reaches_past(rows: Sequence[RawRow], start: RawRow) -> bool:
    """Whether a cell of the rows goes on beside or below the row after them."""
    top = min(cell.top for cell in start if cell is not None)
    return any(
        cell.bottom > top + EDGE_TOLERANCE for row in rows for cell in row if cell is not None
    )


def _inner_edges(rows: Sequence[RawRow], raw: RawTable) -> list[float]:
    xs = {x for row in rows for cell in row if cell is not None for x in (cell.x0, cell.x1)}
    return [x for x in xs if raw.x0 + EDGE_TOLERANCE < x < raw.x1 - EDGE_TOLERANCE]


def _other_edges(above: Sequence[RawRow], below: Sequence[RawRow], raw: RawTable) -> bool:
    ours, theirs = _inner_edges(above, raw), _inner_edges(below, raw)
    return (
        bool(ours)
        and bool(theirs)
        and all(abs(a - b) > EDGE_TOLERANCE for a in ours for b in theirs)
    )


def _same_head(above: Sequence[RawRow], below: Sequence[RawRow], raw: RawTable) -> bool:
    if not _is_full(above[0], raw):
        return False
    ours = [texts for row in above[1:4] if (texts := row_texts(row))]
    theirs = [texts for row in below[1:4] if (texts := row_texts(row))]
    return bool(ours and theirs) and ours[0] == theirs[0] and len(ours[0]) > 1


def _has_data(rows: Sequence[RawRow]) -> bool:
    return any(is_data(row_texts(row)) for row in rows)

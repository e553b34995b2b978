"""Puts the columns of a table that is too wide for its sheet beside the rest of it.

Belongs here: sheets of columns alone, printed after the sheets of the table they belong to.
Does not belong here: tables that go on downwards (`continuation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.grid.model import GridCell, GridRow, PrintedTable
from pipeline.grid.texts import is_amount_like, is_data

# The rows of both are ruled at the same heights.
_SAME_HEIGHT = 1.5
# Fewer rows may agree by chance.
_MIN_ROWS = 6


def is_beside(left: PrintedTable, right: PrintedTable) -> bool:
    """Whether `right` holds only columns of amounts that belong at the right side of `left`.

    It has as many sheets, its rows stand where rows of `left` stand, there are no labels in it
    below its header, and it is narrower.
    """
    if len(left.page_numbers) != len(right.page_numbers) or _width(right) >= _width(left):
        return False
    if len(right.rows) < _MIN_ROWS or right.page_numbers[0] != left.page_numbers[-1] + 1:
        return False
    first = _first_data(left)
    if first is None:
        return False
    places = _places(left, right)
    if any(place is None for place in places):
        return False
    body = [row for row, place in zip(right.rows, places, strict=True) if (place or 0) >= first]
    # Rows of the table that the sheet of columns does not have would be labels alone.
    if len(body) != sum(1 for row in left.rows[first:] if any(row.cells)):
        return False
    return all(not text or is_amount_like(text) for row in body for text in row.texts())


def put_beside(left: PrintedTable, right: PrintedTable) -> PrintedTable:
    """`left` with the columns of `right` after its own; lines above both stay."""
    added: dict[int, dict[int, GridCell]] = {}
    for row, place in zip(right.rows, _places(left, right), strict=True):
        if place is None:
            continue
        for cell in row.cells:
            if cell is not None:
                added.setdefault(place, {})[cell.column] = replace(
                    cell,
                    row=place,
                    column=left.column_count + cell.column,
                    row_span=_span(left, place, cell),
                )
    rows = []
    for row in left.rows:
        more = added.get(row.index, {})
        cells = list(row.cells) + [None] * (left.column_count - len(row.cells))
        cells += [more.get(k) for k in range(right.column_count)]
        rows.append(replace(row, cells=tuple(cells)))
    known = {line.text for line in left.above}
    return PrintedTable(
        ordinal=left.ordinal,
        rows=rows,
        column_count=left.column_count + right.column_count,
        above=left.above + [line for line in right.above if line.text not in known],
        below=left.below + right.below,
    )


def _width(table: PrintedTable) -> float:
    boxes = [cell.box for cell in table.cells()]
    return max(box.x1 for box in boxes) - min(box.x0 for box in boxes)


def _first_data(table: PrintedTable) -> int | None:
    return next((row.index for row in table.rows if is_data(t for t in row.texts() if t)), None)


def _top(row: GridRow) -> float:
    return min((cell.box.top for cell in row.cells if cell is not None), default=float("inf"))


def _places(left: PrintedTable, right: PrintedTable) -> list[int | None]:
    """For each row of `right` the row of `left` at the same height of the same sheet."""
    sheet_of = {page: k for k, page in enumerate(left.page_numbers)}
    tops: dict[int, list[tuple[float, int]]] = {}
    for row in left.rows:
        tops.setdefault(sheet_of[row.page_number], []).append((_top(row), row.index))
    sheet_of = {page: k for k, page in enumerate(right.page_numbers)}
    return [_at(tops.get(sheet_of[row.page_number], []), _top(row)) for row in right.rows]


def _at(tops: Sequence[tuple[float, int]], top: float) -> int | None:
    return next((index for other, index in tops if abs(other - top) <= _SAME_HEIGHT), None)


def _span(left: PrintedTable, place: int, cell: GridCell) -> int:
    page = left.rows[place].page_number
    inside = [
        row
        for row in left.rows[place:]
        if row.page_number == page and _top(row) < cell.box.bottom - _SAME_HEIGHT
    ]
    return max(1, len(inside))

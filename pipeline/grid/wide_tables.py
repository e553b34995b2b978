"""Puts the columns of a table that is too wide for its sheet beside the rest of it.

Belongs here: sheets of columns alone, printed after the sheets of the table they belong to.
Does not belong here: tables that go on downwards (`continuation`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.domain.text import is_amount_like
from pipeline.grid.printed_table import GridCell, GridRow, PrintedTable
from pipeline.grid.row_texts import is_data

# The rows of both are ruled at the same heights.
_SAME_HEIGHT = 1.5
# Fewer rows may agree by chance, where lines of text stand above the second.
_MIN_ROWS = 6

_DIGIT = re.compile(r"\d")

# A lone text in a cell at least this share of its table wide is a title.
_TITLE = 0.5
# A heading may stand over all columns too.
_NAMES_A_TABLE = re.compile(r"表([（(].*[）)])?$")


def is_beside(left: PrintedTable, right: PrintedTable) -> bool:
    """Whether `right` holds only columns of amounts that belong at the right side of `left`.

    It has as many sheets, its rows stand at the heights of rows of `left`, and below its header there are
    no labels in it, or first of all those of `left` again. It is narrower, or has no title of its
    own and other headings; with labels the latter must be.
    """
    if len(left.page_numbers) != len(right.page_numbers):
        return False
    if right.page_numbers[0] != left.page_numbers[-1] + 1:
        return False
    known = {line.text for line in left.above}
    # Also at the foot of the page before: a caption may stand there.
    is_titled = any(line.text not in known for line in right.above)
    if is_titled and len(right.rows) < _MIN_ROWS:
        return False
    first = _first_data(left)
    if first is None:
        return False
    left_rows = _rows_of_left(left, right)
    if any(left_row is None for left_row in left_rows):
        return False
    body = [
        row
        for row, left_row in zip(right.rows, left_rows, strict=True)
        if (left_row or 0) >= first and not row.is_repeated_header
    ]
    # Rows of the table that the sheet of columns does not have would be labels alone.
    needed = [row for row in left.rows[first:] if any(row.cells) and not row.is_repeated_header]
    if len(body) != len(needed):
        return False
    again = _labels_again(left, right, left_rows)
    is_other = not is_titled and not _starts_anew(left, right) and _has_other_header(left, right)
    cut = _cut_cells(left, right, left_rows, len(again))
    if again:
        return is_other and _are_measures(body, again, cut)
    if not is_other and _width(right) >= _width(left):
        return False
    ends = {id(cell) for cell in cut.values()}
    only_amounts = all(
        cell is None or not cell.text or is_amount_like(cell.text) or id(cell) in ends
        for row in body
        for cell in row.cells
    )
    return only_amounts or (is_other and len(body) >= _MIN_ROWS and _begins_with_amounts(body))


def _starts_anew(left: PrintedTable, right: PrintedTable) -> bool:
    """Whether a title of its own stands in the first rows of `right`: a lone text, most of its
    width, that `left` does not print."""
    known = {text for row in left.rows[: _first_data(left)] for text in row.texts()}
    for row in right.rows[: _first_data(right)]:
        filled = [cell for cell in row.cells if cell is not None and cell.text]
        if len(filled) > 1:
            return False
        box = filled[0].box if filled else None
        text = filled[0].text if filled else ""
        is_wide = box is not None and box.x1 - box.x0 >= _TITLE * _width(right)
        if is_wide and text not in known and _NAMES_A_TABLE.search(text):
            return True
    return False


def _has_other_header(left: PrintedTable, right: PrintedTable) -> bool:
    """Whether the headings differ: equal ones head the same form filled in again."""
    first = _first_data(right)
    header = [t for row in right.rows[:first] for t in row.texts() if t]
    ours = [t for row in left.rows[: _first_data(left)] for t in row.texts() if t]
    return bool(header) and header != ours


def _begins_with_amounts(body: Sequence[GridRow]) -> bool:
    """Whether the first column is one of amounts: a table of its own begins with labels."""
    texts = [cell.text for row in body if (cell := row.cells[0]) is not None and cell.text]
    amounts = sum(is_amount_like(text) and bool(set(text) & set(".,")) for text in texts)
    return 2 * amounts > len(texts)


def _are_measures(
    body: Sequence[GridRow], labels: frozenset[int], cut: Mapping[int, GridCell]
) -> bool:
    """Whether each column but the labels holds amounts alone or none, and one of them amounts (or
    all are blank): the entries of a form filled in again are words and numbers mixed. `cut` cells
    do not count."""
    kinds: dict[int, set[bool]] = {}
    ends = {id(cell) for cell in cut.values()}
    for row in body:
        for cell in row.cells:
            if id(cell) in ends:
                continue
            if cell is not None and cell.text and cell.column not in labels:
                kinds.setdefault(cell.column, set()).add(is_amount_like(cell.text))
    return not kinds or ({True} in kinds.values() and {True, False} not in kinds.values())


def _labels_again(
    left: PrintedTable, right: PrintedTable, left_rows: Sequence[int | None]
) -> frozenset[int]:
    """The leading columns of `right` that print what the same columns of `left` print."""
    again = 0
    while again < min(right.column_count, left.column_count) and _is_column_again(
        left, right, left_rows, again
    ):
        again += 1
    return frozenset(range(again))


def _is_column_again(
    left: PrintedTable, right: PrintedTable, left_rows: Sequence[int | None], column: int
) -> bool:
    words = 0
    for row, left_row in zip(right.rows, left_rows, strict=True):
        ours = left.rows[left_row or 0].cells[column]
        theirs = row.cells[column]
        if (ours.text if ours else "") != (theirs.text if theirs else ""):
            return False
        words += theirs is not None and bool(theirs.text) and not is_amount_like(theirs.text)
    return words > 0


def _cut_cells(
    left: PrintedTable, right: PrintedTable, left_rows: Sequence[int | None], first: int
) -> dict[int, GridCell]:
    """By row of `left`, the cell of `right` that is the rest of its last one.

    The edge of the sheet cut a merged heading or label in two: the same words end the row of one
    sheet and begin that of the other, in the first column that is no label again.
    """
    cut: dict[int, GridCell] = {}
    for row, left_row in zip(right.rows, left_rows, strict=True):
        last = _last_cell(left, left_row)
        rest = row.cells[first] if first < len(row.cells) else None
        if left_row is None or last is None or rest is None:
            continue
        if rest.text and rest.text == last.text and not _DIGIT.search(rest.text):
            cut[left_row] = rest
    return cut


def _last_cell(table: PrintedTable, row: int | None) -> GridCell | None:
    """The cell that reaches the right edge of the table in a row, if one does."""
    if row is None:
        return None
    last = next((c for c in reversed(table.rows[row].cells) if c is not None), None)
    is_at_edge = last is not None and last.column + last.column_span >= table.column_count
    return last if is_at_edge else None


def put_beside(left: PrintedTable, right: PrintedTable) -> PrintedTable:
    """`left` with the columns of `right` after its own; lines above both stay.

    Labels that `right` prints again are columns too, the last ones: nothing printed is dropped. A
    cell that the sheet's edge cut in two is one again.
    """
    left_rows = _rows_of_left(left, right)
    again = len(_labels_again(left, right, left_rows))
    cut = _cut_cells(left, right, left_rows, again)
    count = right.column_count
    added: dict[int, dict[int, GridCell]] = {}
    for row, left_row in zip(right.rows, left_rows, strict=True):
        if left_row is None:
            continue
        for cell in row.cells:
            if cell is not None and cell is not cut.get(left_row):
                column = (cell.column - again) % count
                added.setdefault(left_row, {})[column] = replace(
                    cell,
                    row=left_row,
                    column=left.column_count + column,
                    row_span=_span(left, left_row, cell),
                )
    rows = []
    for row in left.rows:
        more = added.get(row.index, {})
        cells = list(row.cells) + [None] * (left.column_count - len(row.cells))
        rest, last = cut.get(row.index), _last_cell(left, row.index)
        if rest is not None and last is not None:
            whole = replace(last, column_span=last.column_span + rest.column_span)
            cells[last.column] = whole
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


def _rows_of_left(left: PrintedTable, right: PrintedTable) -> list[int | None]:
    """For each row of `right` the row of `left` at the same height of the same sheet."""
    sheet_of = {page: k for k, page in enumerate(left.page_numbers)}
    tops: dict[int, list[tuple[float, int]]] = {}
    for row in left.rows:
        tops.setdefault(sheet_of[row.page_number], []).append((_top(row), row.index))
    sheet_of = {page: k for k, page in enumerate(right.page_numbers)}
    return [_at(tops.get(sheet_of[row.page_number], []), _top(row)) for row in right.rows]


def _at(tops: Sequence[tuple[float, int]], top: float) -> int | None:
    return next((index for other, index in tops if abs(other - top) <= _SAME_HEIGHT), None)


def _span(left: PrintedTable, left_row: int, cell: GridCell) -> int:
    page = left.rows[left_row].page_number
    inside = [
        row
        for row in left.rows[left_row:]
        if row.page_number == page and _top(row) < cell.box.bottom - _SAME_HEIGHT
    ]
    return max(1, len(inside))

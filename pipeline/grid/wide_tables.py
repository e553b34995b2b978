"""Puts the columns of a table that is too wide for its sheet beside the rest of it.

Belongs here: sheets of columns alone, printed after the sheets of the table they belong to.
Does not belong here: tables that go on downwards (`continuation`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
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


# Each row of the sheets at the right, with the row of the left table at its height: (left, right).
_Pairs = Sequence[tuple[GridRow, GridRow]]


def put_beside(left: PrintedTable, right: PrintedTable) -> PrintedTable | None:
    """`left` with the columns of `right` after its own, None where they are not further columns of it.

    Labels that `right` prints again are columns too, the last ones: nothing printed is dropped. A
    cell that the sheet's edge cut in two is one again. Lines above both stay.
    """
    if len(left.page_numbers) != len(right.page_numbers):
        return None
    if right.page_numbers[0] != left.page_numbers[-1] + 1:
        return None
    pairs = _pairs(left, right)
    again = _labels_again(pairs, min(left.column_count, right.column_count))
    cut = _cut_cells(pairs, again)
    ends = {id(rest) for _, rest in cut.values()}
    if not _is_beside(left, right, pairs, again, ends):
        return None
    cells: list[list[GridCell | None]] = [
        [*row.cells, *[None] * right.column_count] for row in left.rows
    ]
    for index, (last, rest) in cut.items():
        cells[index][last.column] = replace(last, column_span=last.column_span + rest.column_span)
    for ours, theirs in pairs:
        for cell in theirs.cells:
            if cell is not None and id(cell) not in ends:
                column = left.column_count + (cell.column - again) % right.column_count
                cells[ours.index][column] = replace(
                    cell, row=ours.index, column=column, row_span=_span(left, ours, cell)
                )
    known = {line.text for line in left.above}
    return PrintedTable(
        ordinal=left.ordinal,
        rows=[replace(row, cells=tuple(cells[row.index])) for row in left.rows],
        column_count=left.column_count + right.column_count,
        above=left.above + [line for line in right.above if line.text not in known],
        below=left.below + right.below,
    )


def _is_beside(
    left: PrintedTable, right: PrintedTable, pairs: _Pairs, again: int, ends: Collection[int]
) -> bool:
    """Whether `right` holds only columns of amounts that belong at the right side of `left`.

    Its rows stand at the heights of rows of `left`, and below its header there are no labels in it,
    or first of all those of `left` again (`again` columns). It is narrower, or has no title of its own
    and other headings; with labels the latter must be. `ends` are cells cut by the sheet's edge.
    """
    known = {line.text for line in left.above}
    # Also at the foot of the page before: a caption may stand there.
    is_titled = any(line.text not in known for line in right.above)
    if is_titled and len(right.rows) < _MIN_ROWS:
        return False
    first = _first_data(left)
    if first is None or len(pairs) < len(right.rows):
        return False
    body = [
        theirs for ours, theirs in pairs if ours.index >= first and not theirs.is_repeated_header
    ]
    # Rows of the table that the sheet of columns does not have would be labels alone.
    needed = [row for row in left.rows[first:] if any(row.cells) and not row.is_repeated_header]
    if len(body) != len(needed):
        return False
    # Equal headings head the same form filled in again.
    header = _header_texts(right)
    is_other = (
        not is_titled and not _starts_anew(left, right) and header not in ([], _header_texts(left))
    )
    if again:
        return is_other and _are_measures(body, again, ends)
    if not is_other and _width(right) >= _width(left):
        return False
    only_amounts = all(
        cell is None or not cell.text or is_amount_like(cell.text) or id(cell) in ends
        for row in body
        for cell in row.cells
    )
    return only_amounts or (is_other and len(body) >= _MIN_ROWS and _begins_with_amounts(body))


def _starts_anew(left: PrintedTable, right: PrintedTable) -> bool:
    """Whether a title of its own stands in the first rows of `right`: a lone text, most of its
    width, that `left` does not print."""
    known = set(_header_texts(left))
    for row in right.rows[: _first_data(right)]:
        filled = [cell for cell in row.cells if cell is not None and cell.text]
        if len(filled) > 1:
            return False
        for cell in filled:
            is_wide = cell.box.x1 - cell.box.x0 >= _TITLE * _width(right)
            if is_wide and cell.text not in known and _NAMES_A_TABLE.search(cell.text):
                return True
    return False


def _header_texts(table: PrintedTable) -> list[str]:
    return [text for row in table.rows[: _first_data(table)] for text in row.texts() if text]


def _begins_with_amounts(body: Sequence[GridRow]) -> bool:
    """Whether the first column is one of amounts: a table of its own begins with labels."""
    texts = [cell.text for row in body if (cell := row.cells[0]) is not None and cell.text]
    amounts = sum(is_amount_like(text) and bool(set(text) & set(".,")) for text in texts)
    return 2 * amounts > len(texts)


def _are_measures(body: Sequence[GridRow], labels: int, ends: Collection[int]) -> bool:
    """Whether each column after the labels holds amounts alone or none, and one of them amounts (or
    all are blank): the entries of a form filled in again are words and numbers mixed. Cells cut by
    the sheet's edge (`ends`) do not count."""
    kinds: dict[int, set[bool]] = {}
    for row in body:
        for cell in row.cells:
            if cell is not None and cell.text and cell.column >= labels and id(cell) not in ends:
                kinds.setdefault(cell.column, set()).add(is_amount_like(cell.text))
    return not kinds or ({True} in kinds.values() and {True, False} not in kinds.values())


def _labels_again(pairs: _Pairs, columns: int) -> int:
    """How many leading columns of both print the same words."""
    texts = [(ours.texts(), theirs.texts()) for ours, theirs in pairs]
    return next((k for k in range(columns) if not _is_column_again(texts, k)), columns)


def _is_column_again(texts: Sequence[tuple[tuple[str, ...], tuple[str, ...]]], column: int) -> bool:
    if any(ours[column] != theirs[column] for ours, theirs in texts):
        return False
    return any(theirs[column] and not is_amount_like(theirs[column]) for _, theirs in texts)


def _cut_cells(pairs: _Pairs, first: int) -> dict[int, tuple[GridCell, GridCell]]:
    """By row of the left table its last cell, and the cell at the right that is the rest of it.

    The edge of the sheet cut a merged heading or label in two: the same words end the row of one
    sheet and begin that of the other, in the `first` column that is no label again.
    """
    cut: dict[int, tuple[GridCell, GridCell]] = {}
    for ours, theirs in pairs:
        last = next((cell for cell in reversed(ours.cells) if cell is not None), None)
        rest = theirs.cells[first] if first < len(theirs.cells) else None
        if last is None or rest is None or last.column + last.column_span < len(ours.cells):
            continue
        if rest.text and rest.text == last.text and not _DIGIT.search(rest.text):
            cut[ours.index] = last, rest
    return cut


def _width(table: PrintedTable) -> float:
    boxes = [cell.box for cell in table.cells()]
    return max(box.x1 for box in boxes) - min(box.x0 for box in boxes)


def _first_data(table: PrintedTable) -> int | None:
    return next((row.index for row in table.rows if is_data(t for t in row.texts() if t)), None)


def _top(row: GridRow) -> float:
    return min((cell.box.top for cell in row.cells if cell is not None), default=float("inf"))


def _pairs(left: PrintedTable, right: PrintedTable) -> _Pairs:
    """Each row of `right` that has one, and the row of `left` at the same height of the same sheet."""
    sheets = dict(zip(right.page_numbers, left.page_numbers, strict=True))
    tops: dict[int, list[tuple[float, GridRow]]] = {}
    for row in left.rows:
        tops.setdefault(row.page_number, []).append((_top(row), row))
    result = []
    for row in right.rows:
        top = _top(row)
        level = tops.get(sheets[row.page_number], [])
        result += [(ours, row) for other, ours in level if abs(other - top) <= _SAME_HEIGHT][:1]
    return result


def _span(left: PrintedTable, first: GridRow, cell: GridCell) -> int:
    """How many rows of `left` from `first` on a cell of the other sheet reaches over."""
    inside = [
        row
        for row in left.rows[first.index :]
        if row.page_number == first.page_number and _top(row) < cell.box.bottom - _SAME_HEIGHT
    ]
    return max(1, len(inside))

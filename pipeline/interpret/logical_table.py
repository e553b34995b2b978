"""A printed grid as the table of rows and columns that a reader sees, without frames and captions.

Drawing programs put frames, double lines and margins into a grid: one column on paper becomes three
of the grid, one line on paper three rows. Cells keep their row and column of the grid (the key of a
printed cell); this view only says which of them share a logical row or column.

Belongs here: logical rows and columns, caption rows inside a grid, the numbering row.
Does not belong here: what a heading or a label means.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import GridCell, GridRow, PrintedTable

_PLAIN_INTEGER = re.compile(r"^\d{1,3}$")
# A caption row inside the grid is one of so many first rows.
MAX_CAPTION_ROWS = 6


@dataclass(slots=True)
class LogicalRow:
    """One line of the table as a reader sees it.

    `cells` has one entry a logical column: the cell that starts there, None where one from the
    left or above covers it. `cover` names that covering cell. `page_number` is the page of the
    first of its grid rows, `index` that row's place in the grid.
    """

    index: int
    page_number: int
    cells: list[GridCell | None]
    cover: list[GridCell | None]
    is_repeated_header: bool = False

    def text(self, column: int) -> str:
        """Text of the cell that starts in a column, '' where none does."""
        cell = self.cells[column]
        return "" if cell is None else cell.text

    def filled(self) -> list[GridCell]:
        """Cells with text, left to right."""
        return [cell for cell in self.cells if cell is not None and squeeze(cell.text)]


@dataclass(slots=True)
class LogicalTable:
    """The logical view of a printed table.

    `column_of` maps a grid column to its logical column; `extra` are filled cells that share a
    logical place with another (their text is part of that place's heading or is kept as printed).
    """

    table: PrintedTable
    rows: list[LogicalRow]
    column_count: int
    column_of: dict[int, int]
    extra: list[GridCell] = field(default_factory=list)


def logical_table(table: PrintedTable) -> LogicalTable:
    """The logical view of a table: columns that rows with numbers use, rows cut by frames joined."""
    starts = _column_starts(table)
    column_of = {
        column: max((i for i, start in enumerate(starts) if start <= column), default=0)
        for column in range(table.column_count)
    }
    extra: list[GridCell] = []
    rows = [_logical_row(row, column_of, len(starts), extra) for row in table.rows]
    _cover(rows, table, column_of)
    return LogicalTable(table, _join_framed_rows(rows), len(starts), column_of, extra)


def _column_starts(table: PrintedTable) -> list[int]:
    """Grid columns at which a logical column starts: where rows with numbers have their cells.

    Frames start cells too, but never hold text. A number set in a frame of its own in one row and
    over the whole width in another is one column. Without any row with numbers every grid column
    that ever starts a filled cell counts.
    """
    with_numbers = [
        row
        for row in table.rows
        if any(c is not None and is_amount_like(c.text) for c in row.cells)
        and not is_numbering(row.cells)
    ]
    anchored = {c.column for row in with_numbers or table.rows for c in row.cells if c is not None}
    ever_filled = {
        c.column for row in table.rows for c in row.cells if c is not None and squeeze(c.text)
    }
    starts: list[int] = []
    for column in sorted(anchored & ever_filled):
        if not starts or not _is_framed_twin(with_numbers, starts[-1], column):
            starts.append(column)
    return starts if starts[:1] == [0] else [0, *starts]


def _is_framed_twin(rows: Sequence[GridRow], first: int, second: int) -> bool:
    """Whether two grid columns hold numbers of one column, framed in some rows and not in others."""
    reaches = False
    for row in rows:
        one = row.cells[first] if first < len(row.cells) else None
        two = row.cells[second] if second < len(row.cells) else None
        first_text = squeeze(one.text) if one is not None else ""
        second_text = squeeze(two.text) if two is not None else ""
        if first_text and second_text:
            return False
        for text in (first_text, second_text):
            if text and not is_amount_like(text):
                return False
        if one is not None and first_text and one.column + one.column_span > second:
            reaches = True
    return reaches


def _logical_row(
    row: GridRow, column_of: dict[int, int], count: int, extra: list[GridCell]
) -> LogicalRow:
    cells: list[GridCell | None] = [None] * count
    for cell in row.cells:
        if cell is None:
            continue
        place = column_of[cell.column]
        taken = cells[place]
        if taken is None or not squeeze(taken.text):
            cells[place] = cell
        elif squeeze(cell.text):
            extra.append(cell)
    return LogicalRow(row.index, row.page_number, cells, [None] * count, row.is_repeated_header)


def _cover(rows: list[LogicalRow], table: PrintedTable, column_of: dict[int, int]) -> None:
    """Fill `cover`: which cell reaches over each place, by its spans in the grid."""
    place_of = {row.index: number for number, row in enumerate(rows)}
    for row in rows:
        for cell in row.cells:
            if cell is None:
                continue
            last = column_of.get(cell.column + cell.column_span - 1, column_of[cell.column])
            for offset in range(cell.row_span):
                number = place_of.get(cell.row + offset)
                if number is None or (offset and rows[number].page_number != row.page_number):
                    break
                for column in range(column_of[cell.column], last + 1):
                    other = rows[number].cover[column]
                    own = other is not None and other.row == rows[number].index
                    if other is None or not squeeze(other.text) or (not offset and not own):
                        rows[number].cover[column] = cell


def _join_framed_rows(rows: list[LogicalRow]) -> list[LogicalRow]:
    """Join grid rows that a frame inside a cell cut apart.

    A first cell that reaches over several rows, none of which fills a column another one fills,
    is one line. Rows over which a body's or class's name is merged fill the same columns.
    """
    result: list[LogicalRow] = []
    number = 0
    while number < len(rows):
        group = rows[number : number + _frame_span(rows, number)]
        if not _fits_one_line(group):
            group = group[:1]
        row, *others = group
        for other in others:
            for column, cell in enumerate(other.cells):
                if cell is not None and squeeze(cell.text):
                    row.cells[column] = row.cover[column] = cell
        result.append(row)
        number += len(group)
    return result


def _frame_span(rows: list[LogicalRow], number: int) -> int:
    """How many rows the labels of a row reach over: the widest span among its filled cells."""
    row = rows[number]
    spans = [c.row_span for c in row.cells if c is not None and squeeze(c.text)]
    limit = max(spans, default=1)
    end = number + 1
    while end < len(rows) and rows[end].index < row.index + limit:
        end += 1
    return end - number


def _fits_one_line(group: Sequence[LogicalRow]) -> bool:
    has_number = False
    seen: set[int] = set()
    for row in group:
        for column, cell in enumerate(row.cells):
            if cell is None or not squeeze(cell.text):
                continue
            if column in seen:
                return False
            seen.add(column)
            has_number = has_number or is_amount_like(cell.text)
    return has_number


# The number of a column, and which columns it adds up: 1=2+12, 3=(4+5).
_FORMULA = re.compile(r"^(\d{1,2})[=＝][\d+＋\-－—~～（）()、,…]+$")


def is_numbering(cells: Sequence[GridCell | None]) -> bool:
    """Whether a row only numbers the columns: 栏次, 1, 2, 3 or **, 1=2+3, 2, 3."""
    numbers: list[int] = []
    for cell in cells:
        text = squeeze(cell.text) if cell is not None else ""
        if not text:
            continue
        if formula := _FORMULA.match(text):
            numbers.append(int(formula[1]))
        elif _PLAIN_INTEGER.match(text):
            numbers.append(int(text))
        elif is_amount_like(text) or (
            len(text) > 4 and not re.match(r"^[\d=+\-－—（）()、]+$", text)
        ):
            return False
    if not numbers or numbers[0] > 2:
        return False
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return all(0 < step <= 2 for step in steps) and (len(numbers) > 1 or _stars(cells))


def _stars(cells: Sequence[GridCell | None]) -> bool:
    """Whether a lone number stands beside the sign of a numbering row."""
    words = {squeeze(cell.text) for cell in cells if cell is not None and cell.text}
    return any(re.match(r"^(栏次|\*+|行次|—+)$", word) for word in words)

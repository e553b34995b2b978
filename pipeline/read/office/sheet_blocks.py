"""Where a sheet of cells has its tables, and which of its rows are lines of text around them.

A workbook's sheet, a table of a Word file or of a web page is one large grid in which a title, the
currency unit, the body's name, notes, and often several tables stand below each other. Ruled lines
separate them where there are any; else the shape of the rows does.

Belongs here: cells on a grid, and cutting a grid into tables and lines by shape alone.
Does not belong here: file formats, coordinates on paper (`typeset`), the meaning of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from pipeline.domain.lookalikes import repair_lookalikes
from pipeline.domain.text import is_amount_like, squeeze

# Rows of keys with their values ("单位：万元") have no more cells than this.
_CAPTION_CELLS = 4
# A title row is followed by a row of headings within so many rows.
_TITLE_REACH = 4
# A lone text below a table that is longer than this is a note, not a label.
_LONG_NOTE = 24
# A zero as an accounting format prints it.
_DASHES = re.compile(r"^-+$")
_YEAR = re.compile(r"^(19|20)\d\d$")
_COLON = re.compile(r"[:：]")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with a text, a span or a ruled side; `row` and `column` are 0-based.

    `indent` is in ideographic spaces; `align` is 'left', 'center', 'right' or '' (by content).
    `ruled`: its left or right side is drawn, which cells of tables have and text has not.
    """

    row: int
    column: int
    text: str = ""
    row_span: int = 1
    column_span: int = 1
    indent: float = 0.0
    align: str = ""
    ruled: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the text is an amount or the dash that stands for one; a lone year is neither."""
        bare = squeeze(repair_lookalikes(self.text))
        return not _YEAR.match(bare) and bool(is_amount_like(bare) or _DASHES.match(bare))


@dataclass(slots=True)
class Sheet:
    """A grid of cells. `widths` and `heights` are in points, one for each column and row.

    `is_table`: the grid is known to be one table (of a text document); all its cells count as ruled.
    """

    widths: list[float]
    heights: list[float]
    cells: list[SheetCell] = field(default_factory=list)
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """Rows `top`..`bottom` (exclusive) of a sheet: a table, or lines of text.

    A table spans columns `left`..`right` (exclusive).
    """

    is_table: bool
    top: int
    bottom: int
    left: int = 0
    right: int = 0


class _Rows:
    """What each row of a sheet holds."""

    def __init__(self, sheet: Sheet) -> None:
        self.count = len(sheet.heights)
        self.anchored: list[list[SheetCell]] = [[] for _ in range(self.count)]
        self.covered = [False] * self.count
        self.ruled = [False] * self.count
        self.ruled_columns: list[set[int]] = [set() for _ in range(self.count)]
        for cell in sheet.cells:
            if cell.text:
                self.anchored[cell.row].append(cell)
                for row in range(cell.row + 1, min(cell.row + cell.row_span, self.count)):
                    self.covered[row] = True
            if cell.ruled or sheet.is_table:
                for row in range(cell.row, min(cell.row + cell.row_span, self.count)):
                    self.ruled[row] = True
                    self.ruled_columns[row].update(
                        range(cell.column, cell.column + cell.column_span)
                    )
        for anchored in self.anchored:
            anchored.sort(key=lambda cell: cell.column)

    def is_empty(self, row: int) -> bool:
        return not self.anchored[row] and not self.covered[row]

    def has_number(self, row: int) -> bool:
        return any(cell.is_number for cell in self.anchored[row])

    def is_data(self, row: int) -> bool:
        """Whether the row has a label and a number at least, as no heading or title has."""
        return self.has_number(row) and len(self.anchored[row]) > 1

    def width(self, top: int, bottom: int) -> tuple[int, int]:
        """First column and end (exclusive) of the filled cells of the rows; 0 and 0 without any."""
        cells = [cell for row in range(top, bottom) for cell in self.anchored[row]]
        if not cells:
            return 0, 0
        return min(c.column for c in cells), max(c.column + c.column_span for c in cells)

    def ruled_width(self, top: int, bottom: int) -> tuple[int, int]:
        """First column and end (exclusive) of the ruled cells of the rows, with neighbouring columns
        that most of the rows fill: what else stands beside a ruled table is no part of it."""
        columns = set().union(*self.ruled_columns[top:bottom])
        if not columns:
            return self.width(top, bottom)
        left, right = min(columns), max(columns) + 1
        filled = Counter(
            column
            for row in range(top, bottom)
            for cell in self.anchored[row]
            for column in range(cell.column, cell.column + cell.column_span)
        )
        while filled[right] * 2 > bottom - top:
            right += 1
        while left and filled[left - 1] * 2 > bottom - top:
            left -= 1
        # Empty ruled columns at the right belong to the sheet, not to the table.
        return left, min(right, max([c + 1 for c in filled if c < right], default=right))

    def is_whole_width(self, row: int, left: int, right: int) -> bool:
        """Whether one filled cell is merged over (nearly) all columns."""
        if len(self.anchored[row]) != 1:
            return False
        (cell,) = self.anchored[row]
        return cell.column_span >= 2 and cell.column_span >= (right - left) - 1

    def is_caption(self, row: int, left: int, right: int) -> bool:
        """Whether the row is keys with their values (`单位：万元`); never one that holds numbers."""
        cells = self.anchored[row]
        if not cells or len(cells) > _CAPTION_CELLS or self.has_number(row) or self.covered[row]:
            return False
        if any(cell.row_span > 1 for cell in cells):
            return False
        keyed = [cell for cell in cells if _COLON.search(cell.text)]
        span = sum(cell.column_span for cell in cells)
        return bool(keyed) and (len(keyed) == len(cells) or span < right - left)


def sheet_blocks_of(sheet: Sheet) -> list[SheetBlock]:
    """Cut the sheet into tables and lines, top to bottom; empty rows outside tables are in none."""
    rows = _Rows(sheet)
    result: list[SheetBlock] = []
    for top, bottom, maybe_table in _ruled_runs(rows) if _is_ruled(rows, sheet) else _bands(rows):
        if maybe_table:
            for part in _parts(rows, top, bottom):
                result.extend(_trimmed(rows, *part))
        else:
            result.append(SheetBlock(False, top, bottom))
    return result


def _is_ruled(rows: _Rows, sheet: Sheet) -> bool:
    """Whether lines are drawn around most rows that hold data."""
    if sheet.is_table:
        return True
    data = [r for r in range(rows.count) if rows.is_data(r)] or [
        r for r in range(rows.count) if len(rows.anchored[r]) > 1
    ]
    return bool(data) and sum(rows.ruled[r] for r in data) * 2 >= len(data)


def _ruled_runs(rows: _Rows) -> Iterator[tuple[int, int, bool]]:
    """Runs of ruled rows; a row of data without lines next to ruled rows goes with them."""
    kinds = [
        "empty" if not rows.ruled[r] and rows.is_empty(r) else "table" if rows.ruled[r] else "line"
        for r in range(rows.count)
    ]
    for r in range(rows.count):
        if (
            kinds[r] == "line"
            and rows.is_data(r)
            and (
                (r and kinds[r - 1] == "table") or (r + 1 < rows.count and kinds[r + 1] == "table")
            )
        ):
            kinds[r] = "table"
    for kind, top, bottom in _runs(kinds):
        if kind != "empty":
            yield top, bottom, kind == "table"


def _bands(rows: _Rows) -> Iterator[tuple[int, int, bool]]:
    """Stretches between empty rows; one that starts with data continues the table before it."""
    bands: list[tuple[int, int]] = []
    kinds = ["empty" if rows.is_empty(r) else "filled" for r in range(rows.count)]
    for kind, top, bottom in _runs(kinds):
        if kind == "empty":
            continue
        if bands and rows.is_data(top) and _may_be_table(rows, *bands[-1]):
            bands[-1] = (bands[-1][0], bottom)
        else:
            bands.append((top, bottom))
    for top, bottom in bands:
        yield top, bottom, _may_be_table(rows, top, bottom)


def _runs(kinds: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Runs of rows of one kind: the kind, the first row and the end (exclusive)."""
    for kind, run in groupby(range(len(kinds)), key=kinds.__getitem__):
        numbers = list(run)
        yield kind, numbers[0], numbers[-1] + 1


def _may_be_table(rows: _Rows, top: int, bottom: int) -> bool:
    left, right = rows.width(top, bottom)
    full = [
        r
        for r in range(top, bottom)
        if len(rows.anchored[r]) > 1 and not rows.is_caption(r, left, right)
    ]
    return bool(full) and bottom - top > 1


def _parts(rows: _Rows, top: int, bottom: int) -> Iterator[tuple[int, int]]:
    """Cut before each title row that starts the next table: a row of one cell above a header."""
    cuts = [top]
    left, right = rows.width(top, bottom)
    seen_data = False
    for r in range(top, bottom):
        seen_data = seen_data or rows.is_data(r)
        if seen_data and rows.is_whole_width(r, left, right) and _heads(rows, r, bottom):
            cuts.append(r)
            seen_data = False
    cuts.append(bottom)
    yield from pairwise(cuts)


def _heads(rows: _Rows, title: int, bottom: int) -> bool:
    """Whether the rows below a title are captions and then a header, as above a table."""
    left, right = rows.width(title, bottom)
    for r in range(title + 1, min(title + 1 + _TITLE_REACH, bottom)):
        cells = rows.anchored[r]
        if rows.has_number(r):
            return False
        if rows.is_caption(r, left, right) or len(cells) == 1 or rows.is_empty(r):
            continue
        return sum(cell.column_span for cell in cells) * 2 > right - left
    return False


def _trimmed(rows: _Rows, top: int, bottom: int) -> Iterator[SheetBlock]:
    """A table without the lines of text in its first and last rows, and these lines."""
    first, last = top, bottom
    left, right = rows.width(top, bottom)
    while first < last and _is_line_above(rows, first, last, left, right):
        first += 1
    while last > first + 1 and rows.is_empty(last - 1):
        last -= 1
    end = last
    while last > first + 1 and _is_line_below(rows, last - 1, left, right):
        last -= 1
    left, right = rows.ruled_width(first, last)
    is_table = last > first and right - left > 1 and _holds_cells(rows, first, last)
    if not is_table:
        if any(not rows.is_empty(r) for r in range(top, bottom)):
            yield SheetBlock(False, top, bottom)
        return
    if first > top:
        yield SheetBlock(False, top, first)
    yield SheetBlock(True, first, last, left, right)
    if end > last:
        yield SheetBlock(False, last, end)


def _is_line_above(rows: _Rows, row: int, bottom: int, left: int, right: int) -> bool:
    if rows.is_empty(row):
        return True
    if rows.covered[row]:
        return False
    cells = rows.anchored[row]
    below = range(row + 1, bottom)
    if not any(len(rows.anchored[r]) > 1 for r in below):
        return False
    if len(cells) == 1:
        # A lone heading over several rows, or over some columns within ruled lines, is a spanner.
        fits = not rows.ruled[row] or rows.is_whole_width(row, left, right)
        return fits and cells[0].row_span == 1 and not cells[0].is_number
    return rows.is_caption(row, left, right)


def _is_line_below(rows: _Rows, row: int, left: int, right: int) -> bool:
    cells = rows.anchored[row]
    if rows.is_empty(row):
        return True
    if len(cells) != 1 or rows.covered[row] or cells[0].is_number:
        return False
    return (
        rows.is_whole_width(row, left, right)
        or len(cells[0].text) > _LONG_NOTE
        or bool(_COLON.search(cells[0].text))
    )


def _holds_cells(rows: _Rows, top: int, bottom: int) -> bool:
    """Whether there are two rows at least, or one of headings: one line of words is no table."""
    filled: Sequence[int] = [r for r in range(top, bottom) if rows.anchored[r]]
    several = [r for r in filled if len(rows.anchored[r]) > 1]
    return bool(several) and (len(filled) > 1 or len(rows.anchored[several[0]]) > 2)

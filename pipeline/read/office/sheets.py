"""Sheets of any workbook to pages: what each cell shows, where it stands, what is hidden.

A sheet is a page, numbered as in the workbook. What counts is the shown text: a number under its
number format, as it was published, even where the cell holds more digits.

Belongs here: what both kinds of workbook share; the second reading by another library.
Does not belong here: opening either kind (`workbook`, `workbook_xls`), tables and lines
(`sheet_blocks`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl.utils.cell import get_column_letter
from python_calamine import CalamineWorkbook

from pipeline.read.failures import NothingPrinted, TooLarge
from pipeline.read.layout import PageLayout, TextLine
from pipeline.read.office.number_format import GENERAL, shown
from pipeline.read.office.sheet_blocks import Sheet, SheetCell
from pipeline.read.office.typeset import EM, LEADING, LEFT, Paper, ems, indent_of
from pipeline.read.reading import Reading, ReadNote

# A sheet whose used rectangle has more positions is no report; one filled row far below makes it so.
MOST_POSITIONS = 4_000_000
# Merged ranges larger than this, alone or together, cover no tables.
MOST_MERGED, MOST_MERGED_TOGETHER = 50_000, 1_000_000
_NAMED = 20


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A cell as the workbook has it; `ruled`: its left or right side is drawn."""

    value: object
    number_format: str = GENERAL
    align: str = ""
    indent: float = 0.0
    ruled: bool = False


@dataclass(slots=True)
class ValueSheet:
    """A sheet as the workbook has it.

    Positions are 0-based (row, column); merged ranges are (top, left, bottom, right), exclusive at
    their ends. Sizes are in points, by row or column where they are not the usual ones.
    """

    name: str
    is_hidden: bool = False
    cells: dict[tuple[int, int], ValueCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    usual_width: float = 54.0
    usual_height: float = 14.0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shows_zeros: bool = True
    date1904: bool = False
    unreadable: list[str] = field(default_factory=list)

    def text_at(self, position: tuple[int, int], value: object) -> str:
        """What the cell at `position` shows when it holds `value`."""
        cell = self.cells.get(position)
        if not self.shows_zeros and not isinstance(value, bool | str) and value == 0:
            return ""
        return shown(value, cell.number_format if cell else GENERAL, date1904=self.date1904)

    def covered(self) -> set[tuple[int, int]]:
        """Positions under a merged cell, other than its first: nothing of them is seen."""
        bottom, right = self.extent()
        return {
            (r, c)
            for top, left, b, rt in self.merged
            for r in range(top, min(b, bottom))
            for c in range(left, min(rt, right))
            if (r, c) != (top, left)
        }

    def extent(self) -> tuple[int, int]:
        """Number of rows and columns up to the last cell that holds something."""
        filled = [p for p, cell in self.cells.items() if cell.value not in (None, "")]
        if not filled:
            return 0, 0
        return max(r for r, _ in filled) + 1, max(c for _, c in filled) + 1


def read_sheets(path: Path, sheets: list[ValueSheet]) -> Reading:
    """Pages of a workbook's sheets.

    Raises `NothingPrinted` when no sheet shows anything and `TooLarge` beyond `MOST_POSITIONS`.
    """
    result = Reading(page_count=len(sheets))
    notes: list[ReadNote] = []
    for sheet in sheets:
        sheet.merged = _bounded(sheet.merged)
        rows, columns = sheet.extent()
        if rows * columns > MOST_POSITIONS:
            raise TooLarge(f"sheet “{sheet.name}” has {rows} rows and {columns} columns", path=path)
    paper = Paper(flows=False)
    grids = [_grid(sheet) for sheet in sheets]
    for number, (sheet, grid) in enumerate(zip(sheets, grids, strict=True)):
        if number:
            paper.new_page(even_blank=True)
        result.unreadable.extend((number + 1, where) for where in sheet.unreadable)
        notes.extend(_notes(sheet, grid, number + 1))
        if any(cell.text for cell in grid.cells) and not sheet.is_hidden:
            paper.add_text(sheet.name)
            paper.add_sheet(grid)
    if not any(cell.text for grid in grids for cell in grid.cells):
        raise NothingPrinted("no sheet of the workbook shows anything", path=path)
    layouts = paper.layouts(keep_blank=True)
    result.layouts = [
        _hidden(layout, grid) if sheet.is_hidden else layout
        for layout, sheet, grid in zip(layouts, sheets, grids, strict=True)
    ]
    result.texts, failed = _second_texts(path, sheets, result.layouts)
    result.notes = (*notes, *failed)
    return result


def _bounded(merged: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Merged ranges without those that only a made-up file has."""
    result, together = [], 0
    for top, left, bottom, right in merged:
        area = max(0, bottom - top) * max(0, right - left)
        together += area
        if area <= MOST_MERGED and together <= MOST_MERGED_TOGETHER:
            result.append((top, left, bottom, right))
    return result


def _grid(sheet: ValueSheet) -> Sheet:
    """The used part of a sheet with the texts its cells show."""
    rows, columns = sheet.extent()
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
    rows = max([rows, *(min(b, rows) for b, _ in spans.values())], default=rows)
    columns = max(
        [
            columns,
            *(right for (top, left), (_, right) in spans.items() if _is_filled(sheet, top, left)),
        ]
    )
    columns = min(columns, 16_384)
    covered = sheet.covered()
    cells = []
    for (row, column), cell in sheet.cells.items():
        if row >= rows or column >= columns or (row, column) in covered:
            continue
        text = sheet.text_at((row, column), cell.value)
        bottom, right = spans.get((row, column), (row + 1, column + 1))
        if not (text.strip() or cell.ruled):
            continue
        cells.append(
            SheetCell(
                row,
                column,
                text.strip(" \t\r\n\u3000\u00a0").replace("\r\n", "\n").replace("\r", "\n"),
                min(bottom, rows) - row,
                min(right, columns) - column,
                cell.indent + indent_of(text),
                cell.align,
                cell.ruled,
            )
        )
    return Sheet(
        widths=[sheet.widths.get(c, sheet.usual_width) for c in range(columns)],
        heights=[sheet.heights.get(r, sheet.usual_height) for r in range(rows)],
        cells=cells,
    )


def _is_filled(sheet: ValueSheet, row: int, column: int) -> bool:
    cell = sheet.cells.get((row, column))
    return cell is not None and cell.value not in (None, "")


def _notes(sheet: ValueSheet, grid: Sheet, page: int) -> Iterable[ReadNote]:
    filled = [cell for cell in grid.cells if cell.text]
    if sheet.is_hidden:
        if filled:
            yield ReadNote(
                "hidden_sheet",
                page,
                f"工作表“{sheet.name}”是隐藏的，有{len(filled)}个非空单元格；"
                "隐藏的内容没有公开显示，不作为报表读取",
            )
        return
    rows = sorted({c.row for c in filled} & sheet.hidden_rows)
    columns = sorted({c.column for c in filled} & sheet.hidden_columns)
    if rows:
        yield ReadNote(
            "hidden_rows",
            page,
            f"工作表“{sheet.name}”有{len(rows)}个隐藏的行有内容（第"
            f"{'、'.join(str(r + 1) for r in rows[:_NAMED])}行），已照常读取",
        )
    if columns:
        yield ReadNote(
            "hidden_columns",
            page,
            f"工作表“{sheet.name}”有{len(columns)}个隐藏的列有内容（"
            f"{'、'.join(get_column_letter(c + 1) for c in columns[:_NAMED])}列），已照常读取",
        )


def _hidden(layout: PageLayout, grid: Sheet) -> PageLayout:
    """A hidden sheet as text that no reader sees: kept as lines, never as tables."""
    rows: dict[int, list[str]] = {}
    for cell in sorted((c for c in grid.cells if c.text), key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(cell.text.replace("\n", ""))
    lines = [
        TextLine(
            text, LEFT, k * LEADING, LEFT + ems(text) * EM, k * LEADING + EM, EM, watermark=True
        )
        for k, text in enumerate("\u3000".join(texts) for texts in rows.values())
    ]
    return replace(
        layout,
        height=max(layout.height, len(lines) * LEADING),
        lines=lines,
        char_count=sum(len(line.text) for line in lines),
    )


def _second_texts(
    path: Path, sheets: list[ValueSheet], layouts: list[PageLayout]
) -> tuple[dict[int, str], list[ReadNote]]:
    """The values another library finds in each sheet, shown under the formats of the first."""
    texts: dict[int, str] = {}
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for sheet, layout in zip(sheets, layouts, strict=True):
                if layout.tables:
                    texts[layout.page_number] = _sheet_text(book, sheet)
    except BaseException as error:
        # The library's panics do not derive from Exception; neither does a stopped run.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        note = ReadNote("second_reading", 0, f"工作簿没有能用另一种方法再读一遍核对：{error}")
        return {}, [note]
    return texts, []


def _sheet_text(book: CalamineWorkbook, sheet: ValueSheet) -> str:
    other = book.get_sheet_by_name(sheet.name)
    covered = sheet.covered()
    texts = [
        sheet.text_at((r, c), value)
        for r, row in enumerate(other.to_python(skip_empty_area=False))
        for c, value in enumerate(row)
        if value not in (None, "") and (r, c) not in covered
    ]
    return "\n".join([sheet.name, *texts])

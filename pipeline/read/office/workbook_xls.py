"""Opens xls workbooks (Excel 97 and older): values, formats, merged cells, borders, what is hidden.

xlrd is the only permissive library that gives number formats, borders and merged cells of an xls;
python-calamine gives values alone and serves as the second reading.

Belongs here: xlrd. Does not belong here: what cells show (`sheets`), tables (`sheet_blocks`).
"""

from __future__ import annotations

import io
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet

from pipeline.read.failures import DamagedDocument, PasswordRequired
from pipeline.read.office.number_format import CHINESE_FORMATS, GENERAL
from pipeline.read.office.sheets import ValueCell, ValueSheet, read_sheets
from pipeline.read.reading import Reading

_ALIGNMENTS = {1: "left", 2: "center", 3: "right", 6: "center", 7: "center"}
_TWIPS = 20.0
# Column widths come in 256ths of a digit of the usual font, 5.25 points wide.
_WIDTH_UNIT = 5.25 / 256


def read_old_workbook(path: Path) -> Reading:
    """Pages of an xls workbook, a sheet a page.

    Raises `DamagedDocument`, `PasswordRequired`, `TooLarge` or `NothingPrinted`.
    """
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
        sheets = [_value_sheet(book, sheet) for sheet in book.sheets()]
    except Exception as error:
        if "encrypted" in str(error).lower():
            raise PasswordRequired("a password is required", path=path) from error
        raise DamagedDocument(
            f"the workbook cannot be opened: {type(error).__name__}: {error}", path=path
        ) from error
    return read_sheets(path, sheets)


def _value_sheet(book: Book, sheet: Sheet) -> ValueSheet:
    result = ValueSheet(
        name=str(sheet.name),
        is_hidden=sheet.visibility != 0,
        shows_zeros=bool(getattr(sheet, "show_zero_values", True)),
        date1904=book.datemode == 1,
    )
    for column, info in sheet.colinfo_map.items():
        result.widths[column] = info.width * _WIDTH_UNIT
        if info.hidden:
            result.hidden_columns.add(column)
    for row, row_info in sheet.rowinfo_map.items():
        if row_info.height:
            result.heights[row] = row_info.height / _TWIPS
        if row_info.hidden:
            result.hidden_rows.add(row)
    result.merged = [(top, left, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind == xlrd.XL_CELL_EMPTY:
                continue
            style = _style(book, sheet.cell_xf_index(row, column))
            value = _value(kind, sheet.cell_value(row, column))
            if value in (None, "") and not style[3]:
                continue
            result.cells[row, column] = ValueCell(value, *style)
    return result


def _value(kind: int, value: object) -> object:
    if kind == xlrd.XL_CELL_BLANK:
        return None
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(str(value)), "#N/A")
    return value


def _style(book: Book, index: int) -> tuple[str, str, float, bool]:
    """Number format, alignment, indent and whether a left or right side is drawn."""
    look = book.xf_list[index]
    chosen = book.format_map.get(look.format_key)
    number_format = CHINESE_FORMATS.get(look.format_key) or (
        chosen.format_str if chosen else GENERAL
    )
    alignment, border = look.alignment, look.border
    return (
        number_format,
        _ALIGNMENTS.get(alignment.hor_align, "") if alignment else "",
        float(alignment.indent_level) if alignment else 0.0,
        bool(border and (border.left_line_style or border.right_line_style)),
    )

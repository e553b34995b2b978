"""Opens xlsx workbooks: values, number formats, merged cells, borders, sizes, what is hidden.

openpyxl keeps all of that, but it fails on much that has nothing to do with cells (odd fonts,
drawings, names) and makes an object of every formatted empty cell. So the package is slimmed first
to what is used here, and to the rows up to the last cell with a value.

Belongs here: openpyxl. Does not belong here: what cells show (`sheets`), tables (`sheet_blocks`).
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils.cell import column_index_from_string as column_index
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.read.failures import DamagedDocument, ReadError, TooLarge
from pipeline.read.office.number_format import CHINESE_FORMATS
from pipeline.read.office.sheets import (
    MOST_MERGED,
    MOST_MERGED_TOGETHER,
    ValueCell,
    ValueSheet,
    read_sheets,
)
from pipeline.read.office.zip_package import read_package
from pipeline.read.reading import Reading

MOST_CELLS = 600_000
MOST_ROWS = 200_000
# Width of a digit of the usual font and the padding of a column, in points.
_DIGIT, _COLUMN_PADDING = 5.25, 3.75
_USUAL_CHARACTERS = 8.43

_P = rb"(?:[A-Za-z_][\w.-]*:)?"
_SHEET = re.compile(r"(?:^|/)xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"(?:^|/)(?:docProps/|xl/(?:worksheets/_rels|drawings|charts|media|comments|threadedComments|"
    r"persons|externalLinks|pivotTables|pivotCache|tables|queryTables|ctrlProps|printerSettings|"
    r"calcChain|vbaProject|richData|slicers|customXml)|customXml/)",
    re.IGNORECASE,
)
_DATA_END = re.compile(rb"</" + _P + rb"sheetData\s*>|<" + _P + rb"sheetData\s*/>")
_MERGES = re.compile(rb"<(" + _P + rb")mergeCells\b.*?</\1mergeCells\s*>", re.DOTALL)
_MERGE = re.compile(
    rb"<" + _P + rb"mergeCell\b[^>]*?\bref=[\"']([^\"']*)[\"'][^>]*?(?:/>|></[^>]*>)"
)
_ROOT_END = re.compile(rb"</" + _P + rb"worksheet\s*>\s*$")
_ROW = re.compile(rb"<" + _P + rb"row\b")
_CELL = re.compile(rb"<" + _P + rb"c[ >]")
_VALUE = re.compile(rb"</?" + _P + rb"(?:v|is|f)\b[^>]*>")
_ROW_END = re.compile(rb"</" + _P + rb"row\s*>")
# A formatted empty cell further right than any table reaches.
_FAR_EMPTY = re.compile(rb"<" + _P + rb"c r=\"[A-Z]{3}\d+\"[^>]*/>")
_SHEET_PR = re.compile(rb"<(" + _P + rb")sheetPr\b(?:[^>]*/>|.*?</\1sheetPr\s*>)", re.DOTALL)
_FORMULA = re.compile(
    rb"<(" + _P + rb")c\b(?P<attributes>[^>]*)>\s*<\1f\b(?:[^>]*/>|[^>]*>.*?</\1f\s*>)\s*"
    rb"(?:<\1v\s*/>|<\1v\s*>\s*</\1v\s*>)?\s*</\1c\s*>",
    re.DOTALL,
)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+\d+)[\"']")
_RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$", re.IGNORECASE)


def _block(*names: bytes) -> re.Pattern[bytes]:
    """Elements of the names, with all they hold."""
    any_name = b"|".join(names)
    return re.compile(
        rb"<(" + _P + rb")(" + any_name + rb")\b(?:[^>]*/>|[^>]*>.*?</\1\2\s*>)", re.DOTALL
    )


_STYLE_PARTS = _block(
    b"fonts", b"fills", b"cellStyles", b"dxfs", b"tableStyles", b"colors", b"extLst"
)
_BOOK_PARTS = _block(
    b"definedNames", b"externalReferences", b"pivotCaches", b"customWorkbookViews", b"extLst",
    b"bookViews", b"fileRecoveryPr", b"smartTagPr", b"oleSize",
)  # fmt: skip


def read_workbook(path: Path) -> Reading:
    """Pages of an xlsx workbook, a sheet a page.

    Raises `DamagedDocument`, `PasswordRequired`, `TooLarge` or `NothingPrinted`.
    """
    uncached: dict[str, list[str]] = {}

    def slim(name: str, data: bytes) -> bytes | None:
        if _LEFT_OUT.search(name):
            return None
        if _SHEET.search(name):
            uncached[name.rpartition("/")[2].lower()] = _formulas_without_value(data)
            return _slim_sheet(data, path)
        if name.lower().endswith("xl/styles.xml"):
            return _STYLE_PARTS.sub(b"", data)
        if name.lower().endswith("xl/workbook.xml"):
            return _BOOK_PARTS.sub(b"", data)
        return data

    package, _ = read_package(path, slim)
    try:
        with warnings.catch_warnings():
            # What openpyxl warns of (extensions left out) is nothing that is read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(package, data_only=True, keep_links=False)
        sheets = [_value_sheet(book, sheet) for sheet in book._sheets]  # type: ignore[attr-defined]
    except ReadError:
        raise
    except Exception as error:
        # Whatever a library raises on a file that no spreadsheet program would open either.
        raise DamagedDocument(
            f"the workbook cannot be opened: {type(error).__name__}: {error}", path=path
        ) from error
    for sheet, part in zip(sheets, _sheet_parts(package, len(sheets)), strict=True):
        missing = uncached.get(part, [])
        if missing and not sheet.is_hidden:
            sheet.unreadable.append(
                f"工作表“{sheet.name}”有{len(missing)}个公式没有保存计算结果"
                f"（{'、'.join(missing[:8])}），请用表格软件打开、重新计算并保存后再处理"
            )
    return read_sheets(path, sheets)


def _sheet_parts(package: io.BytesIO, count: int) -> list[str]:
    """File name of the part of each sheet, in the order of the workbook."""
    with zipfile.ZipFile(package) as archive:
        main = next(n for n in archive.namelist() if n.lower().endswith("xl/workbook.xml"))
        parser = WorkbookParser(archive, main)
        parser.parse()
        relations = get_dependents(archive, main.replace("workbook.xml", "_rels/workbook.xml.rels"))
        by_id = {rel.Id: rel.Target for rel in relations}
        names = [by_id.get(sheet.id, "").rpartition("/")[2].lower() for sheet in parser.sheets]
    return names[:count] + [""] * (count - len(names))


def _formulas_without_value(data: bytes) -> list[str]:
    """References of cells with a formula whose result the file does not keep."""
    result = []
    for match in _FORMULA.finditer(data):
        attributes = match["attributes"]
        if b't="str"' in attributes:
            continue  # the result is an empty text
        reference = _REFERENCE.search(attributes)
        result.append(reference[1].decode() if reference else "?")
    return result


def _slim_sheet(data: bytes, path: Path) -> bytes:
    """A sheet with its used rows, column sizes and merged cells only."""
    end = _DATA_END.search(data)
    if end is None:
        return data
    head, tail = data[: end.start()], data[end.end() :]
    last = _last(_VALUE, head)
    if last is not None:
        row_end = _ROW_END.search(head, last.end())
        head = head[: row_end.end()] if row_end else head
    else:
        first_row = _ROW.search(head)
        head = head[: first_row.start()] if first_row else head
    head = _FAR_EMPTY.sub(b"", _SHEET_PR.sub(b"", head))
    if sum(1 for _ in _CELL.finditer(head)) > MOST_CELLS or (
        sum(1 for _ in _ROW.finditer(head)) > MOST_ROWS
    ):
        raise TooLarge("a sheet has more cells than any report", path=path)
    merges = _MERGES.search(tail)
    kept = _small_merges(merges.group()) if merges else b""
    root_end = _ROOT_END.search(data)
    return head + end.group() + kept + (root_end.group() if root_end else b"")


def _last(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes] | None:
    """The last match, searched from the end in growing steps (sheets may be very long)."""
    step = 1 << 16
    start = len(data)
    while start > 0:
        start = max(0, start - step)
        matches = list(pattern.finditer(data, start))
        if matches:
            return matches[-1]
        step *= 4
    return None


def _small_merges(data: bytes) -> bytes:
    """Merged ranges without those that only a made-up file has: openpyxl makes all their cells."""
    together = 0

    def keep(match: re.Match[bytes]) -> bytes:
        nonlocal together
        corners = _RANGE.match(match[1].decode("ascii", "replace"))
        if corners is None or corners[3] is None:
            return b""
        rows = abs(int(corners[4]) - int(corners[2])) + 1
        columns = abs(column_index(corners[3]) - column_index(corners[1])) + 1
        together += rows * columns
        fits = rows * columns <= MOST_MERGED and together <= MOST_MERGED_TOGETHER
        return match.group() if fits else b""

    return _MERGE.sub(keep, data)


def _value_sheet(book: Workbook, sheet: Worksheet) -> ValueSheet:
    hidden = getattr(sheet, "sheet_state", "visible") != "visible"
    result = ValueSheet(name=str(sheet.title), is_hidden=hidden)
    if not hasattr(sheet, "_cells"):
        return result  # a sheet that is one chart
    result.date1904 = book.epoch == CALENDAR_MAC_1904
    views = sheet.views.sheetView
    result.shows_zeros = not views or views[0].showZeros is not False
    usual = sheet.sheet_format.defaultColWidth or _USUAL_CHARACTERS
    result.usual_width = _points(float(usual))
    result.usual_height = float(sheet.sheet_format.defaultRowHeight or 15)
    for span in sheet.merged_cells.ranges:
        result.merged.append((span.min_row - 1, span.min_col - 1, span.max_row, span.max_col))
    for dimension in sheet.column_dimensions.values():
        first, last = dimension.min or dimension.index, dimension.max or dimension.min
        if not isinstance(first, int):
            continue
        for column in range(first - 1, min(int(last or first), 1024)):
            if dimension.width:
                result.widths[column] = _points(float(dimension.width))
            if dimension.hidden:
                result.hidden_columns.add(column)
    for number, row_info in sheet.row_dimensions.items():
        if row_info.height:
            result.heights[number - 1] = float(row_info.height)
        if row_info.hidden:
            result.hidden_rows.add(number - 1)
    styles: dict[tuple[int, ...], tuple[str, str, float, bool]] = {}
    for (row, column), cell in sheet._cells.items():
        key = tuple(cell._style)  # type: ignore[union-attr]
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(cell)
        value = cell.value
        if value is None and not style[3]:
            continue
        result.cells[row - 1, column - 1] = ValueCell(value, *style)
    return result


def _style(cell: Cell | MergedCell) -> tuple[str, str, float, bool]:
    """Number format, alignment, indent and whether a left or right side is drawn."""
    style = cell._style  # type: ignore[union-attr]
    number_format = CHINESE_FORMATS.get(style.numFmtId) or str(cell.number_format)
    alignment, border = cell.alignment, cell.border
    align = {"centerContinuous": "center", "distributed": "center"}.get(
        alignment.horizontal or "", alignment.horizontal or ""
    )
    ruled = any(side is not None and side.style for side in (border.left, border.right))
    return (
        number_format,
        align if align in ("left", "center", "right") else "",
        float(alignment.indent or 0),
        ruled,
    )


def _points(characters: float) -> float:
    """Width of a column given in digits of the usual font."""
    return characters * _DIGIT + _COLUMN_PADDING

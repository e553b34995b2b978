"""The generated report as a workbook, a Word file or a web page: the same cells as its PDF.

One function a carrier; each has the ways of laying out that real files show (a sheet a table or all
on one, ruled or not, numbers with formats or as text; layout tables around data tables).

Belongs here: writing files. Does not belong here: what a cell says (`tables`), figures (`samples`).
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import docx
import openpyxl
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from xlwt.Style import XFStyle
from xlwt.Workbook import Workbook

from tests.generate.narrative import Block, contents, explanation, glossary, overview
from tests.generate.spec import ReportSpec
from tests.generate.tables import INDENT, PrintedTable, printed_tables

AMOUNT_FORMAT = "#,##0.00"
KEY_PROJECT_HEADS = ("项目", "预算数（单位：万元）", "绩效目标")


@dataclass
class Cell:
    """A cell to be written; `indent` in characters, besides blanks in the text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    align: str = ""
    ruled: bool = False
    is_amount: bool = False


@dataclass
class Page:
    """A sheet: its name and cells."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    widths: dict[int, float] = field(default_factory=dict)

    def line(self, text: str, columns: int = 1, align: str = "") -> None:
        self.cells.append(Cell(self.rows, 0, text, 1, columns, align))
        self.rows += 1


def header_cells(table: PrintedTable, top: int) -> tuple[list[Cell], int]:
    """Header cells from row `top` on, equal groups side by side as one; and how many rows."""
    depth = max(len(path) for path in table.columns)
    cells: list[Cell] = []
    index = 0
    while index < len(table.columns):
        path = table.columns[index]
        if len(path) == 1:
            cells.append(Cell(top, index, path[0], depth, 1, "center", ruled=True))
            index += 1
            continue
        span = 1
        while index + span < len(table.columns) and table.columns[index + span][0] == path[0]:
            span += 1
        cells.append(Cell(top, index, path[0], 1, span, "center", ruled=True))
        cells += [
            Cell(top + 1, index + k, table.columns[index + k][1], 1, 1, "center", ruled=True)
            for k in range(span)
        ]
        index += span
    return cells, depth


def body_cells(table: PrintedTable, top: int) -> list[Cell]:
    return [
        Cell(top + r, c, text, ruled=True, is_amount=c in table.amounts)
        for r, row in enumerate(table.rows)
        for c, text in enumerate(row.cells)
    ]


def add_table(page: Page, table: PrintedTable, entity: str) -> None:
    """Title, caption, grid and notes of a statement below what the page has."""
    width = len(table.columns)
    page.line(f"表{table.number}")
    page.line(table.title, width, "center")
    right = max(width - 1, 1)
    page.cells.append(Cell(page.rows, 0, f"单位名称：{entity}", 1, max(1, right - 1)))
    page.cells.append(Cell(page.rows, right, f"单位：{table.unit_label}", align="right"))
    page.rows += 1
    head, depth = header_cells(table, page.rows)
    page.cells += head + body_cells(table, page.rows + depth)
    page.rows += depth + len(table.rows)
    for note in table.notes:
        page.line(note, width)
    for index, share in enumerate(table.widths):
        page.widths[index] = max(page.widths.get(index, 0), 130 * share / sum(table.widths))


def pages(spec: ReportSpec, *, one_sheet: bool = False) -> list[Page]:
    """The report as sheets: cover, contents, text, tables, text."""
    cover = Page("封面")
    cover.line(f"{spec.year}年")
    cover.line(f"{spec.entity}部门预算")
    listing = Page("目录")
    for block in contents(spec):
        listing.line(block.text)
    tables = printed_tables(spec)
    result = [cover, listing, _text_page("概况", overview(spec))]
    if one_sheet:
        page = Page("附表")
        page.line(f"第二部分 {spec.year}年部门预算表")
        for table in tables:
            add_table(page, table, spec.entity)
            page.rows += 1
        result.append(page)
    else:
        for table in tables:
            page = Page(
                f"{table.number}{table.title}"[:31].translate(str.maketrans("/?*[]:", "      "))
            )
            add_table(page, table, spec.entity)
            result.append(page)
    return [*result, _text_page("情况说明", explanation(spec)), _text_page("名词解释", glossary())]


def _text_page(name: str, blocks: list[Block]) -> Page:
    page = Page(name)
    for block in blocks:
        if block.kind != "key_projects":
            page.line(block.text if block.kind == "part" else INDENT * 2 + block.text)
            continue
        page.rows += 1
        for column, text in enumerate(KEY_PROJECT_HEADS):
            page.cells.append(Cell(page.rows, column, text, align="center", ruled=True))
        page.rows += 1
        for row in block.rows:
            for column, text in enumerate(row):
                page.cells.append(Cell(page.rows, column, text, ruled=True, is_amount=column == 1))
            page.rows += 1
        page.rows += 1
    return page


def number(text: str) -> Decimal | None:
    """The number a printed amount stands for; None where it is no number."""
    try:
        return Decimal(text.replace(",", "")) if text else None
    except InvalidOperation:
        return None


def write_xlsx(
    spec: ReportSpec,
    out: Path,
    *,
    one_sheet: bool = False,
    borders: bool = True,
    as_text: bool = False,
    noise: float = 0.0,
) -> Path:
    """The report as an xlsx workbook. `as_text`: amounts as text; `noise` is added to numbers, as
    sums of binary fractions have it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    for page in pages(spec, one_sheet=one_sheet):
        sheet = book.create_sheet(page.name)
        for cell in page.cells:
            target = sheet.cell(cell.row + 1, cell.column + 1)
            amount = number(cell.text) if cell.is_amount and not as_text else None
            if amount is not None:
                target.value = float(amount) + noise
                target.number_format = _format(cell.text)
            elif cell.text:
                target.value = cell.text.lstrip(INDENT) if cell.ruled else cell.text
                target.data_type = "s"
                deep = len(cell.text) - len(cell.text.lstrip(INDENT)) if cell.ruled else 0
                target.alignment = Alignment(horizontal=cell.align or None, indent=deep)
            if cell.ruled and borders:
                for r in range(cell.row, cell.row + cell.row_span):
                    for c in range(cell.column, cell.column + cell.column_span):
                        sheet.cell(r + 1, c + 1).border = box
            if cell.row_span > 1 or cell.column_span > 1:
                sheet.merge_cells(
                    start_row=cell.row + 1,
                    start_column=cell.column + 1,
                    end_row=cell.row + cell.row_span,
                    end_column=cell.column + cell.column_span,
                )
            if cell.align == "center" and not cell.ruled:
                target.font = Font(size=16)
        for index, width in page.widths.items():
            sheet.column_dimensions[get_column_letter(index + 1)].width = width
    book.save(out)
    return out


def _format(text: str) -> str:
    decimals = len(text.partition(".")[2])
    return AMOUNT_FORMAT if decimals == 2 else "General"


def write_xls(
    spec: ReportSpec, out: Path, *, one_sheet: bool = False, borders: bool = True
) -> Path:
    """The report as an xls workbook."""
    book = Workbook(encoding="utf-8")
    styles: dict[tuple[object, ...], XFStyle] = {}

    def style(*key: object) -> XFStyle:
        if key not in styles:
            number_format, align, indent, ruled = key
            made = XFStyle()
            made.num_format_str = str(number_format)
            made.alignment.horz = {"center": 2, "right": 3, "left": 1}.get(str(align), 0)
            made.alignment.inde = int(str(indent))
            if ruled:
                made.borders.left = made.borders.right = 1
                made.borders.top = made.borders.bottom = 1
            styles[key] = made
        return styles[key]

    for page in pages(spec, one_sheet=one_sheet):
        sheet = book.add_sheet(page.name, cell_overwrite_ok=True)
        for cell in page.cells:
            amount = number(cell.text) if cell.is_amount else None
            text = cell.text.lstrip(INDENT) if cell.ruled else cell.text
            value = text if amount is None else float(amount)
            look = style(
                "General" if amount is None else _format(cell.text),
                cell.align,
                len(cell.text) - len(text),
                cell.ruled and borders,
            )
            if cell.row_span > 1 or cell.column_span > 1:
                sheet.write_merge(
                    cell.row,
                    cell.row + cell.row_span - 1,
                    cell.column,
                    cell.column + cell.column_span - 1,
                    value,
                    look,
                )
            else:
                sheet.write(cell.row, cell.column, value, look)
        for index, width in page.widths.items():
            sheet.col(index).width = int(256 * width)
    book.save(str(out))
    return out


def write_docx(spec: ReportSpec, out: Path, *, page_breaks: bool = True, header: str = "") -> Path:
    """The report as a docx file; merged header cells are gridSpan and vMerge."""
    document = docx.Document()
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for text in (f"{spec.year}年", f"{spec.entity}部门预算"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if page_breaks:
        document.add_page_break()
    for block in contents(spec):
        document.add_paragraph(block.text)
    if page_breaks:
        document.add_page_break()
    _docx_text(document, overview(spec))
    for table in printed_tables(spec):
        if page_breaks:
            document.add_section(WD_SECTION.NEW_PAGE)
        document.add_paragraph(f"表{table.number}")
        document.add_paragraph(table.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph(f"单位名称：{spec.entity}\t单位：{table.unit_label}")
        head, depth = header_cells(table, 0)
        _docx_table(
            document,
            [*head, *body_cells(table, depth)],
            len(table.columns),
            depth + len(table.rows),
        )
        for note in table.notes:
            document.add_paragraph(note)
    if page_breaks:
        document.add_section(WD_SECTION.NEW_PAGE)
    _docx_text(document, explanation(spec))
    _docx_text(document, glossary())
    document.save(str(out))
    return out


def _docx_text(document: Document, blocks: list[Block]) -> None:
    for block in blocks:
        if block.kind == "key_projects":
            cells = [Cell(0, c, text) for c, text in enumerate(KEY_PROJECT_HEADS)]
            for r, row in enumerate(block.rows, start=1):
                cells += [Cell(r, c, text) for c, text in enumerate(row)]
            _docx_table(document, cells, len(KEY_PROJECT_HEADS), 1 + len(block.rows))
            continue
        paragraph = document.add_paragraph(block.text)
        if block.kind == "part":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.kind != "note":
            paragraph.paragraph_format.first_line_indent = Pt(21)


def _docx_table(document: Document, cells: list[Cell], columns: int, rows: int) -> None:
    table = document.add_table(rows, columns)
    table.style = "Table Grid"
    grid = [list(row.cells) for row in table.rows]
    for cell in cells:
        target = grid[cell.row][cell.column]
        if cell.row_span > 1 or cell.column_span > 1:
            target = target.merge(
                grid[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
            )
        target.paragraphs[0].text = cell.text


def write_html(
    spec: ReportSpec,
    out: Path,
    *,
    encoding: str = "utf-8",
    layout: bool = False,
    border: bool = True,
) -> Path:
    """The report as a web page. `layout`: everything inside tables that only arrange, with the
    site's menu beside it."""
    body: list[str] = [f"<h1>{spec.year}年{spec.entity}部门预算</h1>"]
    body += [f"<p>{_e(block.text)}</p>" for block in contents(spec)]
    body += _html_text(overview(spec))
    for table in printed_tables(spec):
        body.append(f"<p>表{table.number}</p><p align='center'><b>{_e(table.title)}</b></p>")
        body.append(
            "<table width='100%'><tr>"
            f"<td>单位名称：{_e(spec.entity)}</td><td align='right'>单位：{_e(table.unit_label)}</td>"
            "</tr></table>"
        )
        head, depth = header_cells(table, 0)
        body.append(_html_table([*head, *body_cells(table, depth)], border))
        body += [f"<p>{_e(note)}</p>" for note in table.notes]
    body += _html_text(explanation(spec))
    body += _html_text(glossary())
    content = "\n".join(body)
    if layout:
        content = (
            "<table width='1000' align='center'><tr><td colspan='2'><img src='logo.gif'/></td></tr>"
            "<tr><td><table><tr><td><a href='/'>首页</a></td><td><a href='/zw'>政务公开</a></td></tr>"
            "<tr><td><a href='/fw'>办事服务</a></td><td><a href='/hd'>互动交流</a></td></tr></table></td>"
            f"<td><div class='TRS_Editor'>{content}</div></td></tr></table>"
        )
    page = (
        f"<!DOCTYPE html>\n<html><head><meta charset='{encoding}'><title>{spec.year}年{_e(spec.entity)}"
        "部门预算</title><style>td{padding:2px}</style><script>var hits = 12345.67;</script></head>"
        f"<body>{content}<div style='display:none'>浏览次数 98,765.43</div></body></html>\n"
    )
    out.write_bytes(page.encode(encoding))
    return out


def _e(text: str) -> str:
    return html.escape(text)


def _html_text(blocks: list[Block]) -> list[str]:
    result = []
    for block in blocks:
        if block.kind == "key_projects":
            cells = [Cell(0, c, text) for c, text in enumerate(KEY_PROJECT_HEADS)]
            for r, row in enumerate(block.rows, start=1):
                cells += [Cell(r, c, text) for c, text in enumerate(row)]
            result.append(_html_table(cells, border=True))
        elif block.kind == "part":
            result.append(f"<h2 style='text-align: center'>{_e(block.text)}</h2>")
        else:
            result.append(f"<p style='text-indent: 2em'>{_e(block.text)}</p>")
    return result


def _html_table(cells: list[Cell], border: bool) -> str:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = []
    for row in sorted(rows):
        parts = []
        for cell in sorted(rows[row], key=lambda c: c.column):
            spans = "".join(
                f" {name}='{count}'"
                for name, count in (("rowspan", cell.row_span), ("colspan", cell.column_span))
                if count > 1
            )
            text = _e(cell.text).replace(INDENT, "&#12288;") or "&nbsp;"
            parts.append(f"<td{spans}>{text}</td>")
        lines.append(f"<tr>{''.join(parts)}</tr>")
    frame = " border='1' cellspacing='0'" if border else " cellspacing='0'"
    return f"<table{frame}><tbody>{''.join(lines)}</tbody></table>"

"""The same tables laid out in other ways: rules, pages, captions and numbers as offices print them.

A `Layout` says how the tables of any form are drawn; what stands in their cells does not change, so
the facts of a report are those of the plain one. `write(spec, layout, path)` makes the file.

Belongs here: how a table looks. Does not belong here: what stands in its cells (`tables`, `forms`,
`provinces`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportlab.lib.colors import Color

from tests.generate.guangdong import (
    CELL_LEADING,
    CELL_PAD,
    CELL_SIZE,
    FONT,
    HAIRLINE_GAP,
    LANDSCAPE,
    PORTRAIT,
    SMALL_SIZE,
    TABLE_BOTTOM,
    TABLE_LEFT,
    TABLE_TOP,
    _Cell,
    _covered,
    _drawable,
    _Grid,
    _header,
    _Line,
    _Report,
    _width,
)
from tests.generate.narrative import explanation, glossary, overview
from tests.generate.spec import ReportSpec
from tests.generate.tables import LEFT, PrintedTable, TableRow, printed_tables

HEAD_FILL, BAND_FILL = Color(0.27, 0.45, 0.77), Color(0.87, 0.92, 0.97)
RED = Color(0.85, 0.1, 0.1)
# The columns of a table too wide for a sheet, from this one on, stand on sheets of their own.
WIDE_COLUMNS = 8
_TEXT_ROOM = 120.0


@dataclass(frozen=True)
class Layout:
    """How tables are drawn.

    `rules`: 'all', 'none', 'level' (level lines only), 'head' (above and below the header and at
    the end), 'frame' (as 'head', and a frame), 'upright' (as 'frame', and lines between columns), 'fills' (coloured cells, no line), 'white' (white
    lines on coloured cells), 'double', 'dashes'.
    `number`: what becomes of the text of an amount. `align`: where amounts stand.
    `scale`: of fonts and rows. `bottom`: where pages end, for tables that go over many.
    `title_rows`: title and unit are rows of the grid.
    `unit_at`: 'line', 'title' (behind the title), 'head' (in the amounts' headings).
    `cut`: wide tables have their last columns on sheets of their own, 'after' all sheets of the
    others or 'between', with 'labels' the label columns again.
    `flow`: tables follow each other on a page. `caption_before`: the caption ends the page before.
    `pad_rows`: empty rows below the last. `running`: a heading and page numbers near the table.
    `bold`: text drawn twice. `seal`: a red stamp over figures.
    `total_first`, `note`: as they say.
    """

    rules: str = "all"
    number: Callable[[str], str] | None = None
    align: str = "right"
    scale: float = 1.0
    bottom: float = TABLE_BOTTOM
    repeat: bool = True
    title_rows: bool = False
    unit_at: str = "line"
    cut: str = ""
    flow: bool = False
    caption_before: bool = False
    pad_rows: int = 0
    running: str = ""
    bold: float | None = None
    seal: str = ""
    total_first: bool = False
    note: str = ""
    wrap_numbers: bool = False
    portrait: bool = False
    total_word: str = ""
    no_entity: bool = False
    title: Callable[[str], str] | None = None


def write(spec: ReportSpec, layout: Layout, out: Path) -> Path:
    """The report of the spec in this layout."""
    report = _LaidOut(spec, layout, out)
    report.cover()
    report.contents()
    report.text(overview(spec))
    for position, table in enumerate(printed_tables(spec)):
        report.table(_rearranged(table, layout), is_first=position == 0)
    report.text(explanation(spec))
    report.text(glossary())
    report.save()
    return out


def _rearranged(table: PrintedTable, layout: Layout) -> PrintedTable:
    """The table with its rows and numbers as the layout has them."""
    rows = [TableRow(list(row.cells), row.keys) for row in table.rows]
    if layout.total_first:
        ends = [row for row in rows if row.keys == ("合计",)]
        starts = [row for row in rows if row.cells[0] == "栏次"]
        rest = [row for row in rows if row not in ends and row not in starts]
        rows = [*starts, *ends, *rest]
    for row in rows:
        for index, text in enumerate(row.cells):
            if index in table.amounts and "." in text and layout.number:
                row.cells[index] = layout.number(text)
            elif layout.total_word and text.strip("　 ") == "合计":
                row.cells[index] = layout.total_word
    rows += [TableRow([""] * len(table.columns)) for _ in range(layout.pad_rows)]
    notes = (*table.notes, layout.note) if layout.note else table.notes
    columns = table.columns
    if layout.unit_at == "head":
        columns = [
            (*path[:-1], f"{path[-1]}（{table.unit_label}）") if place in table.amounts else path
            for place, path in enumerate(columns)
        ]
    title = layout.title(table.title) if layout.title else table.title
    return replace(table, rows=rows, notes=notes, columns=columns, title=title)


class _LaidOut(_Report):
    def __init__(self, spec: ReportSpec, layout: Layout, out: Path) -> None:
        super().__init__(spec, out)
        self.layout = layout
        self.sheet = PORTRAIT if layout.portrait else LANDSCAPE
        self.top: float = self.sheet[1] - (LANDSCAPE[1] - TABLE_TOP)
        self.in_tables = False

    def page(self, size: tuple[float, float], *, numbered: bool = True) -> None:
        super().page(size, numbered=numbered)
        if not self.in_tables:
            return
        canvas = self.canvas
        if self.layout.running:
            canvas.setFont(FONT, 9)
            canvas.drawString(TABLE_LEFT, self.top + 12, self.layout.running)
            canvas.drawRightString(
                size[0] - TABLE_LEFT, self.layout.bottom - 12, f"第 {self.page_number} 页"
            )
        if self.layout.seal:
            canvas.saveState()
            canvas.setStrokeColor(RED)
            canvas.setFillColor(RED)
            canvas.circle(size[0] * 0.7, size[1] * 0.5, 60, stroke=1, fill=0)
            canvas.setFont(FONT, 14)
            canvas.drawCentredString(size[0] * 0.7, size[1] * 0.5, self.layout.seal)
            canvas.restoreState()

    def table(self, table: PrintedTable, *, is_first: bool) -> None:
        self.in_tables = True
        heights = self._sheets(table, is_first=is_first)
        self.y = heights
        self.in_tables = False

    def _sheets(self, table: PrintedTable, *, is_first: bool) -> float:
        layout = self.layout
        wide = len(table.columns) > WIDE_COLUMNS and layout.cut
        parts = [list(range(len(table.columns)))]
        if wide:
            labels = list(range(min(table.amounts)))
            middle = max(len(labels) + 1, (len(table.columns) + len(labels)) // 2)
            right = list(range(middle, len(table.columns)))
            parts = [list(range(middle)), [*labels, *right] if layout.cut == "labels" else right]
        y = self._start(is_first=is_first)
        start = self._caption(table, y)
        cells = [self._cells(table, columns) for columns in parts]
        measured = [
            self._grid(table, columns).heights_of(header, rows)
            for columns, (header, rows) in zip(parts, cells, strict=True)
        ]
        # A spreadsheet gives a row one height on all sheets, and leaves the caption's place empty.
        heights = [max(row) for row in zip(*measured, strict=True)]
        for number, (columns, (header, rows)) in enumerate(zip(parts, cells, strict=True)):
            if number:
                self.page(self.sheet)
            grid = self._grid(table, columns)
            grid.heights = list(heights)
            y = grid.draw(header, rows, start)
        canvas = self.canvas
        canvas.setFont(FONT, 9)
        for note in table.notes:
            y -= 12
            canvas.drawString(TABLE_LEFT, y, note)
        return y

    def _start(self, *, is_first: bool) -> float:
        layout = self.layout
        if layout.flow and not is_first and self.y - _TEXT_ROOM > layout.bottom:
            return self.y - 30
        if layout.caption_before and not is_first:
            # The caption stands at the end of the page on which the table before ends.
            if self.y - 60 < layout.bottom:
                self.page(self.sheet)
            return layout.bottom + 46
        self.page(self.sheet)
        y = self.top
        if is_first:
            self.centred(f"第二部分 {self.spec.year}{self.kind}表", y - 6, 20)
            y -= 34
        return y

    def _caption(self, table: PrintedTable, y: float) -> float:
        layout = self.layout
        right = self.size[0] - TABLE_LEFT
        canvas = self.canvas
        canvas.setFont(FONT, 11)
        canvas.drawString(TABLE_LEFT, y, table.number_label or f"表{table.number}")
        if layout.title_rows:
            return y - 6
        unit = f"单位：{table.unit_label}"
        title = f"{table.title}（{unit}）" if layout.unit_at == "title" else table.title
        self._twice(lambda dx: canvas.drawCentredString(self.size[0] / 2 + dx, y - 22, title), 15)
        canvas.setFont(FONT, 11)
        if not layout.no_entity:
            canvas.drawString(TABLE_LEFT, y - 44, f"单位名称：{self.spec.entity}")
        if layout.unit_at == "line":
            canvas.drawRightString(right, y - 44, unit)
        if layout.caption_before:
            self.page(self.sheet)
            return self.top
        return y - 50

    def _twice(self, draw: Callable[[float], None], size: float) -> None:
        self.canvas.setFont(FONT, size)
        draw(0)
        if self.layout.bold is not None:
            draw(self.layout.bold)

    def _grid(self, table: PrintedTable, columns: list[int]) -> _LaidOutGrid:
        layout = self.layout
        widths = [table.widths[i] for i in columns]
        is_cut = len(columns) < len(table.columns)
        # A column is as wide on every sheet.
        scale = (self.size[0] - 2 * TABLE_LEFT) / sum(table.widths) * (1.3 if is_cut else 1)
        return _LaidOutGrid(
            self,
            left=TABLE_LEFT,
            widths=[width * scale for width in widths],
            size=(SMALL_SIZE if table.is_wide else CELL_SIZE) * layout.scale,
            leading=CELL_LEADING * layout.scale,
            top=self.top + 8,
            bottom=layout.bottom,
            repeat=layout.repeat,
            page=self.sheet,
        )

    def _cells(
        self, table: PrintedTable, columns: list[int]
    ) -> tuple[list[list[_Cell]], list[list[_Cell]]]:
        """Header and rows of some columns."""
        header = _header(table.columns)
        if self.layout.title_rows:
            header = [*self._title_cells(table, len(table.columns)), *header]
        rows = [
            [
                _Cell(i, 1 + _covered(row.cells, i), text, self._align_cell(table, i, text))
                for i, text in enumerate(row.cells)
                if text != LEFT
            ]
            for row in table.rows
        ]
        return [_cropped(row, columns) for row in header], [_cropped(row, columns) for row in rows]

    def _title_cells(self, table: PrintedTable, count: int) -> list[list[_Cell]]:
        half = max(1, count // 2)
        return [
            [_Cell(0, count, table.title, "centre")],
            [
                _Cell(0, half, f"单位名称：{self.spec.entity}", "left"),
                _Cell(half, count - half, f"单位：{table.unit_label}", "end"),
            ],
        ]

    def _align_cell(self, table: PrintedTable, index: int, text: str) -> str:
        if index in table.amounts:
            return self.layout.align
        return self._align(table, index, text)


@dataclass
class _LaidOutGrid(_Grid):
    heights: list[float] = field(default_factory=list)
    is_head: bool = False

    @property
    def layout(self) -> Layout:
        report = self.report
        assert isinstance(report, _LaidOut)
        return report.layout

    def _wrapped(self, cell: _Cell) -> list[str]:
        if self.layout.wrap_numbers and cell.align == "right":
            return _broken(cell.text, self._span_width(cell) - 2 * CELL_PAD, self.size)
        return super()._wrapped(cell)

    def heights_of(self, header: list[list[_Cell]], rows: list[list[_Cell]]) -> list[float]:
        """The heights of all rows if this grid stood alone."""
        return [line.height for line in self._header_lines(header)] + [
            self._height(cells) for cells in rows
        ]

    def _height(self, cells: list[_Cell]) -> float:
        return self.heights.pop(0) if self.heights else super()._height(cells)

    def _header_lines(self, header: list[list[_Cell]]) -> list[_Line]:
        if not self.heights:
            return super()._header_lines(header)
        return [_Line(cells, self._height(cells)) for cells in header]

    def draw(self, header: list[list[_Cell]], rows: list[list[_Cell]], y: float) -> float:
        end = super().draw(header, rows, y)
        if self.layout.rules in ("head", "frame", "upright"):
            self._rule(self.left, end, self.left + sum(self.widths), end)
        return end

    def _draw_header(self, heads: list[_Line], y: float) -> float:
        end = super()._draw_header(heads, y)
        if self.layout.rules in ("head", "frame", "upright"):
            for at in (y, end):
                self._rule(self.left, at, self.left + sum(self.widths), at)
        return end

    def _draw_line(self, line: _Line, y: float, heights: list[float] | None = None) -> None:
        self.is_head = heights is not None
        super()._draw_line(line, y, heights)
        if self.layout.rules == "frame":
            for x in (self.left, self.left + sum(self.widths)):
                self._rule(x, y, x, y - line.height)
        self.is_head = False

    def _border(self, x: float, y: float, width: float, height: float) -> None:
        rules = self.layout.rules
        canvas = self.report.canvas
        if rules in ("none", "head", "frame"):
            return
        if rules == "upright" and not self.is_head:
            self._rule(x, y, x, y - height)
            self._rule(x + width, y, x + width, y - height)
            return
        if rules in ("fills", "white"):
            canvas.saveState()
            canvas.setFillColor(HEAD_FILL if self.is_head else BAND_FILL)
            canvas.setStrokeColorRGB(1, 1, 1)
            canvas.rect(x, y - height, width, height, stroke=int(rules == "white"), fill=1)
            canvas.restoreState()
            return
        if rules == "level":
            self._rule(x, y, x + width, y)
            self._rule(x, y - height, x + width, y - height)
            return
        if rules == "dashes":
            canvas.saveState()
            canvas.setDash(1.5, 1.5)
            super()._border(x, y, width, height)
            canvas.restoreState()
            return
        super()._border(x, y, width, height)
        if rules == "double":
            gap = 2.2 * HAIRLINE_GAP
            super()._border(x + gap, y - gap, width - 2 * gap, height - 2 * gap)

    def _text(self, cell: _Cell, x: float, y: float, width: float, height: float) -> None:
        if self.layout.wrap_numbers and cell.align == "right":
            self._stacked(cell, x, y, width, height)
            return
        if cell.align == "end":
            cell = replace(cell, align="right")
        super()._text(cell, x, y, width, height)
        if self.layout.bold is not None and (self.is_head or cell.text.strip("　 ")[-1:] == "计"):
            super()._text(cell, x + self.layout.bold, y, width, height)

    def _stacked(self, cell: _Cell, x: float, y: float, width: float, height: float) -> None:
        lines = self._wrapped(cell)
        canvas = self.report.canvas
        canvas.setFont(FONT, self.size)
        baseline = y - (height - len(lines) * self.leading) / 2 - self.leading * 0.75
        for text in lines:
            if text:
                at = x + width - CELL_PAD - _width(text, self.size)
                canvas.drawString(at, baseline, _drawable(text))
            baseline -= self.leading


def _broken(text: str, width: float, size: float) -> list[str]:
    """A number broken where the cell ends, as Word and Excel break it."""
    lines = [""]
    for char in text:
        if lines[-1] and _width(lines[-1] + char, size) > width:
            lines.append("")
        lines[-1] += char
    return lines


def _cropped(cells: list[_Cell], columns: list[int]) -> list[_Cell]:
    """The cells of a row that stand in some columns, at their places among these."""
    place = {column: k for k, column in enumerate(columns)}
    result = []
    for cell in cells:
        own = [place[c] for c in range(cell.column, cell.column + cell.span) if c in place]
        if own:
            result.append(replace(cell, column=own[0], span=len(own)))
    return result

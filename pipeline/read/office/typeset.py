"""Sets text and grids without coordinates (sheets, Word files, web pages) on nominal pages.

The steps after reading know pages with lines and tables in points. A workbook has widths and
heights, a Word file or a web page only an order. Here they get coordinates that keep what matters:
what is above what, columns below their headings, merged cells, indents.

Belongs here: nominal paper: pages, line breaks, boxes of cells.
Does not belong here: file formats; which rows are a table (`sheet_blocks`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from pipeline.domain.lookalikes import find_private_use
from pipeline.read.failures import TooLarge
from pipeline.read.layout import PageLayout, RawCell, RawTable, TextLine, in_rows
from pipeline.read.office.sheet_blocks import Sheet, SheetBlock, SheetCell, sheet_blocks_of

# Size of a character and distance of lines, in points.
EM, LEADING = 8.0, 14.0
# An ideographic space of indent inside a cell is as wide as in print.
INDENT = 10.0
PAGE_WIDTH, PAGE_HEIGHT = 612.0, 842.0
LEFT = 40.0
# A full line, and the longest last line of a paragraph: it ends visibly before the others.
LINE_EMS, LAST_EMS = 64.0, 50.0
# Running headers and footers stand in the outer share of a page's height, nothing else does.
MARGIN_SHARE = 0.15
# Running text fills a page with so many lines.
PAGE_LINES = 45
# A table takes the lines just above it with it to its page, not a long text before them.
LINES_KEPT, LINES_LOOSE = 8, 14
# Narrower columns or lower rows would look like one ruling line to the steps after reading.
LEAST_SIDE = 6.0
PADDING = 2.0
# Grid positions of one table, empty and covered ones too.
MOST_CELLS = 1_000_000
# A picture without text beside it is a scan.
IMAGE_SHARE = 0.5

_RUN = re.compile(r"[!-~！-～￥]+|.", re.DOTALL)
_GAP = re.compile(r"\t+|[ \u00a0]{3,}|\u3000[\s\u3000]+|[ \u00a0]\u3000+\s*")
_LEADING = re.compile(r"^[\s\u3000\u00a0]+")


def ems(text: str) -> float:
    """Width of a text in characters: one for Chinese, half for Latin."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def indent_of(text: str) -> float:
    """Blanks a text begins with, in ideographic spaces (two ordinary ones are one)."""
    blanks = _LEADING.match(text)
    if not blanks:
        return 0.0
    return sum(1.0 if c == "\u3000" else 2.0 if c == "\t" else 0.5 for c in blanks.group())


def wrap(text: str) -> list[str]:
    """A paragraph as lines; numbers and Latin words stay whole; its last line ends early."""
    if ems(text) <= LAST_EMS:
        return [text]
    lines = [""]
    width = 0.0
    for run in _RUN.findall(text):
        run_width = ems(run)
        if width + run_width > LINE_EMS and lines[-1]:
            lines.append("")
            width = 0.0
        lines[-1] += run
        width += run_width
    last = lines[-1]
    if ems(last) > LAST_EMS and len(runs := _RUN.findall(last)) > 1:
        half = len(runs) // 2
        lines[-1:] = ["".join(runs[:half]), "".join(runs[half:])]
    return [line for line in (line.strip() for line in lines) if line]


@dataclass(slots=True)
class _Page:
    lines: list[TextLine] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    furniture: list[tuple[str, bool]] = field(default_factory=list)
    has_image: bool = False
    y: float = 0.0
    right: float = PAGE_WIDTH - LEFT
    # Where the last table ends: lines below it may be its notes, or text that follows.
    table_end: float = 0.0
    # Whether this page began because the one before was full, not by a break of the file.
    runs_over: bool = False

    @property
    def loose_tops(self) -> list[float]:
        """The distinct heights of the lines below the last table."""
        return sorted({line.top for line in self.lines if line.top >= self.table_end})

    @property
    def is_blank(self) -> bool:
        return not (self.lines or self.tables or self.has_image)


class Paper:
    """Pages being filled from top to bottom.

    `flows` pages run over by themselves (text documents); else a page is as long as it must be and
    a new one starts only when asked (sheets).
    """

    def __init__(self, *, flows: bool) -> None:
        self._flows = flows
        self._pages = [_Page()]

    @property
    def page_number(self) -> int:
        """The page (1-based) that is being filled."""
        return len(self._pages)

    def new_page(self, *, even_blank: bool = False) -> None:
        """Go on with a new page; a page with nothing on it is used first unless `even_blank`."""
        if even_blank or not self._pages[-1].is_blank:
            self._pages.append(_Page(furniture=list(self._pages[-1].furniture)))

    def set_furniture(self, header: Sequence[str], footer: Sequence[str]) -> None:
        """Set running header and footer of this page and those that follow."""
        self._pages[-1].furniture = [(t, True) for t in header] + [(t, False) for t in footer]

    def add_image(self) -> None:
        """Note that the page has a picture."""
        self._pages[-1].has_image = True

    def add_text(self, text: str, *, indent: float = 0.0, align: str = "") -> None:
        """Add a paragraph; line breaks inside it stay, wide gaps part it into texts side by side.

        `indent` is in ideographic spaces and comes on top of the blanks the text begins with.
        """
        for part in text.split("\n"):
            shift = indent + indent_of(part)
            pieces = [piece for piece in _GAP.split(part.strip()) if piece and piece.strip()]
            if len(pieces) == 1:
                self._paragraph(pieces[0], shift, align)
            elif pieces:
                self._pieces(pieces, shift)

    def _paragraph(self, text: str, indent: float, align: str) -> None:
        for number, line in enumerate(wrap(text)):
            self._room()
            page = self._pages[-1]
            width = min(ems(line), LINE_EMS) * EM
            x0 = LEFT + (indent * EM if number == 0 else 0.0)
            if align == "center":
                x0 = max(LEFT, (PAGE_WIDTH - width) / 2)
            elif align == "right":
                x0 = max(LEFT, PAGE_WIDTH - LEFT - width)
            page.lines.append(_line(line, x0, page.y, width))
            page.y += LEADING

    def _pieces(self, pieces: list[str], indent: float) -> None:
        self._room()
        page = self._pages[-1]
        x = LEFT + indent * EM
        for piece in pieces:
            width = ems(piece) * EM
            page.lines.append(_line(piece, x, page.y, width))
            x += width + 4 * EM
        page.right = max(page.right, x)
        page.y += LEADING

    def _room(self) -> None:
        """Start a new page when this one is full; not between a table and what may be its notes."""
        page = self._pages[-1]
        if not self._flows or page.y <= PAGE_LINES * LEADING:
            return
        if not page.tables or len(page.loose_tops) > LINES_LOOSE:
            self.new_page()
            self._pages[-1].runs_over = True

    def add_sheet(self, sheet: Sheet) -> None:
        """Add a grid of cells: its tables as tables, its other rows as lines between them.

        Raises `TooLarge` for a table of more than `MOST_CELLS` grid positions.
        """
        widths = [max(width, LEAST_SIDE) for width in sheet.widths]
        xs = [LEFT + x for x in accumulate(widths, initial=0.0)]
        by_row: dict[int, list[SheetCell]] = {}
        for cell in sheet.cells:
            by_row.setdefault(cell.row, []).append(cell)
        for block in sheet_blocks_of(sheet):
            if block.is_table:
                self._keep_lines_with_table()
                self._table(sheet, block, by_row, xs)
            else:
                self._lines(block, by_row, xs)

    def _keep_lines_with_table(self) -> None:
        """Move the lines next to a table to its page; a long text before them stays where it is."""
        page = self._pages[-1]
        if not self._flows:
            return
        tops = page.loose_tops
        if len(tops) > LINES_LOOSE:
            self.new_page()
            self._carry(page, self._pages[-1], tops[-LINES_KEPT])
        elif page.runs_over and not page.tables and len(tops) < LINES_KEPT:
            before = self._pages[-2]
            self._carry(before, page, before.loose_tops[-(LINES_KEPT - len(tops))])

    @staticmethod
    def _carry(source: _Page, target: _Page, cut: float) -> None:
        """Move the lines from `cut` on to the top of the next page."""
        height = source.y - cut
        moved = [_moved(line, cut) for line in source.lines if line.top >= cut]
        source.lines = [line for line in source.lines if line.top < cut]
        source.y = cut
        target.lines = moved + [_moved(line, -height) for line in target.lines]
        target.y += height

    def _table(
        self, sheet: Sheet, block: SheetBlock, by_row: dict[int, list[SheetCell]], xs: list[float]
    ) -> None:
        if (block.bottom - block.top) * (block.right - block.left) > MOST_CELLS:
            raise TooLarge("a table has more cells than any report")
        page = self._pages[-1]
        heights = [max(h, LEAST_SIDE) for h in sheet.heights[block.top : block.bottom]]
        ys = [page.y + y for y in accumulate(heights, initial=0.0)]
        beside = [
            _line(text := other.text.replace("\n", ""), xs[other.column], top, ems(text) * EM)
            for row_number, top in zip(range(block.top, block.bottom), ys, strict=False)
            for other in by_row.get(row_number, ())
            if other.text and not block.left <= other.column < block.right
        ]
        cells: list[RawCell] = []
        for top, grid_row in zip(ys, _grid(by_row, block), strict=False):
            for column, cell in enumerate(grid_row, start=block.left):
                if cell is not None:
                    last = min(cell.row + cell.row_span, block.bottom) - block.top
                    right = min(max(cell.column + cell.column_span, column + 1), block.right)
                    cells.append(_raw_cell(cell, xs[column], top, xs[right], ys[last]))
        page.lines.extend(beside)
        page.tables.append(RawTable(xs[block.left], ys[0], xs[block.right], ys[-1], in_rows(cells)))
        page.y = ys[-1] + LEADING / 2
        page.right = max([page.right, xs[block.right], *(line.x1 for line in beside)])
        page.table_end = ys[-1]

    def _lines(
        self, block: SheetBlock, by_row: dict[int, list[SheetCell]], xs: list[float]
    ) -> None:
        for row in range(block.top, block.bottom):
            cells = [cell for cell in by_row.get(row, ()) if cell.text]
            if not cells:
                continue
            if len(cells) == 1 and ems(cells[0].text) > LAST_EMS:
                self.add_text(cells[0].text, indent=cells[0].indent)
                continue
            self._room()
            page = self._pages[-1]
            deepest = 0
            for cell in cells:
                x0 = xs[cell.column]
                x1 = xs[min(cell.column + cell.column_span, len(xs) - 1)]
                texts = [text.strip() for text in cell.text.split("\n") if text.strip()]
                for number, text in enumerate(texts):
                    start = _start(x0, x1, text, cell)
                    page.lines.append(_line(text, start, page.y + number * LEADING, ems(text) * EM))
                    page.right = max(page.right, start + ems(text) * EM)
                deepest = max(deepest, len(texts))
            page.y += deepest * LEADING

    def furniture_of(self, page_number: int) -> list[str]:
        """Texts of the running header and footer of a page."""
        return [text for text, _ in self._pages[page_number - 1].furniture]

    def layouts(self, *, keep_blank: bool = False, furniture: bool = True) -> list[PageLayout]:
        """The pages, each with its content clear of the outer bands; blank ones at the end go."""
        pages = self._pages
        while not keep_blank and len(pages) > 1 and pages[-1].is_blank:
            pages = pages[:-1]
        return [_layout(number, page, furniture) for number, page in enumerate(pages, start=1)]


def _grid(by_row: dict[int, list[SheetCell]], block: SheetBlock) -> list[list[SheetCell | None]]:
    """For each grid position of a table the cell that starts there, None where one covers it."""
    width = block.right - block.left
    grid: list[list[SheetCell | None]] = [
        [SheetCell(row, column) for column in range(block.left, block.right)]
        for row in range(block.top, block.bottom)
    ]
    for row in range(block.top, block.bottom):
        for cell in by_row.get(row, ()):
            column = cell.column - block.left
            end = column + cell.column_span
            if end <= 0 or column >= width:
                continue
            start = max(column, 0)
            for r in range(row - block.top, min(row - block.top + cell.row_span, len(grid))):
                for c in range(start, min(end, width)):
                    grid[r][c] = None
            grid[row - block.top][start] = cell
    return grid


def _raw_cell(cell: SheetCell, x0: float, top: float, x1: float, bottom: float) -> RawCell:
    text = "\n".join(line.strip() for line in cell.text.split("\n") if line.strip())
    first = _start(x0, x1, text.split("\n")[0], cell) if text else None
    return RawCell(x0, top, x1, bottom, text, first)


def _start(x0: float, x1: float, text: str, cell: SheetCell) -> float:
    """Where the first character stands."""
    width = ems(text) * EM
    align = cell.align or ("right" if cell.is_number else "left")
    if align == "right":
        return max(x0 + PADDING, x1 - PADDING - width)
    if align == "center":
        return max(x0 + PADDING, (x0 + x1 - width) / 2)
    return x0 + PADDING + cell.indent * INDENT


def _line(text: str, x0: float, top: float, width: float) -> TextLine:
    return TextLine(text, x0, top, x0 + width, top + EM, EM)


def _moved(line: TextLine, up: float) -> TextLine:
    return replace(line, top=line.top - up, bottom=line.bottom - up)


def _layout(number: int, page: _Page, furniture: bool) -> PageLayout:
    height = max(PAGE_HEIGHT, page.y / (1 - 2 * MARGIN_SHARE))
    down = height * MARGIN_SHARE
    lines = [_moved(line, -down) for line in page.lines]
    lines += _furniture(page.furniture if furniture else [], height)
    lines.sort(key=lambda line: (line.top, line.x0))
    tables = [_lowered(table, down) for table in page.tables]
    texts = [line.text for line in lines] + [
        cell.text for table in tables for row in table.rows for cell in row if cell is not None
    ]
    return PageLayout(
        page_number=number,
        width=max(PAGE_WIDTH, page.right + LEFT),
        height=height,
        rotation=0,
        tables=tables,
        lines=lines,
        char_count=sum(not c.isspace() for text in texts for c in text),
        image_area_ratio=IMAGE_SHARE if page.has_image else 0.0,
        private_use_count=len(find_private_use("".join(texts))),
    )


def _furniture(texts: Iterable[tuple[str, bool]], height: float) -> list[TextLine]:
    """Headers from the top edge down, footers from the bottom edge up, in the outer bands."""
    result: list[TextLine] = []
    for is_header in (True, False):
        band = [text for text, header in texts if header is is_header]
        step = min(LEADING, height * MARGIN_SHARE * 0.6 / max(len(band), 1))
        for number, text in enumerate(band):
            top = number * step if is_header else height - (len(band) - number) * step
            result.append(_line(text, LEFT, top, ems(text) * EM))
    return result


def _lowered(table: RawTable, down: float) -> RawTable:
    return replace(
        table,
        top=table.top + down,
        bottom=table.bottom + down,
        rows=[
            [c and replace(c, top=c.top + down, bottom=c.bottom + down) for c in row]
            for row in table.rows
        ],
    )

"""A department budget in the form of Guangdong as PDF, typeset from a `ReportSpec`.

`render_report(spec, path)` writes the file; the same spec gives the same bytes. The spec, the
mutations and the samples are to be had from here as well, so that a test imports one module.

Belongs here: pages, fonts, ruling lines. Does not belong here: what a cell says (`tables`),
sentences (`narrative`), figures (`samples`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont, structToPDF
from reportlab.pdfbase.ttfonts import TTFontFile
from reportlab.pdfgen.canvas import Canvas

from tests.generate.narrative import Block, contents, explanation, glossary, overview
from tests.generate.samples import default_spec, mixed_funds_spec, seed_like_spec
from tests.generate.spec import (
    Edit,
    Money,
    Narrative,
    Options,
    Project,
    ReportSpec,
    Unit,
    change_unit_label,
    drop_row,
    move_three_public_fund,
    mutate_amount,
    shift_block,
    swap_columns,
)
from tests.generate.tables import INDENT, LEFT, PrintedTable, printed_tables

__all__ = [
    "Edit",
    "Money",
    "Narrative",
    "Options",
    "PrintedTable",
    "Project",
    "ReportSpec",
    "Unit",
    "change_unit_label",
    "default_spec",
    "drop_row",
    "mixed_funds_spec",
    "move_three_public_fund",
    "mutate_amount",
    "printed_tables",
    "render_report",
    "seed_like_spec",
    "shift_block",
    "swap_columns",
]

FONT = "STSong-Light"
# A free font that comes with reportlab, and the one of its characters that stands for Chinese ones.
LATIN_FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
LOZENGE = "◊"
# Stands for the table of key projects in `Options.drop_tables`.
KEY_PROJECTS = 13
# After the year and after the body's name, by form.
PORTRAIT = A4
LANDSCAPE = landscape(A4)

# Portrait text: margins, size and leading in points.
TEXT_LEFT, TEXT_TOP, TEXT_BOTTOM = 79.0, 762.0, 96.0
TEXT_SIZE, TEXT_LEADING = 16.0, 28.5
# Landscape tables.
TABLE_LEFT, TABLE_TOP, TABLE_BOTTOM = 42.0, 556.0, 54.0
CELL_SIZE, CELL_LEADING, CELL_PAD = 9.0, 12.0, 3.0
SMALL_SIZE, LEAST_SIZE = 8.0, 5.0
LINE = 0.6
HAIRLINE_GAP = 0.9

_HANGING = "，。；：、！？）》”’%"
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z,.%+\-]*|.", re.DOTALL)

# What the text layer says in place of a character, where its font lies: Kangxi radicals and
# characters of the supplement block.
LOOKALIKES = {
    "支": "⽀",
    "金": "⾦",
    "行": "⾏",
    "用": "⽤",
    "工": "⼯",
    "入": "⼊",
    "一": "⼀",
    "大": "⼤",
    "车": "⻋",
    "门": "⻔",
}


class _Font(UnicodeCIDFont):
    """The font, with the strings of its dictionary as objects: reportlab writes them as they are,
    so that in an encrypted file they would be decrypted to nonsense and the text with them."""

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        super().addObjects(doc)  # type: ignore[no-untyped-call]
        font = doc.idToObject[doc.fontMapping[self.name].lstrip("/")].dict
        system = font["DescendantFonts"].sequence[0].dict["CIDSystemInfo"].dict
        for key in ("Registry", "Ordering"):
            system[key] = pdfdoc.PDFString(system[key].strip("()"))


class _EmbeddedFont(UnicodeCIDFont):
    """A font of the same widths that lies in the file, so that nothing depends on the fonts of the
    machine: Latin letters and figures of a free font, and one lozenge for every Chinese character.
    What a character is stands in the map to Unicode, with `lookalikes` a lying one."""

    def __init__(self, face: str, lookalikes: Mapping[str, str]) -> None:
        super().__init__(face)  # type: ignore[no-untyped-call]
        self.lookalikes = lookalikes

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        glyphs = TTFontFile(str(LATIN_FONT)).charToGlyph
        gids = bytearray(2 * 0x10000)
        for char in _repertoire():
            shown = " " if char.isspace() else char if char.isascii() else LOZENGE
            gid = glyphs[ord(shown)]
            gids[2 * ord(char) : 2 * ord(char) + 2] = gid.to_bytes(2, "big")
        widths = [self.unicodeWidths.get(chr(code), 1000) for code in range(0x20, 0x7F)]
        internal = f"F{len(doc.fontMapping) + 1}"
        font_file = _stream(LATIN_FONT.read_bytes())
        font_file.dictionary["Length1"] = LATIN_FONT.stat().st_size
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "Name": f"/{internal}",
            "BaseFont": "/Lozenges",
            "Encoding": "/Identity-H",
            "ToUnicode": doc.Reference(_stream(self._to_unicode()), "LozengesToUnicode"),
            "DescendantFonts": [
                {
                    "Type": "/Font",
                    "Subtype": "/CIDFontType2",
                    "BaseFont": "/Lozenges",
                    "CIDSystemInfo": {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    },
                    "DW": 1000,
                    "W": [0x20, widths],
                    "CIDToGIDMap": doc.Reference(_stream(bytes(gids)), "LozengesGlyphs"),
                    "FontDescriptor": {
                        "Type": "/FontDescriptor",
                        "FontName": "/Lozenges",
                        "Flags": 4,
                        "FontBBox": [-184, -236, 1288, 929],
                        "ItalicAngle": 0,
                        "Ascent": 752,
                        "Descent": -271,
                        "CapHeight": 737,
                        "StemV": 58,
                        "FontFile2": doc.Reference(font_file, "LozengesFile"),
                    },
                }
            ],
        }
        reference = doc.Reference(structToPDF(font), internal)
        doc.idToObject["BasicFonts"].dict[internal] = reference
        doc.fontMapping[self.name] = f"/{internal}"

    def _to_unicode(self) -> bytes:
        lines = [
            f"<{ord(char):04x}> <{ord(self.lookalikes.get(char, char)):04x}>"
            for char in sorted(_repertoire())
        ]
        body = ["1 begincodespacerange", "<0000> <ffff>", "endcodespacerange"]
        for start in range(0, len(lines), 100):
            part = lines[start : start + 100]
            body += [f"{len(part)} beginbfchar", *part, "endbfchar"]
        cmap = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /Lozenges def /CMapType 2 def",
            *body,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
        return "\n".join(cmap).encode("ascii")


def _stream(content: bytes) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _repertoire() -> list[str]:
    """The characters of GB 2312 and ASCII."""
    rows = range(0xA1, 0xF8)
    pairs = (bytes((high, low)) for high in rows for low in range(0xA1, 0xFF))
    chinese = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    return [*map(chr, range(0x20, 0x7F)), *chinese]


def _font(options: Options) -> UnicodeCIDFont:
    if options.kangxi_lookalikes or options.embed_font:
        return _EmbeddedFont(FONT, LOOKALIKES if options.kangxi_lookalikes else {})
    return _Font(FONT)  # type: ignore[no-untyped-call]


def _drawable(text: str) -> str:
    """What is written for `text`. The font is not embedded; where a machine has no Chinese font,
    PDFium gives its glyphs no extent and passes over a text object of a single one."""
    return text + INDENT if len(text) == 1 else text


@lru_cache(maxsize=1 << 16)
def _width(text: str, size: float) -> float:
    """Width of a text; the same beginnings of lines are measured again and again."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrap(text: str, width: float, size: float, *, hang: bool = False) -> list[str]:
    """Lines that fit into `width`; numbers and Latin words stay whole where they can. Closing
    punctuation does not begin a line: it hangs over the end with `hang`, else the character before
    it comes along."""
    lines = [""]
    for paragraph in text.split("\n"):
        if lines[-1]:
            lines.append("")
        for run in _RUN.findall(paragraph):
            last = lines[-1]
            if _width(last + run, size) <= width or (hang and run in _HANGING):
                lines[-1] += run
            elif run in _HANGING and len(last) > 1:
                lines[-1:] = [last[:-1], last[-1] + run]
            elif _width(run, size) <= width:
                lines.append(run)
            else:
                for char in run:
                    if lines[-1] and _width(lines[-1] + char, size) > width:
                        lines.append("")
                    lines[-1] += char
    return [line for line in lines if line] or [""]


@dataclass
class _Cell:
    """A laid out cell: `span` columns from `column` on; `text` already with its indents."""

    column: int
    span: int
    text: str
    align: str
    row_span: int = 1


@dataclass
class _Line:
    """A table row laid out: its cells and height."""

    cells: list[_Cell]
    height: float


class _Report:
    """One document being written; knows the page it is on."""

    def __init__(self, spec: ReportSpec, out: Path) -> None:
        self.spec = spec
        self.options = spec.options
        encrypt = None
        if self.options.encrypt is not None:
            encrypt = StandardEncryption(self.options.encrypt, canPrint=1)
        pdfmetrics.registerFont(_font(self.options))
        self.canvas = Canvas(str(out), pageCompression=1, invariant=1, encrypt=encrypt)
        self.kind = "".join(_cover(spec))
        self.canvas.setTitle(f"{spec.year}年{spec.entity}部门预算")
        self.canvas.setAuthor(spec.entity)
        self.size = PORTRAIT
        self.page_number: int | None = None
        self.y = 0.0
        self.is_open = False

    # Pages

    def page(self, size: tuple[float, float], *, numbered: bool = True) -> None:
        """Begin a new page; the number counts from the first numbered one."""
        self.close()
        self.size, self.is_open = size, True
        if numbered:
            self.page_number = (self.page_number or 0) + 1
        canvas = self.canvas
        if self.options.rotate_tables and size == LANDSCAPE:
            # reportlab turns the media box itself
            canvas.setPageSize(size)
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, size[1], 0)
        else:
            canvas.setPageSize(size)
            canvas.setPageRotation(0)
        canvas.setLineWidth(LINE)
        if self.options.watermark:
            canvas.saveState()
            canvas.setFillGray(0.85)
            canvas.translate(size[0] / 2, size[1] / 2)
            canvas.rotate(35)
            canvas.setFont(FONT, 48)
            canvas.drawCentredString(0, 0, self.options.watermark)
            canvas.restoreState()
        if numbered:
            canvas.setFont(FONT, 12)
            canvas.drawCentredString(size[0] / 2, 28, f"- {self.page_number} -")

    def close(self) -> None:
        if self.is_open:
            self.canvas.showPage()
        self.is_open = False

    def save(self) -> None:
        self.close()
        self.canvas.save()

    def centred(self, text: str, y: float, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(self.size[0] / 2, y, text)

    # Cover, contents, running text

    def cover(self) -> None:
        self.page(PORTRAIT, numbered=False)
        year, what = _cover(self.spec)
        self.centred(f"{self.spec.year}{year}", 580, 30)
        size = min(30.0, 480 / (len(self.spec.entity) + 4))
        self.centred(f"{self.spec.entity}{what}", 536, size)

    def contents(self) -> None:
        self.page(PORTRAIT, numbered=False)
        head, *entries = contents(self.spec)
        self.centred(head.text, 760, 22)
        y = 716.0
        for entry in entries:
            self.canvas.setFont(FONT, 15)
            self.canvas.drawString(110, y, entry.text)
            y -= 31

    def text(self, blocks: list[Block]) -> None:
        """Blocks one below the other from a new page on."""
        self.page(PORTRAIT)
        self.y = TEXT_TOP
        for block in blocks:
            if block.kind == "part":
                self.centred(block.text, self.y, 22)
                self.y -= 46
            elif block.kind == "key_projects":
                if KEY_PROJECTS not in self.options.drop_tables:
                    self.key_projects(block)
            else:
                size = 10.0 if block.kind == "note" else TEXT_SIZE
                indent = "" if block.kind == "note" else INDENT * 2
                width = self.size[0] - 2 * TEXT_LEFT
                for line in wrap(indent + block.text, width, size, hang=True):
                    self.text_line(line, size)

    def text_line(self, line: str, size: float) -> None:
        if self.y < TEXT_BOTTOM:
            self.page(PORTRAIT)
            self.y = TEXT_TOP
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(TEXT_LEFT, self.y, _drawable(line))
        self.y -= TEXT_LEADING

    def key_projects(self, block: Block) -> None:
        grid = _Grid(
            self,
            left=TEXT_LEFT,
            widths=[share * (self.size[0] - 2 * TEXT_LEFT) for share in (0.3, 0.25, 0.45)],
            size=11.0,
            leading=15.0,
            top=TEXT_TOP + 14,
            bottom=TEXT_BOTTOM,
        )
        header = [
            _Cell(index, 1, text, "centre")
            for index, text in enumerate(("项目", "预算数（单位：万元）", "绩效目标"))
        ]
        aligns = ("left", "centre", "left")
        rows = [[_Cell(i, 1, text, aligns[i]) for i, text in enumerate(row)] for row in block.rows]
        self.y += 12
        self.y = grid.draw([header], rows, self.y) - 16

    # Tables

    def table(self, table: PrintedTable, *, is_first: bool) -> None:
        """A statement on new pages: caption, grid, notes."""
        self.page(LANDSCAPE)
        right = self.size[0] - TABLE_LEFT
        y = TABLE_TOP
        if is_first:
            self.centred(f"第二部分 {self.spec.year}{self.kind}表", y - 6, 20)
            y -= 34
        canvas = self.canvas
        canvas.setFont(FONT, 11)
        if self.options.table_number_side == "left":
            canvas.drawString(TABLE_LEFT, y, table.number_label or f"表{table.number}")
        else:
            canvas.drawRightString(right, y, table.number_label or f"表{table.number}")
        self.centred(table.title, y - 22, 15)
        canvas.setFont(FONT, 11)
        canvas.drawString(TABLE_LEFT, y - 44, f"单位名称：{self.spec.entity}")
        canvas.drawRightString(right, y - 44, f"单位：{table.unit_label}")
        total = right - TABLE_LEFT
        scale = total / sum(table.widths)
        grid = _Grid(
            self,
            left=TABLE_LEFT,
            widths=[width * scale for width in table.widths],
            size=SMALL_SIZE if table.is_wide else CELL_SIZE,
            leading=CELL_LEADING,
            top=TABLE_TOP + 8,
            bottom=TABLE_BOTTOM,
            repeat=self.options.repeat_header,
            page=LANDSCAPE,
            split=self.options.objective_split if table.number == 12 else None,
        )
        end = grid.draw(_header(table.columns), self._rows(table), y - 50)
        canvas.setFont(FONT, 9)
        for note in table.notes:
            end -= 12
            canvas.drawString(TABLE_LEFT, end, note)

    def _rows(self, table: PrintedTable) -> list[list[_Cell]]:
        return [
            [
                _Cell(index, 1 + _covered(row.cells, index), text, self._align(table, index, text))
                for index, text in enumerate(row.cells)
                if text != LEFT
            ]
            for row in table.rows
        ]

    @staticmethod
    def _align(table: PrintedTable, index: int, text: str) -> str:
        if index in table.amounts:
            return "right"
        is_total = text.endswith(("合计", "总计")) and len(text) <= 6
        return "centre" if is_total else "left"


def _cover(spec: ReportSpec) -> tuple[str, str]:
    """Behind the year, and what the report is."""
    if spec.is_final:
        return "年度", "部门决算"
    return ("年度", "单位预算") if spec.form == "codes" else ("年", "部门预算")


def _covered(cells: list[str], index: int) -> int:
    """How many cells right of one are covered by it."""
    end = index + 1
    while end < len(cells) and cells[end] == LEFT:
        end += 1
    return end - index - 1


def _header(columns: list[tuple[str, ...]]) -> list[list[_Cell]]:
    """Rows of the header; equal groups side by side are one cell, the innermost label of a path
    spans the rows left below it."""
    depth = max(len(path) for path in columns)
    rows: list[list[_Cell]] = [[] for _ in range(depth)]
    for level in range(depth):
        index = 0
        while index < len(columns):
            path = columns[index]
            if len(path) <= level:
                index += 1
                continue
            is_leaf = len(path) == level + 1
            span = 1
            while (
                not is_leaf
                and index + span < len(columns)
                and len(columns[index + span]) > level + 1
                and columns[index + span][: level + 1] == path[: level + 1]
            ):
                span += 1
            row_span = depth - level if is_leaf else 1
            rows[level].append(_Cell(index, span, path[level], "centre", row_span=row_span))
            index += span
    return rows


@dataclass
class _Grid:
    """A ruled grid over pages: measures rows, draws text and borders."""

    report: _Report
    left: float
    widths: list[float]
    size: float
    leading: float
    top: float
    bottom: float
    repeat: bool = True
    page: tuple[float, float] = PORTRAIT
    split: str | None = None

    def draw(self, header: list[list[_Cell]], rows: list[list[_Cell]], y: float) -> float:
        """Draw all rows from `y` down, on new pages as needed; returns the lower edge."""
        heads = self._header_lines(header)
        y = self._draw_header(heads, y)
        for cells in rows:
            line = _Line(cells, self._height(cells))
            if self.split and cells[0].text.strip(INDENT) == self.split:
                y = self._split_row(line, heads, y)
                continue
            if y - line.height < self.bottom:
                y = self._next_page(heads)
            self._draw_line(line, y)
            y -= line.height
        return y

    def _next_page(self, heads: list[_Line]) -> float:
        self.report.page(self.page)
        return self._draw_header(heads, self.top) if self.repeat else self.top

    def _split_row(self, line: _Line, heads: list[_Line], y: float) -> float:
        """The page ends in the middle of this row: what fits of each cell stands above, the rest
        below, amounts above only."""
        above: list[_Cell] = []
        below: list[_Cell] = []
        for cell in line.cells:
            lines = self._wrapped(cell)
            keep = max(1, len(lines) // 2)
            above.append(_Cell(cell.column, 1, "\n".join(lines[:keep]), cell.align))
            below.append(_Cell(cell.column, 1, "\n".join(lines[keep:]), cell.align))
        first, second = (_Line(cells, self._height(cells)) for cells in (above, below))
        if y - first.height < self.bottom:
            y = self._next_page(heads)
        self._draw_line(first, y)
        y = self._next_page(heads)
        self._draw_line(second, y)
        return y - second.height

    # Measuring

    def _span_width(self, cell: _Cell) -> float:
        return sum(self.widths[cell.column : cell.column + cell.span])

    def _wrapped(self, cell: _Cell) -> list[str]:
        if cell.align == "right":
            return [cell.text]
        return wrap(cell.text, self._span_width(cell) - 2 * CELL_PAD, self.size)

    def _height(self, cells: list[_Cell]) -> float:
        count = max((len(self._wrapped(cell)) for cell in cells if cell.row_span == 1), default=1)
        return count * self.leading + 2 * CELL_PAD

    def _header_lines(self, header: list[list[_Cell]]) -> list[_Line]:
        lines = [_Line(cells, self._height(cells)) for cells in header]
        spanning = [cell for line in lines for cell in line.cells if cell.row_span > 1]
        needed = max(
            (len(self._wrapped(cell)) * self.leading + 2 * CELL_PAD for cell in spanning),
            default=0.0,
        )
        lines[-1].height += max(0.0, needed - sum(line.height for line in lines))
        return lines

    # Drawing

    def _draw_header(self, heads: list[_Line], y: float) -> float:
        for position, line in enumerate(heads):
            self._draw_line(line, y, [later.height for later in heads[position:]])
            y -= line.height
        return y

    def _draw_line(self, line: _Line, y: float, heights: list[float] | None = None) -> None:
        for cell in line.cells:
            height = sum((heights or [line.height])[: cell.row_span])
            x = self.left + sum(self.widths[: cell.column])
            width = self._span_width(cell)
            self._border(x, y, width, height)
            self._text(cell, x, y, width, height)

    def _text(self, cell: _Cell, x: float, y: float, width: float, height: float) -> None:
        if not cell.text:
            return
        size = self.size
        lines = self._wrapped(cell)
        if cell.align == "right":
            while size > LEAST_SIZE and _width(cell.text, size) > width - 2 * CELL_PAD:
                size -= 0.5
        canvas = self.report.canvas
        canvas.setFont(FONT, size)
        baseline = y - (height - len(lines) * self.leading) / 2 - self.leading * 0.75
        for text in lines:
            if cell.align == "right":
                start = x + width - CELL_PAD - _width(text, size)
            elif cell.align == "centre":
                start = x + (width - _width(text, size)) / 2
            else:
                shift = 0.0
                if self.report.options.indent == "offset":
                    bare = text.lstrip(INDENT)
                    shift, text = size * (len(text) - len(bare)), bare  # noqa: PLW2901
                start = x + CELL_PAD + shift
            canvas.drawString(start, baseline, _drawable(text))
            baseline -= self.leading

    def _border(self, x: float, y: float, width: float, height: float) -> None:
        for x0, y0, x1, y1 in (
            (x, y, x + width, y),
            (x, y - height, x + width, y - height),
            (x, y, x, y - height),
            (x + width, y, x + width, y - height),
        ):
            self._rule(x0, y0, x1, y1)
            if self.report.options.doubled_hairlines:
                gap = HAIRLINE_GAP
                is_flat = y0 == y1
                self._rule(
                    *((x0, y0 - gap, x1, y1 - gap) if is_flat else (x0 + gap, y0, x1 + gap, y1))
                )

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas = self.report.canvas
        if not self.report.options.thin_rects_as_lines:
            canvas.line(x0, y0, x1, y1)
        elif y0 == y1:
            canvas.rect(x0, y0 - LINE / 2, x1 - x0, LINE, stroke=0, fill=1)
        else:
            canvas.rect(x0 - LINE / 2, y1, LINE, y0 - y1, stroke=0, fill=1)


def render_report(spec: ReportSpec, out: Path) -> Path:
    """Write the report to `out` and return it. The bytes depend on the spec alone (and on the
    versions of reportlab and zlib), except with `encrypt`."""
    report = _Report(spec, out)
    report.cover()
    report.contents()
    report.text(overview(spec))
    for position, table in enumerate(printed_tables(spec)):
        report.table(table, is_first=position == 0)
    report.text(explanation(spec))
    report.text(glossary())
    report.save()
    return out

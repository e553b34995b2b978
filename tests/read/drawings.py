"""Pages drawn for the reading layer's tests."""

import itertools
import math
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

# What draws a page; what writes a PDF of pages (`conftest.make`).
Draw = Callable[[Canvas], None]
Make = Callable[..., Path]
FONT = "STSong-Light"
XS = [60, 160, 300, 420, 540]
YS = [700, 670, 640, 610, 580]


def fill_cells(c: Canvas, xs: Sequence[float] = XS, ys: Sequence[float] = YS) -> None:
    for r in range(len(ys) - 1):
        for k in range(len(xs) - 1):
            c.drawString(xs[k] + 4, ys[r + 1] + 8, f"第{r}行{k}列")


def ruled(c: Canvas) -> None:
    c.drawString(250, 750, "收入支出预算总表")
    c.drawRightString(540, 710, "单位：万元")
    for x in XS:
        c.line(x, YS[0], x, YS[-1])
    for y in YS:
        c.line(XS[0], y, XS[-1], y)
    fill_cells(c)
    c.drawString(60, 540, "注：本表按收支平衡编制。")


def thin_rects(c: Canvas) -> None:
    for x in XS:
        c.rect(x - 0.24, YS[-1], 0.48, YS[0] - YS[-1], stroke=0, fill=1)
    for y in YS:
        for a, b in itertools.pairwise(XS):
            c.rect(a, y - 0.24, b - a, 0.48, stroke=0, fill=1)
    fill_cells(c)


def doubled(c: Canvas) -> None:
    for x in XS:
        c.line(x - 0.7, YS[0], x - 0.7, YS[-1])
        c.line(x + 0.7, YS[0], x + 0.7, YS[-1])
    for y in YS:
        c.line(XS[0], y - 0.7, XS[-1], y - 0.7)
        c.line(XS[0], y + 0.7, XS[-1], y + 0.7)
    fill_cells(c)


def cell_rects(c: Canvas) -> None:
    for top, bottom in itertools.pairwise(YS):
        for a, b in itertools.pairwise(XS):
            c.rect(a, bottom, b - a, top - bottom)
    fill_cells(c)


def merged(c: Canvas) -> None:
    # A head over columns 1-2, and column 0 running over the first two rows.
    for k, x in enumerate(XS):
        c.line(x, YS[1] if k == 2 else YS[0], x, YS[-1])
    for k, y in enumerate(YS):
        c.line(XS[1] if k == 1 else XS[0], y, XS[-1], y)
    c.drawString(XS[0] + 10, 668, "科目")
    c.drawString(XS[1] + 40, 682, "本年预算数")
    c.drawString(XS[1] + 10, 652, "基本支出")
    c.drawString(XS[2] + 10, 652, "项目支出")
    c.drawString(XS[0] + 24, 620, "行政运行")
    c.drawString(XS[1] + 10, 622, "第一行")
    c.drawString(XS[1] + 10, 612, "第二行")


def in_form(c: Canvas) -> None:
    c.beginForm("grid")
    c.setFont(FONT, 10)
    cell_rects(c)
    c.endForm()
    c.saveState()
    c.translate(20, -30)
    c.scale(0.9, 0.95)
    c.doForm("grid")
    c.restoreState()


def turned_page(degrees: int) -> Callable[[Canvas], None]:
    """A page stored turned so that the viewer, honouring /Rotate, sees it level."""

    def draw(c: Canvas) -> None:
        c.setPageRotation(degrees)
        # The viewer's page is always 600 x 800; reportlab turns the media box.
        c.translate(*{90: (800, 0), 180: (600, 800), 270: (0, 600)}[degrees])
        c.rotate(degrees)
        c.setFont(FONT, 10)
        ruled(c)

    return draw


def watermarked(c: Canvas) -> None:
    ruled(c)
    c.saveState()
    c.translate(150, 550)
    c.rotate(35)
    c.setFillGray(0.8)
    c.setFont(FONT, 48)
    c.drawString(0, 0, "内部资料")
    c.restoreState()


def circle(c: Canvas) -> None:
    ruled(c)
    c.circle(300, 300, 40)
    path = c.beginPath()
    path.moveTo(100, 100)
    for k in range(1, 6):
        path.lineTo(100 + 50 * math.cos(k), 100 + 50 * math.sin(k))
    path.close()
    c.drawPath(path)


def hand_written(content: bytes, fonts: bytes, *objects: bytes) -> bytes:
    """A one-page PDF (400 x 300) with this content stream; `objects` count from 5."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R"
        b" /Resources << /Font << " + fonts + b" >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        *objects,
    ]
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\n" % (len(bodies) + 1)
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
# A font of drawn glyphs, whose loose boxes collapse.
TYPE3 = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 1000 800]"
    b" /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /a 7 0 R /b 7 0 R >>"
    b" /Encoding << /Type /Encoding /Differences [97 /a /b] >>"
    b" /FirstChar 97 /LastChar 98 /Widths [1000 900] /Resources << >> >>"
)
TYPE3_GLYPH = b"<< /Length 41 >>\nstream\n1000 0 0 0 700 700 d1 0 0 700 700 re f   \nendstream"
# A font that is not embedded and not known: only its map to Unicode says what it prints.
UNKNOWN_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Nowhere /Encoding /Identity-H"
    b" /ToUnicode 9 0 R /DescendantFonts [ << /Type /Font /Subtype /CIDFontType2"
    b" /BaseFont /Nowhere /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
    b" /Supplement 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Nowhere"
    b" /Flags 4 /FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200 /CapHeight 700"
    b" /ItalicAngle 0 /StemV 80 >> >> ] >>"
)
_CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def"
    b" 1 begincodespacerange <0000> <FFFF> endcodespacerange"
    b" 2 beginbfchar <F001> <9884> <F002> <DBC2DD6D> endbfchar endcmap end end"
)
UNICODE_MAP = b"<< /Length %d >>\nstream\n" % len(_CMAP) + _CMAP + b"\nendstream"
TEXT_STATES = b"""
BT /T3 12 Tf 50 250 Td (abba) Tj ET
BT /F 12 Tf 50 220 Td [-500 (ab) -300 (cd)] TJ ET
BT /F 12 Tf 50 Tz 50 200 Td (half) Tj 100 Tz 5 Ts (rise) Tj 0 Ts ET
BT /F 12 Tf 2 Tc 50 180 Td (spaced) Tj 0 Tc ET
BT /F 12 Tf 50 160 Td (  x) Tj (   y) Tj ET
BT /F 12 Tf -1 0 0 1 150 120 Tm (mirror) Tj ET
BT /F 12 Tf 1 0 0 -1 150 100 Tm (flip) Tj ET
BT /F 12 Tf 0 1 -1 0 250 100 Tm (up) Tj ET
BT /F 12 Tf 1 0 0.3 1 50 80 Tm (oblique) Tj ET
BT /F 12 Tf 3 Tr 50 60 Td (hidden) Tj 0 Tr ET
BT /F 12 Tf 50 20 Td (end-) Tj ET BT /F 12 Tf 50 5 Td (next) Tj ET
BT /U 12 Tf 150 250 Td <F001> Tj ET BT /U 12 Tf 180 250 Td <F002> Tj ET
"""


def _rule(
    c: Canvas, xs: Sequence[float], ys: Sequence[float], spans: Sequence[tuple[float, float]]
) -> None:
    """Rows at `ys`, each from and to where `spans` says; columns over all of them."""
    for y, (a, b) in zip(ys, spans, strict=True):
        c.line(a, y, b, y)
    for x in xs:
        c.line(x, ys[0], x, ys[-1])


def cut_by_page_end(c: Canvas) -> None:
    """A row without its lower line in the first two columns: it goes on on the next page."""
    whole, part = (XS[0], XS[-1]), (XS[2], XS[-1])
    _rule(c, XS, YS, [whole] * 4 + [part])
    fill_cells(c)


def open_outer_columns(c: Canvas) -> None:
    """Columns are ruled inside only."""
    _rule(c, XS[1:-1], YS, [(XS[0], XS[-1])] * len(YS))
    fill_cells(c)


def only_level_lines(c: Canvas) -> None:
    """A table ruled by level lines only, right aligned amounts."""
    c.drawString(250, 750, "支出总表")
    c.drawRightString(540, 710, "单位：万元")
    for y in YS:
        c.line(XS[0], y, XS[-1], y)
    _amounts(c)


def unruled(c: Canvas) -> None:
    """The same table without any line."""
    c.drawString(250, 750, "支出总表")
    c.drawRightString(540, 710, "单位：万元")
    _amounts(c)
    c.drawString(60, 540, "注：本表按收支平衡编制。")


ROWS = [
    ("科目名称", "合计", "基本支出", "项目支出"),
    ("一般公共服务支出", "1,234.56", "1,000.00", "234.56"),
    ("教育支出", "20.00", "", "20.00"),
    ("合计", "1,254.56", "1,000.00", "254.56"),
]


def _amounts(c: Canvas) -> None:
    for row, bottom in zip(ROWS, YS[1:], strict=True):
        c.drawString(XS[0] + 4, bottom + 8, row[0])
        for text, right in zip(row[1:], XS[2:], strict=True):
            c.drawRightString(right - 4, bottom + 8, text)


def number_over_an_edge(c: Canvas) -> None:
    """A number written in one stroke whose last digit lies over the next column."""
    _rule(c, XS, YS, [(XS[0], XS[-1])] * len(YS))
    c.drawRightString(XS[2] + 3, YS[1] + 8, "267.80")


def touching_numbers(c: Canvas) -> None:
    """Two numbers in neighbouring columns, without a gap, in no table."""
    c.drawString(100, 300, "12.50")
    c.drawString(100 + c.stringWidth("12.50", FONT, 10), 300, "13.75")


def broken_at_the_point(c: Canvas) -> None:
    """A number whose decimals stand on a second baseline within the cell."""
    _rule(c, XS, YS, [(XS[0], XS[-1])] * len(YS))
    c.drawString(XS[1] + 4, YS[1] + 16, "174,900")
    c.drawString(XS[1] + 4, YS[1] + 4, ".64")


def clipped_label(c: Canvas) -> None:
    """A label too long for its cell, cut off there as spreadsheets do."""
    _rule(c, XS, YS, [(XS[0], XS[-1])] * len(YS))
    c.saveState()
    box = c.beginPath()
    box.rect(XS[0], YS[1], XS[1] - XS[0], YS[0] - YS[1])
    c.clipPath(box, stroke=0)
    c.drawString(XS[0] + 4, YS[1] + 8, "机关事业单位基本养老保险缴费支出")
    c.restoreState()
    c.drawString(XS[1] + 50, YS[1] + 8, "8.00")


def beyond_the_page(c: Canvas) -> None:
    """A table that runs off the page: what is beyond it is not printed."""
    ys = [60, 30, -30, -60]
    _rule(c, XS, ys, [(XS[0], XS[-1])] * len(ys))
    c.drawString(XS[0] + 4, 40, "看得见")
    c.drawString(XS[0] + 4, -50, "看不见")


def read_down(c: Canvas) -> None:
    """Columns of digits set one under another make PDFium take lines for columns."""
    ruled(c)
    for k in range(30):
        c.drawString(570, 700 - 15 * k, "二")


# A font that says its characters reach a whole line below their baseline.
DEEP_FONT = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Deep /Encoding /WinAnsiEncoding"
    b" /FirstChar 48 /LastChar 57 /Widths [500 500 500 500 500 500 500 500 500 500]"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /Deep /Flags 32"
    b" /FontBBox [0 -1030 1000 800] /Ascent 800 /Descent -1030 /CapHeight 700"
    b" /ItalicAngle 0 /StemV 80 >> >>"
)
DEEP_ROWS = b"""
50 100 m 350 100 l 50 120 m 350 120 l 50 140 m 350 140 l
50 100 m 50 140 l 200 100 m 200 140 l 350 100 m 350 140 l S
BT /F 12 Tf 60 125 Td (one) Tj ET BT /D 12 Tf 210 125 Td (11) Tj ET
BT /F 12 Tf 60 105 Td (two) Tj ET BT /D 12 Tf 210 105 Td (22) Tj ET
"""

"""Pages drawn for the reading layer's tests."""

import itertools
import math
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
XS = [60, 160, 300, 420, 540]
YS = [700, 670, 640, 610, 580]


def fill_cells(c: Canvas, xs=XS, ys=YS) -> None:
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

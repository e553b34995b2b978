"""Hand-made page layouts: tables and lines at places given in points, without any PDF."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read.layout import PageLayout, RawCell, RawTable, TextLine

WIDTH, HEIGHT = 842.0, 595.0
ROW_HEIGHT = 20.0

# A cell is a text; None is covered by the cell to the left, or where none stands there by the one
# above; UP and LEFT say which.
Texts = Sequence[Sequence[str | None]]
UP, LEFT = "^", "<"

# The head of a table of final accounts that follows a fund from opening to closing balance.
FUND_FLOW_HEAD: Texts = [
    [
        "科目编码",
        "科目名称",
        "年初结转和结余",
        "本年收入",
        "本年支出",
        LEFT,
        LEFT,
        "年末结转和结余",
    ],
    [UP, UP, UP, UP, "小计", "基本支出", "项目支出", UP],
]


def raw_table(
    rows: Texts,
    *,
    top: float = 120.0,
    edges: Sequence[float] | None = None,
    indents: dict[int, float] | None = None,
) -> RawTable:
    """A ruled table; `indents` maps a row to the indent of its first cell."""
    count = len(rows[0])
    up = {(r, c) for r, row in enumerate(rows) for c, text in enumerate(row) if text == UP}
    left = {(r, c) for r, row in enumerate(rows) for c, text in enumerate(row) if text == LEFT}
    rows = [[None if text in (UP, LEFT) else text for text in row] for row in rows]
    xs = list(edges or [40.0 + i * 760.0 / count for i in range(count + 1)])
    cells: list[list[RawCell | None]] = []
    for r, row in enumerate(rows):
        line: list[RawCell | None] = []
        for c, text in enumerate(row):
            if text is None:
                line.append(None)
                continue
            right = c + 1
            while (
                right < count
                and row[right] is None
                and (r, right) not in up
                and ((r, right) in left or not _covered_from_above(rows, r, right))
            ):
                right += 1
            below = r + 1
            while (
                below < len(rows)
                and rows[below][c] is None
                and (below, c) not in left
                and (
                    (below, c) in up
                    or c == 0
                    or rows[below][c - 1] is not None
                    or _covered_from_above(rows, below, c)
                )
            ):
                below += 1
            indent = (indents or {}).get(r, 4.0) if c == 0 else 4.0
            line.append(
                RawCell(
                    xs[c],
                    top + r * ROW_HEIGHT,
                    xs[right],
                    top + below * ROW_HEIGHT,
                    text,
                    xs[c] + indent if text else None,
                )
            )
        cells.append(line)
    return RawTable(xs[0], top, xs[-1], top + len(rows) * ROW_HEIGHT, cells)


def _covered_from_above(rows: Texts, r: int, c: int) -> bool:
    """A None under a filled cell of the same column is covered from above."""
    return (
        r > 0 and rows[r][c] is None and rows[r - 1][c] is not None and c not in _spanned(rows[r])
    )


def _spanned(row: Sequence[str | None]) -> set[int]:
    return {
        c
        for c in range(1, len(row))
        if row[c] is None and row[c - 1] is not None and row[0] is not None
    }


def line(text: str, top: float, x0: float = 60.0) -> TextLine:
    """One line of running text."""
    return TextLine(text, x0, top, x0 + 10.0 * len(text), top + 10.0, 10.0)


def page(
    number: int,
    *tables: RawTable,
    lines: Sequence[TextLine] = (),
    width: float = WIDTH,
    height: float = HEIGHT,
) -> PageLayout:
    """A page of such tables and lines."""
    count = sum(len(item.text) for item in lines) + sum(
        len(cell.text) for table in tables for row in table.rows for cell in row if cell
    )
    return PageLayout(number, width, height, 0, list(tables), list(lines), count, 0.0, 0)


def captioned(
    number: int,
    title: str,
    table: RawTable,
    *,
    unit: str = "万元",
    entity: str = "岭南市试验局",
    note: str | None = None,
) -> PageLayout:
    """A page with a title, the caption line and one table, as the reports print it."""
    lines = [
        line(title, 60.0, 300.0),
        line(f"单位名称：{entity}", 90.0),
        line(f"单位：{unit}", 90.0, 700.0),
    ]
    if note:
        lines.append(line(note, table.bottom + 5.0))
    return page(number, table, lines=lines)

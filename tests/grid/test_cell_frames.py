"""Margins painted inside cells are no cells."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.grid.assembly import assemble
from pipeline.grid.cell_frames import without_frames
from pipeline.read.layout import RawCell, RawTable
from tests.page_layouts import page, raw_table

PAD, LINE = 5.4, 16.0
XS = (40.0, 200.0, 400.0, 500.0)


def painted(
    x0: float, top: float, x1: float, bottom: float, *lines: str, height: float = LINE
) -> list[RawCell]:
    """A cell as it is painted: margins at its sides, over and under its lines of text."""
    start = (top + bottom - height * len(lines)) / 2
    stop = start + height * len(lines)
    cells = [
        RawCell(x0, top, x1, start, "", None),
        RawCell(x0, start, x0 + PAD, stop, "", None),
        RawCell(x1 - PAD, start, x1, stop, "", None),
        RawCell(x0, stop, x1, bottom, "", None),
    ]
    for number, text in enumerate(lines):
        at = start + number * height
        left = x0 + PAD
        cells.append(RawCell(left, at, x1 - PAD, at + height, text, left if text else None))
    return [cell for cell in cells if cell.bottom > cell.top]


def grid(cells: Sequence[RawCell]) -> RawTable:
    """Cells at their places, as a table finder sets them in rows and columns."""
    lefts = sorted({cell.x0 for cell in cells})
    tops = sorted({cell.top for cell in cells})
    place = {(cell.top, cell.x0): cell for cell in cells}
    rows = [[place.get((top, left)) for left in lefts] for top in tops]
    return RawTable(
        min(lefts), min(tops), max(c.x1 for c in cells), max(c.bottom for c in cells), rows
    )


def texts(raw: RawTable) -> list[tuple[str, ...]]:
    """What a reader sees in each row of the table."""
    (table,) = assemble([page(1, raw)]).tables
    return [row.texts() for row in table.rows]


def test_a_name_merged_over_rows_keeps_them() -> None:
    cells = [
        *painted(XS[0], 100, XS[1], 172, "预算资金"),
        *(
            cell
            for number, (name, amount) in enumerate(
                [("小计", "3.00"), ("拨款", "1.00"), ("其他", "2.00")]
            )
            for x0, x1, text in ((XS[1], XS[2], name), (XS[2], XS[3], amount))
            for cell in painted(x0, 100 + 24 * number, x1, 124 + 24 * number, text)
        ),
    ]
    raw = grid(cells)
    (table,) = assemble([page(1, raw)]).tables
    assert [row.texts() for row in table.rows] == [
        ("预算资金", "小计", "3.00"),
        ("", "拨款", "1.00"),
        ("", "其他", "2.00"),
    ]
    first = table.rows[0].cells[0]
    assert first is not None
    assert (first.row_span, first.column_span) == (3, 1)


def test_a_name_set_in_two_lines_is_one_row() -> None:
    cells = [
        *painted(XS[0], 100, XS[1], 140, "政府性基金", "预算"),
        *painted(XS[1], 100, XS[2], 140, "1.00"),
        *painted(XS[0], 140, XS[1], 164, "其他"),
        *painted(XS[1], 140, XS[2], 164, "2.00"),
    ]
    assert texts(grid(cells)) == [("政府性基金预算", "1.00"), ("其他", "2.00")]


def test_a_margin_that_parts_two_cells_is_in_one() -> None:
    # No rule shows between the two: the margin under the one is that over the other.
    upper, lower = (painted(XS[0], top, XS[1], top + 24, "名") for top in (100, 120))
    cells = [*upper, *(cell for cell in lower if cell.top > 120)]
    found = without_frames(grid(cells))
    assert [[c.text for c in row if c is not None] for row in found.rows] == [["名"], ["名"]]
    assert [c.top for row in found.rows for c in row if c is not None] == [100, 120]


def test_narrow_empty_columns_stay() -> None:
    raw = raw_table(
        [["甲", "", "1.00"], ["乙", "", "2.00"], ["", "", ""]], edges=[40, 300, 310, 500]
    )
    assert without_frames(raw) is raw

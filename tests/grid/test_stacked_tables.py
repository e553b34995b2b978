"""Tables drawn on one another, and columns printed on sheets of their own."""

from __future__ import annotations

from pipeline.grid.assembly import assemble
from pipeline.read.layout import RawTable
from tests.page_layouts import Texts, captioned, line, page, raw_table


def stack(*tables: RawTable) -> RawTable:
    """Tables of equal width as one grid, each below the one before."""
    lefts = sorted({c.x0 for t in tables for row in t.rows for c in row if c is not None})
    rows = [
        [next((c for c in row if c is not None and c.x0 == x), None) for x in lefts]
        for table in tables
        for row in table.rows
    ]
    return RawTable(tables[0].x0, tables[0].top, tables[0].x1, tables[-1].bottom, rows)


def test_title_row_between_other_columns_parts_two_tables() -> None:
    upper = raw_table([["项目", "预算"], ["甲", "1.00"]], edges=[40, 300, 800], top=40)
    title = raw_table([["收入总表"]], edges=[40, 800], top=80)
    lower = raw_table(
        [["科目", "名称", "金额"], ["201", "乙", "2.00"]], edges=[40, 200, 500, 800], top=100
    )
    first, second = assemble([page(1, stack(upper, title, lower))]).tables
    assert first.rows[-1].texts() == ("甲", "1.00")
    assert second.rows[0].texts()[0] == "收入总表"
    assert second.column_count == 3


def test_heading_row_within_a_table_parts_nothing() -> None:
    rows: Texts = [
        ["项目", "预算"],
        ["甲", "1.00"],
        ["某单位", None],
        ["乙", "2.00"],
        ["丙", "3.00"],
    ]
    assert len(assemble([page(1, raw_table(rows))]).tables) == 1


def test_columns_too_wide_for_the_sheet_go_beside_the_table() -> None:
    labels = [f"科目{k}" for k in range(6)]
    main = [["科目", "合计"], *([label, "1.00"] for label in labels)]
    wide = [["其他收入"], *([text] for text in ("", "", "1.00", "", "", ""))]
    first = captioned(1, "收入总表", raw_table(main, edges=[40, 300, 500]))
    second = page(2, raw_table(wide, edges=[200, 290]), lines=[line("单位：元", 60.0)])
    (table,) = assemble([first, second]).tables
    assert table.column_count == 3
    assert table.rows[0].texts() == ("科目", "合计", "其他收入")
    assert table.rows[3].texts() == ("科目2", "1.00", "1.00")
    assert table.page_numbers == [1, 2]
    cell = table.rows[3].cells[2]
    assert cell is not None
    assert (cell.page_number, cell.box.x0, cell.row) == (2, 200, 3)
    assert "单位：元" in [item.text for item in table.above]


def test_table_with_labels_of_its_own_is_not_put_beside() -> None:
    rows = [["科目", "合计"], *([f"科目{k}", "1.00"] for k in range(6))]
    other = [["去年", "今年"], *([f"项{k}", "2.00"] for k in range(6))]
    first = captioned(1, "收入总表", raw_table(rows, edges=[40, 300, 500]))
    second = captioned(2, "支出总表", raw_table(other, edges=[40, 100, 160]))
    assert len(assemble([first, second]).tables) == 2


def test_outer_column_left_open_on_the_next_page() -> None:
    edges = [40, 200, 400, 600, 800]
    first = captioned(
        1,
        "采购表",
        raw_table([["类", "项目", "方式", "金额"], ["甲", "乙", "", "1.00"]], edges=edges),
    )
    second = page(2, raw_table([["丙", "自行", "2.00"]], edges=edges[1:], top=36.0))
    (table,) = assemble([first, second]).tables
    assert table.column_count == 4
    assert table.rows[-1].texts() == ("", "丙", "自行", "2.00")
